import type { JournalEntry } from '../../journal.ts';
import type { Failure, Millis } from '../../model.ts';
import type { Tone } from './line.ts';

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

const seconds = (took: Millis) => `${Math.round(took / 1000)}s`;

/** Where a step stands in a word or two: `..`, `ok 4s`, `FAILED`, `undone 1s`; empty before it began. */
export function standText({ does, undo }: StepStand): { readonly text: string; readonly tone: Tone } {
	if (undo.is === 'begun') return { text: 'undo ..', tone: 'warn' };
	if (undo.is === 'ended') {
		return undo.failure === undefined
			? { text: `undone ${seconds(undo.took)}`, tone: 'warn' }
			: { text: 'UNDO FAILED', tone: 'bad' };
	}
	if (does.is === 'begun') return { text: '..', tone: 'bold' };
	if (does.is === 'not begun') return { text: '', tone: 'dim' };
	return does.failure === undefined
		? { text: `ok ${seconds(does.took)}`, tone: 'ok' }
		: { text: 'FAILED', tone: 'bad' };
}

/** What a step's last order answered, with why it failed; undefined where there is nothing to read. */
export function stepOutput({ does, undo }: StepStand): string | undefined {
	const last = undo.is === 'ended' ? undo : does;
	if (last.is !== 'ended') return undefined;
	const failure = last.failure;
	const why = failure === undefined ? [] : [failure.message, ...(failure.fix === undefined ? [] : [failure.fix])];
	const text = [...why, last.output].filter((part) => part.trim() !== '').join('\n');
	return text === '' ? undefined : text;
}
