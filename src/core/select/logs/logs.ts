import { linesIn, spanAround } from '../../logs/around.ts';
import { type Filtered, filtered, within } from '../../logs/filtered.ts';
import { timeWindows } from '../../logs/windows.ts';
import type { Lines, LogLine, Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { stampText } from '../journal/journal.ts';
import { piece, type TextLine } from '../text/line.ts';
import { aboutText, logsKey } from './about.ts';
import { together } from './together.ts';

/** What Logs is made of: all lines of its log, those that the filter lets through, those also in the window. */
export interface LogsView {
	/** Under what its lines are kept. */
	readonly key: string;
	readonly all: Lines;
	readonly matched: Filtered;
	readonly lines: readonly LogLine[];
}

/** The lines that Logs shows. Given the result of before, only what came since is filtered. */
export function logsView(state: State, feeds: Feeds, now: Millis, before?: LogsView): LogsView {
	const key = logsKey(state.ui);
	const { around, window } = state.ui.logs;
	const all = feeds.lines(key);
	const filter = state.ui.filter.logs ?? '';
	const matched = filtered(all, filter, before?.key === key ? before.matched : undefined);
	if (around === undefined) return { key, all, matched, lines: within(matched.lines, window, now) };
	if (before?.matched === matched) return before;
	return { key, all, matched, lines: linesIn(matched.lines, spanAround(around.at)) };
}

/** Rows of text on the log's screen: without header, status, and the two rows of keys and news. */
export function logsHeight(size: State['ui']['size']): number {
	return Math.max(1, size.rows - 4);
}

/** A whole number with its thousands apart: `12,345`. */
function count(value: number): string {
	return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Which lines: of which time, and of how many logs where those of an environment are too many. */
function partText({ ui, ...state }: State): TextLine {
	const { around, group, window } = ui.logs;
	const said = timeWindows.find((one) => one.window === window && one.to === 'tail')?.say ?? 'tail';
	const logs = group === undefined ? undefined : together(state, group);
	const more = logs !== undefined && logs.of > logs.logs.length ? `  ${logs.logs.length} of ${logs.of} logs` : '';
	const time =
		around === undefined
			? window === 0
				? 'all'
				: `last ${said}`
			: `5m around ${stampText(around.at)}, ${around.what}`;
	return [piece(`  ${time}`), ...(more === '' ? [] : [piece(more, 'warn')])];
}

/** The row over the log: whose it is, whether it follows, what is let through, and how many lines there are. */
export function logsStatus(state: State, view: LogsView): TextLine {
	const { follow, window, search, around } = state.ui.logs;
	const filter = state.ui.filter.logs ?? '';
	const dropped = view.all.dropped;
	return [
		piece(`LOGS  ${aboutText(state.ui)}  `, 'bold'),
		follow ? piece('FOLLOW', 'ok') : piece('PAUSED', 'warn'),
		...partText(state),
		...(filter === '' ? [] : [piece(`  filter ${filter}`, 'bold')]),
		...(search === '' ? [] : [piece(`  search ${search}`, 'bold')]),
		...(around === undefined ? [piece(`  seen ${count(view.all.seen)}`, 'dim')] : []),
		...(filter === '' && window === 0 && around === undefined
			? []
			: [piece(`  matched ${count(view.lines.length)}`, 'dim')]),
		...(dropped === 0 ? [] : [piece(`  dropped ${count(dropped)}`, 'warn')]),
	];
}
