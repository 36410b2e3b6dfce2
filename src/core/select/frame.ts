import type { Command } from '../command.ts';
import { clock } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Line } from '../line.ts';
import type { Millis } from '../model.ts';
import type { Selector, State } from '../state.ts';
import { commandsHere } from './commands.ts';
import { environmentPieces, type Standing, standings, widthOf } from './frame-environments.ts';
import { heldSince } from './paused.ts';
import { cell, fieldPieces, lineOf, type Piece, piece, type TextLine } from './plan-line.ts';
import { keptLines, shownLine } from './plan-shown.ts';
import { isBegun } from './plan-stand.ts';
import { ofServices } from './rows-kept.ts';
import { staleAfter } from './rows-numbers.ts';

/** A message is shown for so long, or until a key. */
const messageTime: Millis = 10_000;

/** What is out of the ordinary, as words: demo, read only, paused, runs that go on. */
function chips(state: State): readonly Piece[] {
	const runs = Object.values(state.runs).filter(isBegun);
	const { making } = state;
	return [
		...(state.demo ? [piece('DEMO', 'warn'), piece('  ')] : []),
		...(state.readOnly ? [piece('READ ONLY', 'warn'), piece('  ')] : []),
		...(state.ui.paused === undefined ? [] : [piece('PAUSED', 'warn'), piece('  ')]),
		...(making === undefined ? [] : [piece(`planning ${making.service} ..`, 'accent'), piece('  ')]),
		...runs.flatMap(({ plan, stage }) => [
			piece(`${stage === 'held' ? 'HELD' : stage === 'proving' ? 'proving' : 'running'} ${plan.service}`, 'accent'),
			piece('  '),
		]),
	];
}

/** The worst environment is named in so many cells, whatever else there is to say. */
const worstWidth = 24;

/** Words that would leave no room for how the environments stand are cut. */
function cutPieces(pieces: readonly Piece[], room: number): readonly Piece[] {
	if (widthOf(pieces) <= room) return pieces;
	const text = pieces.map((one) => one.text).join('');
	return room < 4 ? [] : [piece(cell(text.trimEnd(), room - 2).trimEnd(), 'accent'), piece('  ')];
}

/** The first line of every screen: how each environment stands, what is out of the ordinary, who watches, the time in UTC. */
function headerOf(state: State, environments: readonly Standing[], now: Millis): TextLine {
	const { columns } = state.ui.size;
	const time = clock(now);
	const name = [piece(' WATCHDECK', 'bold'), piece('  ')];
	const between = columns - widthOf(name) - time.length - 1;
	const least = widthOf(environmentPieces(environments, Math.min(worstWidth, Math.floor(between / 2))));
	const words = cutPieces(chips(state), between - least);
	const fixed = widthOf(name) + widthOf(words) + time.length + 1;
	const who = fixed + state.operator.length + 2 < columns * 0.7 ? [piece(state.operator, 'dim'), piece('  ')] : [];
	const room = Math.max(0, columns - fixed - widthOf(who));
	const left = [...name, ...environmentPieces(environments, room), ...words];
	const blank = Math.max(0, columns - widthOf(left) - widthOf(who) - time.length - 1);
	return [...left, piece(' '.repeat(blank)), ...who, piece(time)];
}

/** The keys that work here and now, the most wanted first, as many as fit. */
function footerOf(state: State, commands: readonly Command[], isBlocked: (command: Command) => boolean): TextLine {
	const { columns } = state.ui.size;
	const seen = new Set<string>();
	const here = commandsHere(state, commands)
		.filter((command) => {
			const first = command.footer !== undefined && !command.keys.some((key) => seen.has(key));
			for (const key of command.keys) seen.add(key);
			return first;
		})
		.toSorted((a, b) => (a.footer ?? 0) - (b.footer ?? 0));
	let room = columns - 1;
	const shown = here
		.filter((command) => !isBlocked(command))
		.flatMap(({ keys, title }) => {
			const pieces = [piece(keys[0] ?? '', 'accent'), piece(` ${title}  `)];
			if (widthOf(pieces) - 2 > room) return [];
			room -= widthOf(pieces);
			return pieces;
		});
	return [piece(' '), ...shown];
}

