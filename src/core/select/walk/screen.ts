import { keySaid } from '../../key-said.ts';
import type { Line } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { OpenWalk } from '../../runbook/open.ts';
import type { Feeds, Selector, State } from '../../state.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { bodyFrom, type WalkBody, walkBody, walkText } from './body.ts';
import { notices, titleLine } from './head.ts';
import { listedSteps, shownWalk, type WalkHere, walkHere } from './here.ts';
import { type WalkLayout, walkLayout } from './layout.ts';
import { liveLine } from './live.ts';
import { sideLines, timelineLines } from './side.ts';
import { soughtLines } from './sought.ts';
import { stepRows } from './steps.ts';
import { type Usual, usualTimes } from './usual.ts';

/** A walk, ready to be drawn. */
export interface WalkScreen {
	readonly layout: WalkLayout;
	readonly head: readonly Line[];
	readonly steps: readonly { readonly id: string; readonly line: Line }[];
	readonly selected: string | undefined;
	/** The rule over the step, and the step. */
	readonly body: readonly Line[];
	readonly side: readonly Line[];
	readonly low: readonly Line[];
}

/** At most so many sentences over a walk where there is no room to spare. */
const mostNotices = 2;

interface Drawing {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
	readonly open: OpenWalk;
	readonly here: WalkHere | undefined;
	readonly usual: Usual;
}

/** What has to be known before anything is done in it, as many sentences as there is room for. */
function noticeLines(open: OpenWalk, state: State, now: Millis): readonly TextLine[] {
	const most = state.ui.size.rows < 15 ? 0 : mostNotices;
	return notices(open, state, now)
		.slice(0, most)
		.map(({ text, tone }) => lineOf(text, tone));
}

function headLines({ state, feeds, now, open, here }: Drawing): readonly TextLine[] {
	return [
		titleLine(open, here?.step.id, now, state.ui.size.columns - 2),
		liveLine(open.walk.head.of, state, feeds, now),
		...noticeLines(open, state, now),
	];
}

/** The row at which the step that is looked at would begin, so many rows from where it begins now. */
export function walkScrolled(
	{ state, feeds, now }: { readonly state: State; readonly feeds: Feeds; readonly now: Millis },
	by: (height: number) => number,
): number {
	const here = walkHere(state);
	if (here === undefined) return 0;
	const head = 2 + noticeLines(here.open, state, now).length;
	const { bodyWidth, bodyHeight } = walkLayout(state.ui.size, { head, steps: listedSteps(here.runbook).length });
	const room = { state, feeds, here, now, width: bodyWidth - 2, height: bodyHeight };
	const from = bodyFrom(room, state.ui.scroll, walkText);
	return bodyFrom(room, Math.max(0, from + by(bodyHeight)), walkText);
}

/** What of a step is out of sight, and the key that shows it. */
function hiddenText({ above, below, more }: WalkBody, state: State): string {
	const parts = [
		...(above > 0 ? [`${above} above`] : []),
		...(below > 0 ? [`${below}${more ? '+' : ''} below: ${keySaid(state, 'walk.page-down', 'space')}`] : []),
	];
	return parts.join(', ');
}

/** The rule over a step: what it is called, and how much of it is out of sight. */
function ruleLine({ step }: WalkHere, body: WalkBody, state: State, width: number): TextLine {
	const hidden = hiddenText(body, state);
	const name = ` step ${step.number === '' ? '' : `${step.number} `}${step.title} `;
	const end = hidden === '' ? '---' : ` ${hidden} ---`;
	const room = width - end.length - 3;
	const title = name.length > room ? `${name.slice(0, Math.max(0, room - 2))}… ` : name;
	const blank = Math.max(0, width - title.length - end.length - 3);
	return [piece('---', 'dim'), piece(title, 'bold'), piece('-'.repeat(blank), 'dim'), piece(end, 'dim')];
}

interface Texts {
	readonly layout: WalkLayout;
	readonly head: readonly TextLine[];
	readonly steps: readonly { readonly id: string; readonly line: TextLine }[];
	readonly body: readonly TextLine[];
	readonly side: readonly TextLine[];
	readonly low: readonly TextLine[];
}

