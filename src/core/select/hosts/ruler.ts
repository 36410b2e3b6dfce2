import { hourMinute } from '../../format.ts';
import { hostOf } from '../../ids.ts';
import type { Millis } from '../../model.ts';
import { failureOf } from '../../schedule/judge.ts';
import { ruled } from '../fleet/story.ts';
import { windowOf } from '../rows/rows.ts';
import { type Piece, piece, type TextLine, type Tone } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import type { JobRow } from './jobs.ts';

/** So far a ruler reaches back, and as far ahead. */
const reach: Millis = 86_400_000;
const hour: Millis = 3_600_000;
/** Cells before a job's row: with the mark of the selected one, its name, and where it runs. */
const names = { all: 30, job: 18, host: 8 } as const;

/** What stands in a cell of the ruler: the later of these covers the one before it. */
const signs = {
	due: { sign: 'o', tone: 'accent' },
	ran: { sign: '+', tone: 'ok' },
	failed: { sign: 'X', tone: 'bad' },
	missed: { sign: '~', tone: 'warn' },
} as const satisfies Readonly<Record<string, { readonly sign: string; readonly tone: Tone }>>;

/** The cells of a ruler: the middle one is now. */
interface Ruler {
	readonly now: Millis;
	readonly cells: number;
}

const middle = ({ cells }: Ruler): number => Math.floor(cells / 2);

/** The cell of a time; undefined where the ruler does not reach it. What is past never stands after now. */
function columnOf(at: Millis, ruler: Ruler): number | undefined {
	const half = middle(ruler);
	const ahead = at - ruler.now;
	const column =
		half +
		(ahead > 0 ? Math.max(1, Math.round((ahead / reach) * half)) : -Math.max(1, Math.round((-ahead / reach) * half)));
	return column < 0 || column >= ruler.cells ? undefined : column;
}

/** The hours, every six, each from the cell of its time on, and `now` in the middle. */
function scale(ruler: Ruler): string {
	const cells = Array.from({ length: ruler.cells }, () => ' ');
	const put = (text: string, from: number): void => {
		const place = cells.slice(Math.max(0, from - 1), from + text.length + 1);
		const free = place.every((one) => one === ' ') && from + text.length <= ruler.cells;
		if (free) for (const [index, sign] of [...text].entries()) cells[from + index] = sign;
	};
	put('now', middle(ruler));
	const first = Math.ceil((ruler.now - reach) / (6 * hour)) * 6 * hour;
	for (let at = first; at <= ruler.now + reach; at += 6 * hour) {
		const column = columnOf(at, ruler);
		if (column !== undefined) put(hourMinute(at), column);
	}
	return cells.join('');
}

/** When a job ran and will run, a sign each. */
function marks({ job, read }: JobRow, ruler: Ruler): readonly Piece[] {
	const { last, next, ran = [], coming = [], lateBy } = job;
	const cells: Piece[] = Array.from({ length: ruler.cells }, (_, index) =>
		index === middle(ruler) ? piece('|', 'dim') : piece(' '),
	);
	const put = (at: Millis | undefined, { sign, tone }: (typeof signs)[keyof typeof signs]): void => {
		const column = at === undefined ? undefined : columnOf(at, ruler);
		if (column !== undefined) cells[column] = piece(sign, tone);
	};
	for (const at of [next, ...coming]) if (at !== undefined && at > ruler.now) put(at, signs.due);
	for (const at of ran) put(at, signs.ran);
	put(last, failureOf(job) === undefined ? signs.ran : signs.failed);
	if (lateBy !== undefined && read !== undefined) put(read - lateBy, signs.missed);
	return cells;
}

/** What the signs mean; what is blank before now was not seen to run. */
const legend: TextLine = [
	...[piece('+', 'ok'), piece(' ran  ', 'dim'), piece('X', 'bad'), piece(' failed  ', 'dim')],
	...[piece('~', 'warn'), piece(' missed  ', 'dim'), piece('o', 'accent'), piece(' due (of a timer the next)', 'dim')],
];

/** Rows of a ruler beside those of jobs: its rule, its scale, what the signs mean. */
export const rulerRows = 3;

/**
 * When jobs ran in the last 24 hours and will run in the next, a row each, under a scale in UTC. As many as fit, among them
 * the selected one, which is marked; a job that is alone needs no name.
 */
export function rulerLines(
	jobs: readonly JobRow[],
	selected: string,
	{ now, width, height }: { readonly now: Millis; readonly width: number; readonly height: number },
): readonly TextLine[] {
	const name = jobs.length > 1 ? names.all : 0;
	const room = Math.max(3, width - name);
	// An odd number of cells has a middle.
	const ruler: Ruler = { now, cells: room - ((room + 1) % 2) };
	const index = jobs.findIndex(({ id }) => id === selected);
	const { from, to } = windowOf(index, jobs.length, Math.max(1, height - rulerRows));
	const more = jobs.length - (to - from);
	return [
		ruled(`24h back and ahead, UTC${more === 0 ? '' : `; ${more} more jobs`}`, width),
		[piece(' '.repeat(name)), piece(scale(ruler), 'dim')],
		...jobs
			.slice(from, to)
			.map((one) => [...(name === 0 ? [] : nameOf(one, one.id === selected)), ...marks(one, ruler)]),
		legend,
	].slice(0, height);
}

function nameOf({ job, of }: JobRow, selected: boolean): TextLine {
	return [
		piece(selected ? '> ' : '  ', 'bold'),
		piece(cell(job.name, names.job), selected ? 'bold' : 'plain'),
		piece(` ${cell(hostOf(of) ?? of, names.host)} `, 'dim'),
	];
}
