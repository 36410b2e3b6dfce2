import { armedNow } from '../../armed.ts';
import type { Command } from '../../command.ts';
import { clock } from '../../format.ts';
import { nameOf } from '../../ids.ts';
import { clockText } from '../../length-text.ts';
import type { Line } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Feeds, Run, Selector, State } from '../../state.ts';
import { unchangeable } from '../../unkept.ts';
import { commandsHere } from '../commands.ts';
import { drillChip } from '../drill.ts';
import { heldSince } from '../paused.ts';
import { isOfSomebody } from '../plan/stand.ts';
import { pointedService } from '../pointed.ts';
import { ofServices } from '../rows/kept.ts';
import { type Piece, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { cell } from '../text/wrap.ts';
import { ageLine, silentHosts } from './age.ts';
import { environmentPieces, type Standing, standings, widthOf } from './environments.ts';
import { newsOf } from './news.ts';

/** What is out of the ordinary, as words: demo, read only, armed environments, paused, runs that go on. */
function chips(state: State, now: Millis): readonly Piece[] {
	const runs = Object.values(state.runs).filter(isOfSomebody);
	const { making } = state;
	return [
		...(state.demo ? [piece('DEMO', 'warn'), piece('  ')] : []),
		...drillChip(state.drill, now),
		...(state.readOnly ? [piece('READ ONLY', 'warn'), piece('  ')] : []),
		...armedNow(state, now).flatMap(({ environment, left }) => [
			piece(`ARMED ${environment} ${clockText(left)}`, 'warn'),
			piece('  '),
		]),
		...(state.ui.paused === undefined ? [] : [piece('PAUSED', 'warn'), piece('  ')]),
		...(making === undefined ? [] : [piece(`planning ${making.service} ..`, 'accent'), piece('  ')]),
		...runs.flatMap((run) => [piece(chipOf(run, now), 'accent'), piece('  ')]),
		...(state.left ?? []).flatMap(({ service }) => [piece(`left running ${service}`, 'accent'), piece('  ')]),
	];
}

/** A run that goes on: `running production/api`, `watch api 3:12`. */
function chipOf({ plan, stage, until = 0 }: Run, now: Millis): string {
	if (stage === 'watching') return `watch ${nameOf(plan.service)} ${clockText(until - now)}`;
	return `${stage === 'held' ? 'HELD' : stage === 'proving' ? 'proving' : 'running'} ${plan.service}`;
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
	const words = cutPieces(chips(state, now), between - least);
	const fixed = widthOf(name) + widthOf(words) + time.length + 1;
	const who = fixed + state.operator.length + 2 < columns * 0.7 ? [piece(state.operator, 'dim'), piece('  ')] : [];
	const room = Math.max(0, columns - fixed - widthOf(who));
	const left = [...name, ...environmentPieces(environments, room), ...words];
	const blank = Math.max(0, columns - widthOf(left) - widthOf(who) - time.length - 1);
	return [...left, piece(' '.repeat(blank)), ...who, piece(time)];
}

/** How a command stands in the footer now. */
interface Named {
	readonly title: string;
	readonly blocked: boolean;
}

/** A key of the footer with its words, as it stands there. */
interface FooterKey {
	readonly key: string;
	readonly pieces: readonly Piece[];
}

/** Cells before the first key of the footer. */
const margin = ' ';

/**
 * The keys that work here and now, the most wanted first, as many as fit. What would change the service under the cursor
 * stays where it is while it cannot be done, in brackets: pressed, it says why. In a dialog only what can be done stands.
 */
function footerKeys(
	state: State,
	commands: readonly Command[],
	namedNow: (command: Command) => Named,
): readonly FooterKey[] {
	const { columns } = state.ui.size;
	const seen = new Set<string>();
	const here = commandsHere(state, commands)
		.filter((command) => {
			const first = command.footer !== undefined && !command.keys.some((key) => seen.has(key));
			for (const key of command.keys) seen.add(key);
			return first;
		})
		.toSorted((a, b) => (a.footer ?? 0) - (b.footer ?? 0));
	let room = columns - margin.length;
	const isPointed = state.ui.dialog === undefined && pointedService(state) !== undefined;
	return here.flatMap((command) => {
		const named = namedNow(command);
		if (named.blocked && (command.tier === undefined || !isPointed)) return [];
		const key = command.keys[0] ?? '';
		const pieces = keyPieces(key, named);
		if (widthOf(pieces) - 2 > room) return [];
		room -= widthOf(pieces);
		return [{ key, pieces }];
	});
}

/** How a command is called now, and whether it can be done. */
function namer(state: State, feeds: Feeds, now: Millis): (command: Command) => Named {
	return ({ title, titleNow, blocked }) => ({
		title: titleNow?.(state, feeds, now) ?? title,
		blocked: blocked?.(state, feeds, now) !== undefined,
	});
}

/** The key that stands in the footer at this column; undefined where there is none, or where a message or a field stands. */
export function footerKeyAt(
	{ state, feeds, commands, now }: { state: State; feeds: Feeds; commands: readonly Command[]; now: Millis },
	column: number,
): string | undefined {
	if (newsOf(state, now) !== undefined) return undefined;
	let from = margin.length;
	for (const { key, pieces } of footerKeys(state, commands, namer(state, feeds, now))) {
		// Two blanks stand between two keys.
		const to = from + widthOf(pieces);
		if (column >= from && column < to - 2) return key;
		from = to;
	}
	return undefined;
}

/** A key with its words, and the blanks that part it from the next one. */
function keyPieces(key: string, { title, blocked }: Named): readonly Piece[] {
	const words = blocked ? [piece(`(${key} ${title})`, 'dim')] : [piece(key, 'accent'), piece(` ${title}`)];
	return [...words, piece('  ')];
}

/** What stands around every screen. */
export interface Frame {
	readonly header: Line;
	/** The rows of a long message before its last one, over the end of the screen. */
	readonly over: readonly Line[];
	readonly keys: Line;
	readonly age: Line;
}

/** Makes the frame out of the state and the commands. */
export function frameOf(commands: readonly Command[]): Selector<Frame> {
	const environments = ofServices(standings);
	let kept: readonly Line[] = [];
	let over: readonly Line[] = [];
	let age: { readonly inputs: readonly unknown[]; readonly line: TextLine } | undefined;
	const ageOf = (state: State, now: Millis): TextLine => {
		// Each reading would change it; once a second is enough.
		const { links, locks, journal, unkept } = state;
		const inputs = [now, links, silentHosts(state).join(), locks, heldSince(state), unchangeable({ journal }), unkept];
		if (age === undefined || age.inputs.some((one, index) => one !== inputs[index]))
			age = { inputs, line: ageLine(state, now) };
		return age.line;
	};
	return (state, feeds, now) => {
		const { columns } = state.ui.size;
		const keys = () => footerKeys(state, commands, namer(state, feeds, now)).flatMap(({ pieces }) => pieces);
		const news = newsOf(state, now) ?? [[piece(margin), ...keys().slice(0, -1)]];
		const lines = [headerOf(state, environments(state), now), ageOf(state, now), ...news];
		kept = keptLines(
			kept,
			lines.map((line) => shownLine(line, columns)),
		);
		const [header = [], last = [], ...rows] = kept;
		if (over.length !== rows.length - 1 || over.some((line, index) => line !== rows[index])) over = rows.slice(0, -1);
		return { header, over, keys: rows.at(-1) ?? [], age: last };
	};
}
