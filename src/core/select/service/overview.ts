import type { Millis, Service } from '../../model.ts';
import type { State } from '../../state.ts';
import { conditionOf, limitsOf } from '../fleet/facts.ts';
import { conditionLines, lostLines, ruled } from '../fleet/story.ts';
import { lockLines } from '../locked.ts';
import { curveLines, markLine, type Span, serviceCurves, spanText } from '../rows/spark.ts';
import { shellLines } from '../shells.ts';
import { type Telling, toldBack } from '../telling.ts';
import { headed, lineOf, type TextLine } from '../text/line.ts';
import { doneLines } from './actions.ts';
import { checkLines } from './checks.ts';
import { foundLines } from './found.ts';
import { factSentences, happened, happenedLines, signOf } from './happened.ts';
import { containerLines } from './instances.ts';
import { releaseLines, targetLines } from './releases.ts';
import { isMeasured } from './stopped.ts';
import { releaseTold } from './told.ts';

/** The windows of the curves, in turn, and the one that is shown first. */
export const serviceSpans: readonly [Millis, Millis, Millis] = [5 * 60_000, 60 * 60_000, 24 * 60 * 60_000];
const usualSpan = serviceSpans[1];
/** So many of the things that happened stand on the overview. */
const mostHappened = 6;

/** The time that the curves show now. */
export function spanOf({ ui }: State): Millis {
	return ui.span ?? usualSpan;
}

function marksOf(service: Service, { feeds, runs, now }: Telling): ReturnType<typeof happened> {
	return happened(service, { feeds, runs }, now - toldBack, now);
}

/** Why the service stands as it does, its containers, checks and numbers; each curve in so many rows. */
export function story(service: Service, telling: Telling, curveRows: number): readonly TextLine[] {
	const { state, feeds, now, width } = telling;
	const { id } = service;
	const marks = marksOf(service, telling);
	const length = spanOf(state);
	const shown: Span = {
		id,
		now,
		length,
		width,
		rows: curveRows,
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
		...shellLines(state, id, now, width),
		...lostLines(state, service.hosts, now, width),
		...factSentences(service, { state, feeds, now }, marks).flatMap((said) => headed('facts    ', said, { width })),
		...containerLines(service, telling),
		...targetLines(service, width),
		ruled('checks', width),
		...orNone(checkLines(state, id, now, { width }), 'no check was read yet'),
		...found,
		ruled(`measured, the last ${spanText(length)}`, width),
		...orNone(curves, 'no number was read yet'),
		...(curves.length === 0 ? [] : [markLine(signs, shown)]),
	];
}

/** What happened to it, newest first. */
export function happenedPart(service: Service, telling: Telling): readonly TextLine[] {
	const { width } = telling;
	const told = happenedLines(marksOf(service, telling).slice(-mostHappened), width);
	return [ruled('happened in 24h', width), ...orNone(told, 'nothing that is known')];
}

/** What ran. */
export function releasesPart(service: Service, telling: Telling, most: number): readonly TextLine[] {
	const { now, width } = telling;
	const rows = releaseLines(service, now, width, releaseTold(service, telling));
	return [ruled('releases', width), ...rows.slice(0, most)];
}

/** What was done. */
export function actionsPart(service: Service, { state, now, runs, width }: Telling): readonly TextLine[] {
	const mine = runs.filter(({ plan }) => plan?.service === service.id);
	return [ruled('actions', width), ...doneLines(mine, state, now)];
}

function orNone(lines: readonly TextLine[], words: string): readonly TextLine[] {
	return lines.length === 0 ? [lineOf(words, 'dim')] : lines;
}
