import { shortAge } from '../../format.ts';
import type { JournalEntry } from '../../journal.ts';
import { lengthText } from '../../length-text.ts';
import type { Failure, Millis } from '../../model.ts';
import { unsaid } from '../../unsaid.ts';
import type { Tone } from '../text/line.ts';

/** How far one way of a step is: not begun, begun at a time, or ended with or without a failure. */
type Way =
	| { readonly is: 'not begun' }
	| { readonly is: 'begun'; readonly at: Millis }
	| { readonly is: 'ended'; readonly took: Millis; readonly output: string; readonly failure?: Failure };

/** Where a step of a run stands, both ways. */
export interface StepStand {
	readonly does: Way;
	readonly undo: Way;
}

function wayOf(entries: readonly JournalEntry[], step: number, way: 'does' | 'undo'): Way {
	const last = entries.findLast(
		(entry) => (entry.what === 'begins' || entry.what === 'ends') && entry.step === step && entry.way === way,
	);
	if (last?.what === 'begins') return { is: 'begun', at: last.at };
	if (last?.what !== 'ends') return { is: 'not begun' };
	const ended = { is: 'ended', took: last.took, output: last.output } as const;
	return last.failure === undefined ? ended : { ...ended, failure: last.failure };
}

/** Where the step with this index (from 0, as in the plan) stands, by the journal of its run. */
export function stepStand(entries: readonly JournalEntry[], step: number): StepStand {
	return { does: wayOf(entries, step, 'does'), undo: wayOf(entries, step, 'undo') };
}

/** How long an order took, to the nearest second. */
const length = (took: Millis) => lengthText(Math.round(took / 1000) * 1000);
/** The same where the word before it leaves room for one unit. */
const short = (took: Millis) => shortAge(Math.round(took / 1000) * 1000);

/** Whether it is the step that failed, for which the others were undone; undone itself or without effect. */
function isCause({ does, undo }: StepStand): boolean {
	return does.is === 'ended' && does.failure !== undefined && undo.is === 'ended' && undo.failure === undefined;
}

/**
 * Where a step stands in at most ten cells: `.. 3s`, `ok 4s`, `FAILED`, `undo 2s`, `undone 1s`; empty before it began.
 * `now`: by the clock of its journal, milliseconds since 1970; without it nobody is known to be at it, and `..` counts nothing.
 */
export function standText(stand: StepStand, now?: Millis): { readonly text: string; readonly tone: Tone } {
	const { does, undo } = stand;
	if (undo.is === 'begun')
		return { text: now === undefined ? 'undo ..' : `undo ${shortAge(now - undo.at)}`, tone: 'warn' };
	if (undo.is === 'ended' && !isCause(stand)) {
		return undo.failure === undefined
			? { text: `undone ${short(undo.took)}`, tone: 'warn' }
			: { text: 'UNDO FAILED', tone: 'bad' };
	}
	if (does.is === 'begun') return { text: now === undefined ? '..' : `.. ${lengthText(now - does.at)}`, tone: 'bold' };
	if (does.is === 'not begun') return { text: '', tone: 'dim' };
	return does.failure === undefined ? { text: `ok ${length(does.took)}`, tone: 'ok' } : { text: 'FAILED', tone: 'bad' };
}

function told(way: Way): readonly string[] {
	if (way.is !== 'ended') return [];
	const { message, fix = '' } = way.failure ?? { message: '' };
	return [message, fix, unsaid(way.output, message)];
}

/** What a step's last order answered, with why it failed or what it was undone for; undefined where there is nothing to read. */
export function stepOutput(stand: StepStand): string | undefined {
	const { does, undo } = stand;
	const last = undo.is === 'ended' ? told(undo) : told(does);
	const undone = undo.is === 'ended' && undo.output === '' ? [`undone ${length(undo.took)}`] : [];
	const all = isCause(stand) ? [...told(does), ...last, ...undone] : last;
	const text = all.filter((part) => part.trim() !== '').join('\n');
	return text === '' ? undefined : text;
}
