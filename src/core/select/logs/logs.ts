import { type Filtered, filtered, within } from '../../logs/filtered.ts';
import { timeWindows } from '../../logs/windows.ts';
import type { Lines, LogLine, Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { piece, type TextLine } from '../text/line.ts';

/** What Logs is made of: all lines of its service, those that the filter lets through, those also in the window. */
export interface LogsView {
	readonly service: string;
	readonly all: Lines;
	readonly matched: Filtered;
	readonly lines: readonly LogLine[];
}

/** The lines that Logs shows. Given the result of before, only what came since is filtered. */
export function logsView(state: State, feeds: Feeds, now: Millis, before?: LogsView): LogsView {
	const service = state.ui.service ?? '';
	const all = feeds.lines(service);
	const filter = state.ui.filter.logs ?? '';
	const matched = filtered(all, filter, before?.service === service ? before.matched : undefined);
	return { service, all, matched, lines: within(matched.lines, state.ui.logs.window, now) };
}

/** Rows of text on the log's screen: without header, status, and the two rows of keys and news. */
export function logsHeight(size: State['ui']['size']): number {
	return Math.max(1, size.rows - 4);
}

/** A whole number with its thousands apart: `12,345`. */
function count(value: number): string {
	return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The row over the log: whose it is, whether it follows, what is let through, and how many lines there are. */
export function logsStatus(state: State, view: LogsView): TextLine {
	const { follow, window, search } = state.ui.logs;
	const filter = state.ui.filter.logs ?? '';
	const said = timeWindows.find((one) => one.window === window && one.to === 'tail')?.say ?? 'tail';
	const dropped = view.all.dropped;
	return [
		piece(`LOGS  ${view.service}  `, 'bold'),
		follow ? piece('FOLLOW', 'ok') : piece('PAUSED', 'warn'),
		piece(`  ${window === 0 ? 'all' : `last ${said}`}`),
		...(filter === '' ? [] : [piece(`  filter ${filter}`, 'bold')]),
		...(search === '' ? [] : [piece(`  search ${search}`, 'bold')]),
		piece(`  seen ${count(view.all.seen)}`, 'dim'),
		...(filter === '' && window === 0 ? [] : [piece(`  matched ${count(view.lines.length)}`, 'dim')]),
		...(dropped === 0 ? [] : [piece(`  dropped ${count(dropped)}`, 'warn')]),
	];
}
