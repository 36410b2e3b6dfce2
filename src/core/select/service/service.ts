import type { Line } from '../../line.ts';
import type { Millis, Service } from '../../model.ts';
import { serviceHeading } from '../../service-title.ts';
import type { Feeds, Selector, State } from '../../state.ts';
import { conditionOf, limitsOf } from '../fleet/facts.ts';
import { conditionLines, lostLines, ruled } from '../fleet/story.ts';
import type { StoredRun } from '../journal/runs.ts';
import { lockLines } from '../locked.ts';
import { curveLines, markLine, type Span, serviceCurves, spanText } from '../rows/spark.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { actionLines, journalRuns } from './actions.ts';
import { checkLines } from './checks.ts';
import { cutLines, rowsFor } from './cut.ts';
import { foundLines } from './found.ts';
import { factSentences, happened, happenedLines, signOf } from './happened.ts';
import { containerLines } from './instances.ts';
import { releaseLines, targetLines } from './releases.ts';
import { sharesOf } from './shares.ts';
import { isMeasured } from './stopped.ts';

/** The tabs of a service's screen, in order. */
export const serviceTabs = ['overview', 'releases'] as const;

/** A service's screen before it is cut to what fits. */
export interface ServiceLayout {
	/** Rows that stay: the title. */
	readonly head: readonly TextLine[];
	readonly lines: readonly TextLine[];
	/** What stands beside the lines. */
	readonly side: readonly TextLine[];
	/** Cells of the lines. */
	readonly width: number;
	/** Rows on the screen, and those of them for the lines: one says what is cut. */
	readonly room: number;
	readonly height: number;
}

/** Header, keys and age of the data are the frame's. */
const frame = 3;
/** The windows of the curves, in turn, and the one that is shown first. */
export const serviceSpans: readonly [Millis, Millis, Millis] = [5 * 60_000, 60 * 60_000, 24 * 60 * 60_000];
const usualSpan = serviceSpans[1];
/** So far back goes what is told in sentences and lists, whatever the curves show. */
const toldBack = serviceSpans[2];
/** So many of the things that happened stand on the overview. */
const mostHappened = 6;

/** The time that the curves show now. */
export function spanOf({ ui }: State): Millis {
	return ui.span ?? usualSpan;
}

/** From so many columns on, what was stands beside what is. */
const wide = 160;

interface Telling {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
	readonly runs: readonly StoredRun[];
	readonly width: number;
}

function titleLine(state: State, id: string): TextLine {
	const tabs = serviceTabs.flatMap((name, index) => [
		piece('  '),
		index === state.ui.tab ? piece(`[${name}]`, 'bold') : piece(` ${name} `, 'dim'),
	]);
	return [piece(id, 'bold'), piece('  ')].concat(tabs);
}

/** Why the service stands as it does, its containers, checks and numbers. */
function story(service: Service, { state, feeds, now, runs, width }: Telling): readonly TextLine[] {
	const { id } = service;
	const marks = happened(service, { feeds, runs }, now - toldBack, now);
	const length = spanOf(state);
	const shown: Span = {
		id,
		now,
		length,
		width,
		rows: width >= wide / 2 ? 3 : 1,
		limits: limitsOf(state, service),
		over: (measure) => !isMeasured(service, measure),
		marks: marks.flatMap(({ kind, at }) => (kind === 'release' || kind === 'action' ? [at] : [])),
	};
	const curves = curveLines(serviceCurves, shown, feeds).flat();
	const signs = marks.map((mark) => ({ at: mark.at, ...signOf(mark) }));
	const listed = foundLines(state, id, now, width);
	const found = listed.length === 0 ? [] : [ruled('found', width), ...listed];
	return [
		...conditionLines(conditionOf(state, id), now, width),
		...lockLines(state, service, now, width),
		...lostLines(state, service.hosts, now, width),
		...factSentences(service, { state, feeds, now }, marks).flatMap((said) => headed('facts    ', said, { width })),
		...containerLines(service.instances, now, width),
		...targetLines(service, width),
		ruled('checks', width),
		...orNone(checkLines(state, id, now, width), 'no check was read yet'),
		...found,
		ruled(`measured, the last ${spanText(length)}`, width),
		...orNone(curves, 'no number was read yet'),
		...(curves.length === 0 ? [] : [markLine(signs, shown)]),
		ruled('happened in 24h', width),
		...orNone(happenedLines(marks.slice(-mostHappened), width), 'nothing that is known'),
	];
}