const asks = {
	filter: '/',
	search: '/',
	palette: ':',
	help: '?',
	save: 'save as ',
	confirm: '',
} as const;

/** The last line but one: what is being typed, a message, or the keys. */
function newsOf(state: State, now: Millis): TextLine | undefined {
	const { field, message } = state.ui;
	if (field?.of === 'filter' || field?.of === 'search' || field?.of === 'save') {
		const ask = ` ${asks[field.of]}`;
		const isNews = message !== undefined && now - message.at <= messageTime;
		const hint = `   ${isNews ? message.text : 'enter keeps it, esc takes it back'}`;
		return [
			piece(ask, 'accent'),
			...fieldPieces(field, state.ui.size.columns - ask.length - hint.length),
			piece(hint, isNews ? 'warn' : 'dim'),
		];
	}
	if (message === undefined || now - message.at > messageTime) return undefined;
	return lineOf(` ${message.text}`, message.tone === 'warning' ? 'warn' : 'bold');
}

/** The last line: how old the data is, and from how many hosts, or since when the screen is held; and which hosts are lost. */
function ageLine(state: State, now: Millis): TextLine {
	const hosts = state.fleet.hosts.map(({ name }) => name);
	const lost = hosts.filter((host) => state.links[host]?.is === 'down');
	return [
		...(heldPieces(state, now) ?? freshPieces(state, hosts, now)),
		...(lost.length === 0 ? [] : [piece(`   lost: ${lost.join(', ')}`, 'warn')]),
	];
}

function heldPieces(state: State, now: Millis): TextLine | undefined {
	const since = heldSince(state);
	if (since === undefined) return undefined;
	return lineOf(` PAUSED ${lengthText(now - since)}: what you see is of ${clock(since)}; p goes on`, 'warn');
}

function freshPieces(state: State, hosts: readonly string[], now: Millis): TextLine {
	if (hosts.length === 0) return [];
	const reads = hosts.map((host) => readOf(state, host));
	const fresh = reads.filter((at) => at !== undefined && now - at <= staleAfter * 2);
	const newest = reads.filter((at) => at !== undefined).reduce((a, b) => Math.max(a, b), 0);
	const age = newest === 0 ? 'nothing read yet' : lengthText(now - newest);
	const what = ` data: ${fresh.length} of ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'} fresh (${age})`;
	return lineOf(what, fresh.length < hosts.length ? 'warn' : 'dim');
}

/** When a host last said anything. A link that is up with an open stream is no news by itself. */
function readOf({ hostFacts, engines, links }: State, host: string): Millis | undefined {
	if (links[host]?.is === 'down') return undefined;
	const times = [hostFacts[host]?.at, engines[host]?.at].filter((at) => at !== undefined);
	return times.length === 0 ? undefined : Math.max(...times);
}

/** What stands around every screen. */
export interface Frame {
	readonly header: Line;
	readonly keys: Line;
	readonly age: Line;
}

/** Makes the frame out of the state and the commands. */
export function frameOf(commands: readonly Command[]): Selector<Frame> {
	const environments = ofServices(standings);
	let kept: readonly Line[] = [];
	let age: { readonly inputs: readonly unknown[]; readonly line: TextLine } | undefined;
	const ageOf = (state: State, now: Millis): TextLine => {
		// Each reading would change it; once a second is enough.
		const inputs = [now, state.links, heldSince(state)];
		if (age === undefined || age.inputs.some((one, index) => one !== inputs[index]))
			age = { inputs, line: ageLine(state, now) };
		return age.line;
	};
	return (state, feeds, now) => {
		const { columns } = state.ui.size;
		const isBlocked = (command: Command) => command.blocked?.(state, feeds, now) !== undefined;
		const lines = [
			headerOf(state, environments(state), now),
			newsOf(state, now) ?? footerOf(state, commands, isBlocked),
			ageOf(state, now),
		];
		kept = keptLines(
			kept,
			lines.map((line) => shownLine(line, columns)),
		);
		const [header = [], keys = [], last = []] = kept;
		return { header, keys, age: last };
	};
}
