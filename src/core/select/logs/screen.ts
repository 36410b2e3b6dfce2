import { clean } from '../../clean.ts';
import { failureText } from '../../failure-text.ts';
import { keySaid } from '../../key-said.ts';
import { known } from '../../known.ts';
import type { Line } from '../../line.ts';
import { errorSignatures, patternCounts } from '../../logs/signature.ts';
import type { LogLine, Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { wrapped } from '../text/wrap.ts';
import { aboutText, goneText } from './about.ts';
import { type LogsView, logsHeight, logsStatus, logsView } from './logs.ts';
import { type LogsPlace, logsPlace } from './place.ts';
import { logRow, logRows, type RowRoom, unfoldedRows } from './row.ts';

/** A row of the log's screen; several may belong to one line. */
export interface LogsRow {
	readonly id: string;
	readonly line: Line;
}

/** The log's screen, ready to be drawn. `side` is empty where the screen is not wide. */
export interface LogsScreen {
	readonly status: Line;
	readonly rows: readonly LogsRow[];
	/** So many rows there is room for. */
	readonly height: number;
	/** The row that is marked; none while it follows. */
	readonly selected?: string;
	readonly side: readonly Line[];
}

/** From so many columns on there is a panel of counts, this wide. */
const wide = 160;
/** Cells for the counts beside the log, where the screen is wide. */
export const sideWidth = 58;
/** The counts are of so many of the newest lines, made once a second. */
const counted = 1_000;
/** Rows of an unfolded line. */
const mostUnfolded = 12;

/** Cells for the text of the log. */
export function logsWidth(size: State['ui']['size']): number {
	return size.columns >= wide ? size.columns - sideWidth - 2 : size.columns;
}

/** Rows of one line of the log, the newest of which may be unfolded. */
type RowsOf = (line: LogLine, selected: boolean) => readonly TextLine[];

function rowsOf(state: State, room: RowRoom, height: number): RowsOf {
	const { wrap, unfolded } = state.ui.logs;
	return (line, selected) => {
		const isWhole = wrap || line.from === 'mark';
		const rows = isWhole ? logRows(line, room, { selected, most: height }) : [logRow(line, room, selected)];
		return unfolded === line.seq ? [...rows, ...unfoldedRows(line, room, mostUnfolded)] : rows;
	};
}

/** A row of a line: the line's number and which of its rows it is. */
interface Drawn {
	readonly id: string;
	readonly text: TextLine;
}

function drawnLine(line: LogLine, texts: readonly TextLine[]): readonly Drawn[] {
	return texts.map((text, index) => ({ id: `${line.seq}.${index}`, text }));
}

/** The rows from a line on, in one direction, until there are enough; in the order of the screen. */
function collected(
	place: LogsPlace,
	{ from, way, height }: { readonly from: number; readonly way: 1 | -1; readonly height: number },
	rows: RowsOf,
): readonly Drawn[] {
	const lines: (readonly Drawn[])[] = [];
	let left = height;
	for (let index = from; left > 0 && index >= 0 && index < place.lines.length; index += way) {
		const line = place.lines[index];
		if (line === undefined) break;
		const texts = rows(line, index === place.selected);
		lines.push(drawnLine(line, texts));
		left -= texts.length;
	}
	return way === 1 ? lines.flat().slice(0, height) : lines.toReversed().flat().slice(-height);
}

/** The rows of the view: from the bottom up, or from the selected line down where long lines would push that one out. */
function drawn(place: LogsPlace, height: number, rows: RowsOf): readonly Drawn[] {
	const upwards = collected(place, { from: place.bottom, way: -1, height }, rows);
	const selected = place.lines[place.selected];
	if (selected === undefined || upwards.some(({ id }) => id === `${selected.seq}.0`)) return upwards;
	return collected(place, { from: place.selected, way: 1, height }, rows);
}

const noneThen = 'no line of this time is known: its containers may be gone, or what they wrote then';
const asBad = (text: string): TextLine => lineOf(text, 'bad');

/** Why there is nothing to read. */
function emptyLines(state: State, view: LogsView): readonly TextLine[] {
	const { around, group } = state.ui.logs;
	const of = Object.values(state.services).filter(({ id, environment }) =>
		group === undefined ? id === state.ui.service : environment === group,
	);
	const hosts = new Set(of.flatMap((service) => service.hosts));
	const down = [...hosts].flatMap((host) => {
		const link = state.links[host];
		return link?.is === 'down' ? [`${host}: ${failureText(link.failure)}`] : [];
	});
	if (view.key === '')
		return [lineOf(`no service was chosen: ${keySaid(state, 'open.log', 'l')} on a service opens its log`)];
	if (around !== undefined && (state.ui.filter.logs ?? '') === '') return [lineOf(noneThen), ...down.map(asBad)];
	const filter = keySaid(state, 'logs.filter', '&');
	const all = keySaid(state, 'logs.window-0', '0');
	if (view.all.lines.length > 0)
		return [lineOf(`no line is let through: ${filter} changes the filter, ${all} shows all times`)];
	const gone = goneText(state);
	const why = gone === undefined ? ' yet' : `: it is ${gone}`;
	return [lineOf(`no line has come from ${aboutText(state.ui)}${why}`), ...down.map(asBad)];
}

/** The panel of counts. */
function sideLines(lines: readonly LogLine[], height: number): readonly TextLine[] {
	const newest = lines.slice(-counted).filter(({ from }) => from !== 'mark');
	const row = ({ say, count }: { readonly say: string; readonly count: number }): TextLine => [
		piece(`${String(count).padStart(6)}  `, 'bold'),
		piece(say),
	];
	const patterns = patternCounts(newest).map(row);
	const kinds = errorSignatures(newest).map(row);
	return [
		lineOf(`in the newest ${newest.length} lines`, 'dim'),
		...(patterns.length === 0 ? [lineOf('no error, and nothing else that is counted')] : patterns),
		...(kinds.length === 0 ? [] : [lineOf(''), lineOf('kinds of errors', 'dim')]),
		...kinds,
	].slice(0, height);
}

/** Whether two states say the same of a log, but for its lines. */
function isAlike(a: State, b: State): boolean {
	return a.ui === b.ui && a.links === b.links && a.services === b.services;
}

/** Makes the log's screen out of the state and the lines, as cheaply as a fast log asks: only what is new is filtered. */
export function logsScreen(): (state: State, feeds: Feeds, now: Millis) => LogsScreen {
	let view: LogsView | undefined;
	let last: { readonly state: State; readonly now: Millis; readonly screen: LogsScreen } | undefined;
	let kept: readonly LogsRow[] = [];
	let status: readonly Line[] = [];
	let side:
		| { readonly second: number; readonly key: string; readonly none: boolean; readonly lines: readonly Line[] }
		| undefined;

	const sideOf = (state: State, now: Millis, of: LogsView): readonly Line[] => {
		if (state.ui.size.columns < wide) return [];
		const second = Math.floor(now / 1_000);
		// The first lines of a log do not wait for the next second.
		const none = of.lines.length === 0;
		if (side === undefined || side.second !== second || side.key !== of.key || side.none !== none) {
			const texts = none ? [] : sideLines(of.lines, logsHeight(state, now) + 1);
			const lines = texts.map((text) => shownLine(text, sideWidth));
			side = { second, key: of.key, none, lines: keptLines(side?.lines ?? [], lines) };
		}
		return side.lines;
	};
	const keep = (rows: readonly LogsRow[]): readonly LogsRow[] => {
		const before = new Map(kept.map((row) => [row.id, row.line]));
		kept = rows.map(({ id, line }) => {
			const old = before.get(id);
			return { id, line: old === undefined ? line : (keptLines([old], [line])[0] ?? line) };
		});
		return kept;
	};

	return (state, feeds, now) => {
		const next = logsView(state, feeds, now, view);
		if (last !== undefined && last.now === now && isAlike(last.state, state) && next.all === view?.all) {
			return last.screen;
		}
		view = next;
		const height = logsHeight(state, now);
		const rows = keep(logsRowsOf(state, next, height));
		status = keptLines(status, [shownLine([piece(' '), ...logsStatus(state, next)], logsWidth(state.ui.size))]);
		const place = logsPlace(state.ui.logs, next.lines, height);
		const selected = state.ui.logs.follow ? undefined : place.lines[place.selected];
		const screen: LogsScreen = {
			status: status[0] ?? [],
			...{ rows, height },
			...(selected === undefined ? {} : { selected: `${selected.seq}.0` }),
			side: sideOf(state, now, next),
		};
		last = { state, now, screen };
		return screen;
	};
}

/** The caller has cut the text already, to what a row can hold. */
const cleanWhole = (text: string) => clean(text, text.length);

function logsRowsOf(state: State, view: LogsView, height: number): readonly LogsRow[] {
	const { ui } = state;
	const width = logsWidth(ui.size) - 1;
	if (view.lines.length === 0) {
		return emptyLines(state, view).flatMap((line, index) =>
			wrapped(line.map(({ text }) => text).join(''), width).map((text, row) => ({
				id: `none ${index}.${row}`,
				line: shownLine([piece(text, line[0]?.tone ?? 'plain')], width),
			})),
		);
	}
	const { times, left, search } = ui.logs;
	const room: RowRoom = {
		...{ width, times, left, search, clean: cleanWhole },
		...known({ names: view.group?.names ?? view.own?.names }),
	};
	const place = logsPlace(ui.logs, view.lines, height);
	const marked = ui.logs.follow ? { ...place, selected: -1 } : place;
	return drawn(marked, height, rowsOf(state, room, height)).map(({ id, text }) => ({
		id,
		line: shownLine(text, width),
	}));
}