/** What ran, and what was done. */
function past(service: Service, { feeds, now, runs, width }: Telling, most: number): readonly TextLine[] {
	const mine = runs.filter(({ plan }) => plan?.service === service.id);
	return [
		ruled('releases', width),
		...releaseLines(service, now, width, sharesOf(service, feeds, now)).slice(0, most),
		ruled('actions', width),
		...orNone(actionLines(mine, now), 'nothing was done to it from here'),
	];
}

function orNone(lines: readonly TextLine[], words: string): readonly TextLine[] {
	return lines.length === 0 ? [lineOf(words, 'dim')] : lines;
}

function releases(service: Service, { feeds, now, width }: Telling): readonly TextLine[] {
	return [
		...targetLines(service, width),
		lineOf(''),
		...releaseLines(service, now, width, sharesOf(service, feeds, now)),
		lineOf(''),
		lineOf('r plans a roll back; in the plan the arrows choose another release', 'dim'),
	];
}

function bodyOf(service: Service, telling: Telling): Pick<ServiceLayout, 'lines' | 'side' | 'width'> {
	const { width } = telling;
	if (serviceTabs[telling.state.ui.tab] === 'releases') return { lines: releases(service, telling), side: [], width };
	if (width < wide) return { lines: [...story(service, telling), ...past(service, telling, 4)], side: [], width };
	const left = Math.floor(width / 2);
	const side = past(service, { ...telling, width: width - left - 2 }, 12);
	return { lines: story(service, { ...telling, width: left }), side, width: left };
}

function layoutOf(telling: Telling): ServiceLayout {
	const { state, width } = telling;
	const id = state.ui.service ?? '';
	const service = state.services[id];
	const room = Math.max(1, state.ui.size.rows - frame - 1);
	const head = [titleLine(state, service === undefined ? id : serviceHeading(service))];
	if (service !== undefined) {
		const body = bodyOf(service, telling);
		return { head, room, height: rowsFor(body.lines, room), ...body };
	}
	const why = id === '' ? 'no service was chosen: enter on one in Fleet opens it' : `${id} is not there any more`;
	return { head, lines: [lineOf(why)], side: [], width, room, height: room };
}

/** A service's screen as text, and how much of it fits; for the keys that scroll it. */
export function serviceLayout(state: State, feeds: Feeds, now: Millis): ServiceLayout {
	return layoutOf({ state, feeds, now, runs: journalRuns()(state), width: state.ui.size.columns - 2 });
}

/** A service's screen, ready to be drawn; `side` is empty where the screen is not wide. */
export interface ServiceScreen {
	readonly head: readonly Line[];
	readonly lines: readonly Line[];
	readonly side: readonly Line[];
	/** Cells of `lines`, with the margin before them. */
	readonly width: number;
}

/** Makes the screen of a service: why it stands as it does, its containers, checks, numbers, releases and actions. */
export function serviceScreen(): Selector<ServiceScreen> {
	const runsOf = journalRuns();
	let kept: ServiceScreen = { head: [], lines: [], side: [], width: 0 };
	let inputs: readonly unknown[] = [];
	const shown = (before: readonly Line[], lines: readonly TextLine[], width: number): readonly Line[] =>
		keptLines(
			before,
			lines.map((line) => shownLine([piece(' '), ...line], width)),
		);
	const drawn = (state: State, { head, lines, side, width, room, height }: ServiceLayout): ServiceScreen => {
		const { columns } = state.ui.size;
		const aside = columns - width - 2;
		const from = Math.max(0, Math.min(state.ui.scroll, lines.length - height));
		return {
			head: shown(kept.head, head, columns),
			lines: shown(kept.lines, cutLines(lines, { from, height: room, width, more: 'space' }), width + 1),
			side: shown(kept.side, cutLines(side, { from: 0, height: room, width: aside - 1, more: '9 journal' }), aside),
			width: width + 1,
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
