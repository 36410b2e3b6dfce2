import { clean } from '../../clean.ts';
import { clock } from '../../format.ts';
import { hostOf } from '../../ids.ts';
import type { Millis } from '../../model.ts';
import { didText, stepNames } from '../../runbook/did-text.ts';
import type { OpenWalk } from '../../runbook/open.ts';
import type { Feeds, State } from '../../state.ts';
import { conditionOf, limitsOf } from '../fleet/facts.ts';
import { conditionLines, ruled } from '../fleet/story.ts';
import { logRow } from '../logs/row.ts';
import { curveLines, hostCurves, type Span, serviceCurves } from '../rows/spark.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';

/** What stands beside a step is told from this. */
export interface SideTold {
	readonly state: State;
	readonly feeds: Feeds;
	readonly open: OpenWalk;
	readonly now: Millis;
	readonly width: number;
	readonly height: number;
}

/** The time that the curves show. */
const shownSpan: Millis = 30 * 60_000;
/** So many of the newest lines of the log are looked through. */
const looked = 500;

function curves(id: string, { state, feeds, open, now, width }: SideTold): readonly TextLine[] {
	const service = state.services[id];
	const span: Span = {
		...{ id, now, length: shownSpan, width, rows: 2, marks: [open.walk.began] },
		...(service === undefined ? {} : { limits: limitsOf(state, service) }),
	};
	const all = curveLines(hostOf(id) === undefined ? serviceCurves : hostCurves, span, feeds);
	return all.slice(0, 4).flat();
}

/** The newest lines of the log since the walk began, as many as fit. */
function logLines(id: string, { feeds, open, width }: SideTold, height: number): readonly TextLine[] {
	if (hostOf(id) !== undefined || height < 2) return [];
	const { began } = open.walk;
	const since = feeds
		.lines(id)
		.lines.slice(-looked)
		.filter(({ at }) => at === undefined || at >= began);
	const room = { width, times: true, left: 0, search: '', clean: (text: string) => clean(text, text.length) };
	const title = ruled('log since it began', width);
	if (since.length === 0) return [title, lineOf('no line has come since', 'dim')];
	return [title, ...since.slice(-(height - 1)).map((line) => logRow(line, room, false))];
}

function noteLines({ open, width }: SideTold): readonly TextLine[] {
	const names = stepNames(open.runbook);
	const notes = Object.entries(open.walk.stands).flatMap(([step, { notes: all }]) =>
		all.flatMap((note) => headed(`${names.get(step) ?? step}  `, note, { width })),
	);
	return notes.length === 0 ? [] : [ruled('notes', width), ...notes];
}

/** How what a walk is about does: its condition and curves, its log since the walk began, the notes. */
export function sideLines(told: SideTold): readonly TextLine[] {
	const { state, open, now, width, height } = told;
	const id = open.walk.head.of;
	const notes = noteLines(told).slice(0, Math.floor(height / 3));
	if (id === undefined) return notes;
	const head = [ruled(id, width), ...conditionLines(conditionOf(state, id), now, width), ...curves(id, told)];
	const above = head.slice(0, Math.max(3, height - notes.length));
	return [...above, ...logLines(id, told, height - above.length - notes.length), ...notes];
}

/** What was done in a walk, the newest last, as many lines as fit under the rule. */
export function timelineLines(open: OpenWalk, width: number, height: number): readonly TextLine[] {
	if (height < 2) return [];
	const newest = open.lines.slice(-(height - 1));
	const names = stepNames(open.runbook);
	return [
		ruled('timeline', width),
		...newest.map(
			({ at, by, did }): TextLine => [
				piece(`${clock(at).slice(0, 8)} `, 'dim'),
				piece(`${by}  `, 'dim'),
				piece(didText(did, names).split('\n', 1)[0] ?? ''),
			],
		),
	];
}
