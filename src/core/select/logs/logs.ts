import { known } from '../../known.ts';
import { linesIn, spanAround } from '../../logs/around.ts';
import { type Filtered, filtered, within } from '../../logs/filtered.ts';
import type { LogsUi } from '../../logs/looks.ts';
import { timeWindows } from '../../logs/windows.ts';
import type { Lines, LogLine, Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { sizeOverNews } from '../frame/news.ts';
import { stampText } from '../journal/journal.ts';
import { piece, type TextLine } from '../text/line.ts';
import { aboutText, goneText, logsKey } from './about.ts';
import { type OwnView, ownView } from './named.ts';
import { type GroupView, groupView } from './together.ts';

/** What Logs is made of: all lines of its log, those that the filter lets through, those also in the window. */
export interface LogsView {
	/** Under what its lines are kept. */
	readonly key: string;
	readonly all: Lines;
	readonly matched: Filtered;
	readonly lines: readonly LogLine[];
	/** The environment whose logs are shown together. */
	readonly group?: GroupView;
	/** The service whose logs are shown, where it is one. */
	readonly own?: OwnView;
}

/** The lines that Logs shows. Given the result of before, only what came since is filtered. */
export function logsView(state: State, feeds: Feeds, now: Millis, before?: LogsView): LogsView {
	const key = logsKey(state.ui);
	const { around, window } = state.ui.logs;
	const all = feeds.lines(key);
	const filter = state.ui.filter.logs ?? '';
	const matched = filtered(all, filter, before?.key === key ? before.matched : undefined);
	const of = {
		key,
		all,
		matched,
		...known({ group: groupView(state, before?.group), own: ownView(state, before?.own) }),
	};
	if (around === undefined) return { ...of, lines: within(matched.lines, window, now) };
	const same = before?.matched === matched ? before.lines : undefined;
	return { ...of, lines: same ?? linesIn(matched.lines, spanAround(around.at)) };
}

/** Rows of text on the log's screen: without header, status, the row of keys or those of a message, and the last one. */
export function logsHeight(state: State, now: Millis): number {
	return Math.max(1, sizeOverNews(state, now).rows - 4);
}

/** A whole number with its thousands apart: `12,345`. */
function count(value: number): string {
	return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Of which time the lines are. */
function timeText({ around, window }: LogsUi): string {
	if (around !== undefined) return `5m around ${stampText(around.at)}, ${around.what}`;
	if (window === 0) return 'all';
	return `last ${timeWindows.find((one) => one.window === window && one.to === 'tail')?.say ?? 'tail'}`;
}

/** How many logs of an environment are shown together, where there are more. */
function shareText({ group }: LogsView): TextLine {
	if (group === undefined || group.of <= group.followed) return [];
	return [piece(`${group.followed} of ${group.of} logs  `, 'warn')];
}

/** The row over the log: whose it is, whether it follows, what is let through, and how many lines there are. */
export function logsStatus(state: State, view: LogsView): TextLine {
	const { follow, window, search, around } = state.ui.logs;
	const filter = state.ui.filter.logs ?? '';
	const dropped = view.all.dropped;
	const gone = goneText(state);
	return [
		piece(`LOGS  ${aboutText(state.ui)}  `, 'bold'),
		...shareText(view),
		follow ? piece('FOLLOW', 'ok') : piece('PAUSED', 'warn'),
		...(gone === undefined ? [] : [piece(`  ${gone}`, 'warn')]),
		piece(`  ${timeText(state.ui.logs)}`),
		...(filter === '' ? [] : [piece(`  filter ${filter}`, 'bold')]),
		...(search === '' ? [] : [piece(`  search ${search}`, 'bold')]),
		...(around === undefined ? [piece(`  seen ${count(view.all.seen)}`, 'dim')] : []),
		...(filter === '' && window === 0 && around === undefined
			? []
			: [piece(`  matched ${count(view.lines.length)}`, 'dim')]),
		...(dropped === 0 ? [] : [piece(`  dropped ${count(dropped)}`, 'warn')]),
	];
}
