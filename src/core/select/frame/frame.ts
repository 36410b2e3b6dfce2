import type { Command } from '../../command.ts';
import { clock } from '../../format.ts';
import type { Line } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Selector, State } from '../../state.ts';
import { commandsHere } from '../commands.ts';
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

/** What is out of the ordinary, as words: demo, read only, paused, runs that go on. */
function chips(state: State): readonly Piece[] {
	const runs = Object.values(state.runs).filter(isOfSomebody);
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

/** How a command stands in the footer now. */
interface Named {
	readonly title: string;
	readonly blocked: boolean;
}

/**
 * The keys that work here and now, the most wanted first, as many as fit. What would change the service under the cursor
 * stays where it is while it cannot be done, in brackets: pressed, it says why. In a dialog only what can be done stands.
 */
function footerOf(state: State, commands: readonly Command[], namedNow: (command: Command) => Named): TextLine {
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
	const isPointed = state.ui.dialog === undefined && pointedService(state) !== undefined;
	const shown = here.flatMap((command) => {
		const named = namedNow(command);
		if (named.blocked && (command.tier === undefined || !isPointed)) return [];
		const pieces = keyPieces(command.keys[0] ?? '', named);
		if (widthOf(pieces) - 2 > room) return [];
		room -= widthOf(pieces);
		return pieces;
	});
	return [piece(' '), ...shown];
}

function keyPieces(key: string, { title, blocked }: Named): readonly Piece[] {
	return blocked ? [piece(`(${key} ${title})`, 'dim'), piece('  ')] : [piece(key, 'accent'), piece(` ${title}  `)];
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
		const inputs = [now, state.links, silentHosts(state).join(), state.locks, heldSince(state)];
		if (age === undefined || age.inputs.some((one, index) => one !== inputs[index]))
			age = { inputs, line: ageLine(state, now) };
		return age.line;
	};
	return (state, feeds, now) => {
		const { columns } = state.ui.size;
		const namedNow = ({ title, titleNow, blocked }: Command): Named => ({
			title: titleNow?.(state, feeds, now) ?? title,
			blocked: blocked?.(state, feeds, now) !== undefined,
		});
		const news = newsOf(state, now) ?? [footerOf(state, commands, namedNow)];
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
