import { keySaid } from '../../key-said.ts';
import type { Line } from '../../line.ts';
import type { Millis, Service } from '../../model.ts';
import { serviceHeading } from '../../service-title.ts';
import type { Feeds, Selector, State } from '../../state.ts';
import type { Telling } from '../telling.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { journalRuns } from './actions.ts';
import { cutLines, rowsFor } from './cut.ts';
import { actionsPart, happenedPart, releasesPart, story } from './overview.ts';
import { releaseLines, targetLines } from './releases.ts';
import { releaseTold } from './told.ts';
import { isWideOverview, wideOverview } from './wide.ts';

/** The tabs of a service's screen, in order. */
export const serviceTabs = ['overview', 'releases'] as const;

/** A service's screen before it is cut to what fits. */
export interface ServiceLayout {
	/** Rows that stay: the title. */
	readonly head: readonly TextLine[];
	readonly lines: readonly TextLine[];
	/** What stands beside the lines. */
	readonly side: readonly TextLine[];
	/** What stands below both. */
	readonly low: readonly TextLine[];
	/** Cells of the lines. */
	readonly width: number;
	/** Rows on the screen, and those of them for the lines: one says what is cut. */
	readonly room: number;
	readonly height: number;
}

/** Header, keys and age of the data are the frame's. */
const frame = 3;
/** From so many columns on curves are high. */
const highFrom = 80;
function titleLine(state: State, id: string): TextLine {
	const tabs = serviceTabs.flatMap((name, index) => [
		piece('  '),
		index === state.ui.tab ? piece(`[${name}]`, 'bold') : piece(` ${name} `, 'dim'),
	]);
	return [piece(id, 'bold'), piece('  ')].concat(tabs);
}

function releases(service: Service, telling: Telling): readonly TextLine[] {
	const { state, now, width } = telling;
	const rollback = keySaid(state, 'action/rollback', 'r');
	return [
		...targetLines(service, width),
		lineOf(''),
		...releaseLines(service, now, width, releaseTold(service, telling)),
		lineOf(''),
		lineOf(`${rollback} plans a roll back; in the plan the arrows choose another release`, 'dim'),
	];
}

type Body = Pick<ServiceLayout, 'lines' | 'side' | 'low' | 'width'>;

function bodyOf(service: Service, telling: Telling, rows: number): Body {
	const { width } = telling;
	const alone = (lines: readonly TextLine[]): Body => ({ lines, side: [], low: [], width });
	if (serviceTabs[telling.state.ui.tab] === 'releases') return alone(releases(service, telling));
	if (isWideOverview(width)) return wideOverview(service, telling, rows);
	return alone([
		...story(service, telling, width >= highFrom ? 3 : 1),
		...happenedPart(service, telling),
		...releasesPart(service, telling, 4),
		...actionsPart(service, telling),
	]);
}

function layoutOf(telling: Telling): ServiceLayout {
	const { state, width } = telling;
	const id = state.ui.service ?? '';
	const service = state.services[id];
	const rows = Math.max(1, state.ui.size.rows - frame - 1);
	const head = [titleLine(state, service === undefined ? id : serviceHeading(service))];
	if (service !== undefined) {
		const body = bodyOf(service, telling, rows);
		const room = rows - body.low.length;
		return { head, room, height: rowsFor(body.lines, room), ...body };
	}
	const why = id === '' ? 'no service was chosen: enter on one in Fleet opens it' : `${id} is not there any more`;
	return { head, lines: [lineOf(why)], side: [], low: [], width, room: rows, height: rows };
}

/** A service's screen as text, and how much of it fits; for the keys that scroll it. */
export function serviceLayout(state: State, feeds: Feeds, now: Millis): ServiceLayout {
	return layoutOf({ state, feeds, now, runs: journalRuns()(state), width: state.ui.size.columns - 2 });
}

/** A service's screen, ready to be drawn; `side` and `low` are empty where the screen is not wide. */
export interface ServiceScreen {
	readonly head: readonly Line[];
	readonly lines: readonly Line[];
	readonly side: readonly Line[];
	readonly low: readonly Line[];
	/** Cells of `lines`, with the margin before them. */
	readonly width: number;
	/** Rows of `lines`. */
	readonly height: number;
}

/** Makes the screen of a service: why it stands as it does, its containers, checks, numbers, releases and actions. */
export function serviceScreen(): Selector<ServiceScreen> {
	const runsOf = journalRuns();
	let kept: ServiceScreen = { head: [], lines: [], side: [], low: [], width: 0, height: 0 };
	let inputs: readonly unknown[] = [];
	const shown = (before: readonly Line[], lines: readonly TextLine[], width: number): readonly Line[] =>
		keptLines(
			before,
			lines.map((line) => shownLine([piece(' '), ...line], width)),
		);
	const drawn = (state: State, { head, lines, side, low, width, room, height }: ServiceLayout): ServiceScreen => {
		const { columns } = state.ui.size;
		const aside = columns - width - 2;
		const space = keySaid(state, 'service.page-down', 'space');
		const journal = keySaid(state, 'open.journal', '9');
		const from = Math.max(0, Math.min(state.ui.scroll, lines.length - height));
		return {
			head: shown(kept.head, head, columns),
			lines: shown(kept.lines, cutLines(lines, { from, height: room, width, more: space }), width + 1),
			side: shown(
				kept.side,
				cutLines(side, { from: 0, height: room, width: aside - 1, more: `${journal} journal` }),
				aside,
			),
			low: shown(kept.low, low, columns),
			width: width + 1,
			height: room,
		};
	};
	return (state, feeds, now) => {
		const runs = runsOf(state);
		const id = state.ui.service ?? '';
		// Other readings wait for the next second.
		const next = [now, runs, state.services[id], state.conditions[id], state.links, state.ui];
		if (next.every((one, index) => one === inputs[index])) return kept;
		inputs = next;
		kept = drawn(state, layoutOf({ state, feeds, now, runs, width: state.ui.size.columns - 2 }));
		return kept;
	};
}