function textsOf(drawing: Drawing): Texts {
	const { state, feeds, now, open, here, usual } = drawing;
	const { size } = state.ui;
	const head = headLines(drawing);
	const steps = open.runbook === undefined ? [] : listedSteps(open.runbook);
	const layout = walkLayout(size, { head: head.length, steps: steps.length });
	const none = { layout, head, steps: [], body: [], side: [], low: [] };
	if (here === undefined) return none;
	const { stepsWidth, stepsHeight, bodyWidth, bodyHeight, sideWidth, lowHeight } = layout;
	const width = bodyWidth - 2;
	const body = walkBody({ state, feeds, here, now, width, height: bodyHeight }, walkText);
	const list = { open, steps, shown: here.step.id, usual, now, width: stepsWidth - 2, height: stepsHeight };
	const beside = { state, feeds, open, now, width: sideWidth - 2, height: bodyHeight + 1 };
	return {
		...{ layout, head, steps: stepsHeight === 0 ? [] : stepRows(list) },
		body: [ruleLine(here, body, state, width), ...body.lines],
		side: sideWidth === 0 ? [] : sideLines(beside),
		low: timelineLines(open, size.columns - 2, lowHeight),
	};
}

function shownLines(before: readonly Line[], lines: readonly TextLine[], width: number): readonly Line[] {
	return keptLines(
		before,
		lines.map((line) => shownLine([piece(' '), ...line], width)),
	);
}

const nothing: WalkScreen = {
	layout: walkLayout({ columns: 0, rows: 0 }, { head: 0, steps: 0 }),
	...{ head: [], steps: [], selected: undefined, body: [], side: [], low: [] },
};

function noWalk(before: WalkScreen, state: State): WalkScreen {
	const { columns } = state.ui.size;
	const { sought } = state.ui;
	const list = keySaid(state, 'open.runbooks', '6');
	const back = keySaid(state, 'everywhere.back', 'esc');
	const said =
		sought === undefined
			? [lineOf(`no runbook is open here yet; ${list} lists them`)]
			: soughtLines(sought, { width: columns - 2, back });
	const lines = [lineOf('RUNBOOK', 'bold'), ...said];
	const layout = walkLayout(state.ui.size, { head: lines.length, steps: 0 });
	return { ...nothing, layout, head: shownLines(before.head, lines, columns) };
}

/** What makes the screen of a walk anew at once; other readings wait for the next second. */
function inputsOf(state: State, now: Millis): readonly unknown[] {
	const { ui, runs, journal, operator, links, readOnly } = state;
	const open = shownWalk(state);
	const of = open?.walk.head.of ?? '';
	return [now, ui, open, runs, journal.entries, operator, links, readOnly, state.services[of], state.conditions[of]];
}

/** Makes the screen of a walk: its steps, the one that is looked at, and how what it is about does. */
export function walkScreen(): Selector<WalkScreen> {
	let kept: WalkScreen = nothing;
	let inputs: readonly unknown[] = [];
	let entries: State['journal']['entries'] | undefined;
	let usual: Usual = new Map();
	const drawn = (state: State, feeds: Feeds, now: Millis): WalkScreen => {
		const open = shownWalk(state);
		if (open === undefined) return noWalk(kept, state);
		const here = walkHere(state);
		const texts = textsOf({ state, feeds, now, open, here, usual });
		const { layout } = texts;
		const lines = keptLines(
			kept.steps.map(({ line }) => line),
			texts.steps.map(({ line }) => shownLine(line, layout.stepsWidth - 1)),
		);
		return {
			layout,
			head: shownLines(kept.head, texts.head, state.ui.size.columns),
			steps: texts.steps.map(({ id }, at) => ({ id, line: lines[at] ?? [] })),
			selected: here?.step.id,
			body: shownLines(kept.body, texts.body, layout.bodyWidth),
			side: shownLines(kept.side, texts.side, layout.sideWidth),
			low: shownLines(kept.low, texts.low, state.ui.size.columns),
		};
	};
	return (state, feeds, now) => {
		const next = inputsOf(state, now);
		if (next.every((one, at) => one === inputs[at])) return kept;
		inputs = next;
		if (entries !== state.journal.entries) {
			entries = state.journal.entries;
			usual = usualTimes(entries);
		}
		kept = drawn(state, feeds, now);
		return kept;
	};
}
