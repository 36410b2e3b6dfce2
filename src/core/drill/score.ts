import { elapsedText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import { deadlineOf } from '../runbook/deadline.ts';
import { drillOf } from './drills/index.ts';
import type { Practice } from './practice.ts';
import type { Wrong } from './wrong.ts';

/** A line of a score: what it is of, the number, and what is to be said of it. `bad`: it is not as it should be. */
export interface ScoreRow {
	readonly name: string;
	readonly value: string;
	readonly more: string;
	readonly bad?: true;
}

/** A score as it is shown and printed. */
export interface Score {
	readonly title: string;
	readonly rows: readonly ScoreRow[];
	readonly wrong: readonly string[];
	/** What it was, and what ends it. */
	readonly lessons: readonly { readonly name: string; readonly text: string }[];
}

/** What a wrong turn was, in a sentence. */
function wrongText({ is, after, what, outcome }: Wrong): string {
	const because = {
		elsewhere: 'that was not what was broken',
		needless: 'that could not end it',
		failed: `it ended ${outcome}`,
	}[is];
	return `${elapsedText(after)} ${what}: ${because}`;
}

function timeRow(name: string, time: Millis | undefined, more = ''): ScoreRow {
	return time === undefined ? { name, value: '-', more: 'never', bad: true } : { name, value: elapsedText(time), more };
}

function recoveredRow({ stage, spent, helped }: Practice): ScoreRow {
	if (stage !== 'recovered')
		return { name: 'recovered', value: '-', more: `not within ${elapsedText(spent)}`, bad: true };
	return { name: 'recovered', value: elapsedText(spent), more: helped ?? 'by itself: no plan of yours ended it' };
}

function deadlineRow({ stage, spent }: Practice, drill: string): readonly ScoreRow[] {
	const severity = drillOf(drill)?.severity;
	const deadline = severity === undefined ? undefined : deadlineOf({ severity });
	if (severity === undefined || deadline === undefined) return [];
	const isKept = stage === 'recovered' && spent <= deadline;
	const more = isKept ? 'kept' : spent > deadline ? 'missed' : 'left before it';
	return [
		{ name: `deadline of ${severity}`, value: elapsedText(deadline), more, ...(isKept ? {} : { bad: true as const }) },
	];
}

/** The score of a drill as it stands. */
export function scoreOf(practice: Practice): Score {
	const { drill: name, of, key, diagnosed, wrong, stage } = practice;
	const drill = drillOf(name);
	const ended = stage === 'recovered' ? 'recovered' : 'not recovered';
	return {
		title: `${name} on ${of}: ${ended}`,
		rows: [
			timeRow('first key on it', key),
			timeRow('diagnosed', diagnosed?.after, diagnosed === undefined ? '' : `by ${diagnosed.by}`),
			recoveredRow(practice),
			...deadlineRow(practice, name),
			{ name: 'wrong turns', value: String(wrong.length), more: '', ...(wrong.length === 0 ? {} : { bad: true }) },
		],
		wrong: wrong.map(wrongText),
		lessons:
			drill === undefined || practice.real === true
				? []
				: [
						{ name: 'what it was', text: drill.was },
						{ name: 'what helps', text: drill.helps },
					],
	};
}

const widest = (rows: readonly ScoreRow[], of: (row: ScoreRow) => string): number =>
	Math.max(...rows.map((row) => of(row).length));

/** What is said first. */
export function greeting({ drill, of, real }: Practice): string {
	if (real === true) return `Drill ${drill}: the plan that breaks ${of} opens as soon as that was read.`;
	return `Drill ${drill}: something breaks in a moment. Find it and recover it; the clock runs in the first line.`;
}

/** The rows of a score in columns. */
export function scoreLines(rows: readonly ScoreRow[]): readonly string[] {
	const names = widest(rows, ({ name }) => name);
	const values = widest(rows, ({ value }) => value);
	return rows.map(({ name, value, more }) => `${name.padEnd(names)}  ${value.padStart(values)}  ${more}`.trimEnd());
}

/** What is still broken by a real drill, and what puts it back, a line each; none where nothing is. */
export function leftBroken({ real, stage, of }: Practice): readonly string[] {
	if (real !== true || stage !== 'broken') return [];
	return [`${of} is still stopped by this drill.`, `Put it back: watchdeck start ${of}`];
}

/** What is printed once the program was left; nothing where there was no drill to speak of. */
export function scoreText(practice: Practice): string {
	const { stage, drill, of } = practice;
	if (stage === 'wanted' || stage === 'breaking' || stage === 'off')
		return `drill ${drill} on ${of}: not begun, and nothing was broken`;
	const { title, rows, wrong } = scoreOf(practice);
	return [
		`drill ${title}`,
		...scoreLines(rows).map((line) => `  ${line}`),
		...wrong.map((line) => `    ${line}`),
		...leftBroken(practice),
	].join('\n');
}

/** The exit code of a drill: 0 recovered, 1 left before that, 2 left broken, 3 nothing was broken. */
export function drillCode(practice: Practice): number {
	switch (practice.stage) {
		case 'recovered':
			return 0;
		case 'given up':
			return 1;
		case 'broken':
			return practice.real === true ? 2 : 1;
		case 'wanted':
		case 'breaking':
		case 'off':
			return 3;
	}
}
