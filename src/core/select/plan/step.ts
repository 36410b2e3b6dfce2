import { callBrief, callText } from '../../call-text.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import type { Check, PlanStep } from '../../plan.ts';
import type { Run } from '../../state.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { padded, wrapped } from '../text/wrap.ts';
import { isOpen } from './stand.ts';
import { type StepStand, standText, stepOutput, stepStand } from './steps.ts';

/** How a plan is to be written: cells a row, and whether with every detail. */
export interface Room {
	readonly width: number;
	readonly more: boolean;
	readonly now: Millis;
	/** Nobody carries it out: what is under way is not counted. */
	readonly cut?: true;
}

/** Rows of a failed step's output, unless every detail is wanted. */
const mostOutput = 6;
/** Cells before what belongs to a step. */
const indent = 14;

/** A check in one sentence: what must be true, how often, in what time. */
export function checkText(check: Check): string {
	const { say } = check;
	if (check.holds !== 'again') return `${say}, all the while for ${lengthText(check.lasts)}`;
	if (check.times === 1 && check.within === 0) return `${say}, read once`;
	const times = check.times === 1 ? '' : `, ${check.times} times in a row`;
	return `${say}${times}, within ${lengthText(check.within)}`;
}

function undoText(step: PlanStep): string {
	if ('none' in step.undo) return `no undo: ${step.undo.none}`;
	const first = step.unblock;
	const after = first === undefined ? '' : `; refused for its ${first.said}: ${callText(first.by)}, then again`;
	return `undo: ${callText(step.undo)}${after}`;
}

function tookText(step: PlanStep): string {
	return 'never' in step.took
		? `nobody can tell whether it took effect: ${step.took.never}`
		: `took effect when: ${step.took.say}`;
}

/** What is said under a step: its call before it runs; its undo as well when every detail is wanted. */
function details(step: PlanStep, open: boolean, more: boolean): readonly string[] {
	if (!open && !more) return [];
	const call = more ? callText(step.does) : callBrief(step.does);
	const needs = step.needs === undefined ? [] : [`only while: ${step.needs.say}`];
	const check = step.check === undefined ? [] : [`then: ${checkText(step.check)}`];
	const window = (step.window ?? []).map((held) => `then: ${checkText(held)}`);
	return [
		...needs,
		`on ${step.does.host}: ${call}`,
		...(more ? [undoText(step), tookText(step)] : []),
		...check,
		...window,
	];
}

function outputOf(stand: StepStand, more: boolean): string | undefined {
	const failed = [stand.does, stand.undo].some((way) => way.is === 'ended' && way.failure !== undefined);
	return failed || more ? stepOutput(stand) : undefined;
}

function outputLines(output: string, room: Room): readonly TextLine[] {
	const rows = wrapped(output, room.width - indent);
	const shown = room.more ? rows : rows.slice(0, mostOutput);
	const rest = rows.length - shown.length;
	return [
		...shown.map((row) => lineOf(`${'| '.padStart(indent)}${row}`)),
		...(rest === 0 ? [] : [lineOf(`${'| '.padStart(indent)}and ${rest} more rows: d shows them`, 'dim')]),
	];
}

/** How far an order is that is under way. */
function toldLines(lines: readonly string[], { width }: Room): readonly TextLine[] {
	return lines.flatMap((line, at) =>
		wrapped(line, width - indent).map((row) => lineOf(`${'| '.padStart(indent)}${row}`, at === 0 ? 'bold' : 'dim')),
	);
}

/** The rows of a step (index from 0): its number, state and words; under them its call, or its output when it failed. */
export function stepLines(run: Run, index: number, room: Room): readonly TextLine[] {
	const step = run.plan.steps[index];
	if (step === undefined) return [];
	const stand = stepStand(run.entries, index);
	const { text, tone } = standText(stand, room.cut ? undefined : room.now);
	const head = `${padded(text, indent - 4)} ${index + 1}. `;
	const output = outputOf(stand, room.more);
	return [
		...wrapped(step.say, room.width - head.length).map((row, at) => [
			piece(at === 0 ? head : ' '.repeat(head.length), tone),
			piece(row),
		]),
		...details(step, isOpen(run), room.more).flatMap((detail, at) =>
			wrapped(detail, room.width - indent).map((row) =>
				lineOf(`${' '.repeat(indent)}${row}`, at === 0 ? 'accent' : 'dim'),
			),
		),
		...(run.told?.step === index ? toldLines(run.told.lines, room) : []),
		...(output === undefined ? [] : outputLines(output, room)),
	];
}
