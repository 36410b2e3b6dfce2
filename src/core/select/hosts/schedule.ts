import { clean, shown } from '../../clean.ts';
import { dash, shortAge } from '../../format.ts';
import { hostOf } from '../../ids.ts';
import { lengthText } from '../../length-text.ts';
import type { Segment, Tone } from '../../line.ts';
import type { Millis } from '../../model.ts';
import { failureOf } from '../../schedule/judge.ts';
import type { Shown } from '../../shown.ts';
import type { Column } from '../../table.ts';
import { ruled } from '../fleet/story.ts';
import { stampText } from '../journal/journal.ts';
import type { DetailRoom } from '../split/split.ts';
import { headed, type TextLine } from '../text/line.ts';
import type { JobRow, JobStand } from './jobs.ts';
import { rulerLines, rulerRows } from './ruler.ts';

/** The columns of the schedule. */
export const jobColumns: readonly Column[] = [
	{ key: 'stand', title: shown`STATE`, align: 'left', min: 9 },
	{ key: 'name', title: shown`JOB`, align: 'left', min: 14, max: 40, grow: 3 },
	{ key: 'of', title: shown`ON`, align: 'left', min: 10, max: 24, grow: 1 },
	{ key: 'schedule', title: shown`SCHEDULE`, align: 'left', min: 12, max: 24, grow: 1, priority: 5 },
	{ key: 'last', title: shown`LAST`, align: 'right', min: 5, priority: 9 },
	{ key: 'exit', title: shown`EXIT`, align: 'right', min: 4, priority: 8 },
	{ key: 'next', title: shown`NEXT`, align: 'right', min: 6, priority: 7 },
	{ key: 'by', title: shown`BY`, align: 'left', min: 5, priority: 4 },
	{ key: 'age', title: shown`AGE`, align: 'right', min: 4 },
];

const words: Readonly<Record<JobStand, { readonly text: Shown; readonly tone?: Tone }>> = {
	failed: { text: shown`X failed`, tone: 'bad' },
	late: { text: shown`~ late`, tone: 'warn' },
	unknown: { text: shown`? unknown`, tone: 'unknown' },
	ran: { text: shown`+ ran` },
	ok: { text: shown`+ ok`, tone: 'ok' },
};

/** Where a job runs, without what its id has before the name of a host. */
function placeText(of: string): string {
	return hostOf(of) ?? of;
}

function ageOf(at: Millis | undefined, now: Millis): Segment {
	return at === undefined ? { text: dash, tone: 'dim' } : { text: shortAge(now - at) };
}

/** When it comes next; in the past it is only late. */
function nextCell({ job: { next } }: JobRow, now: Millis): Segment {
	if (next === undefined) return { text: dash, tone: 'dim' };
	return next < now ? { text: shown`due`, tone: 'warn' } : { text: shown`in ${shortAge(next - now)}` };
}

/** The cell of a job under a column. */
export function jobCell(row: JobRow, now: Millis, key: string): Segment {
	const { job, of, stand, read } = row;
	switch (key) {
		case 'stand':
			return words[stand];
		case 'name':
			return { text: clean(job.name, 200), tone: 'bold' };
		case 'of':
			return { text: clean(placeText(of), 80) };
		case 'schedule':
			return { text: clean(job.schedule, 200), tone: 'dim' };
		case 'by':
			return { text: clean(job.by), tone: 'dim' };
		case 'last':
			return ageOf(job.last, now);
		case 'exit':
			return job.exit === undefined
				? { text: dash, tone: 'dim' }
				: { text: clean(String(job.exit)), ...(job.exit === 0 ? {} : { tone: 'bad' as const }) };
		case 'next':
			return nextCell(row, now);
		case 'age':
			return { text: ageOf(read, now).text, tone: 'dim' };
		default:
			return { text: dash, tone: 'dim' };
	}
}

/** Why a job stands as it does, in a sentence. */
export function jobText({ job, stand, failure }: JobRow, now: Millis): string {
	const last = job.last === undefined ? 'no run of it was seen' : `it last ran ${lengthText(now - job.last)} ago`;
	switch (stand) {
		case 'failed':
			return `${last}${job.last === undefined ? ', and it' : ' and'} ${failureOf(job) ?? 'failed'}${job.late === true ? '; it is late since' : ''}`;
		case 'late':
			return `${last}; by its schedule it should have run since`;
		case 'unknown':
			return failure === undefined ? last : `it is not read any more: ${failure}`;
		case 'ran':
			return `${last}; how it ended is not kept there`;
		case 'ok':
			return `${last} and ended well`;
	}
}

/** From so many rows on there is a ruler of all jobs; below that only of the selected one. */
const manyFrom = 12;

/** A job in full: its state in words, its schedule, when it ran and runs, its command; and the ruler of it, or of all where there is room. */
export function jobDetail(
	row: JobRow,
	{ jobs, now }: { readonly jobs: readonly JobRow[]; readonly now: Millis },
	{ width, height }: DetailRoom,
): readonly TextLine[] {
	const told = jobLines(row, now, width);
	const room = height - told.length;
	const drawn = room < manyFrom ? [row] : jobs;
	const ruler = room <= rulerRows ? [] : rulerLines(drawn, row.id, { now, width, height: room });
	return [...told, ...ruler].slice(0, height);
}

function jobLines(row: JobRow, now: Millis, width: number): readonly TextLine[] {
	const { job, of } = row;
	const next = job.next === undefined ? 'not known' : `${stampText(job.next)} UTC`;
	const kind = job.by === 'cron' ? 'a line of cron' : 'a timer of systemd';
	return [
		ruled(job.name, width),
		...headed('state    ', jobText(row, now), { width }).slice(0, 3),
		...headed('on       ', `${placeText(of)}, ${kind}`, { width }).slice(0, 2),
		...headed('schedule ', job.schedule, { width }).slice(0, 2),
		...headed('last     ', job.last === undefined ? 'not known' : `${stampText(job.last)} UTC`, { width }),
		...headed('next     ', next, { width }),
		...headed('command  ', job.command, { width }).slice(0, 6),
	];
}
