import { armedRun, mayArm } from '../core/armed.ts';
import { failed } from '../core/failed.ts';
import type { Journal, JournalEntry, Note } from '../core/journal.ts';
import { lengthText } from '../core/length-text.ts';
import type { Millis, Result } from '../core/model.ts';
import type { State } from '../core/state.ts';

/** What is needed to arm a locked environment: the journal has it, and by the journal it is armed. */
export interface ArmingParts {
	readonly state: Pick<State, 'fleet' | 'journal' | 'operator' | 'readOnly'>;
	readonly journal: Result<Journal>;
	readonly now: Millis;
	readonly newId: string;
}

const written = async ({ journal }: ArmingParts, note: Note): Promise<Result<JournalEntry>> =>
	journal.ok ? journal.value.append(note) : journal;

/** Arms a locked environment for so long, and why; nothing is armed where that cannot be written down. */
export const arm = async (
	parts: ArmingParts,
	{ environment, length, why }: { readonly environment: string; readonly length: Millis; readonly why?: string },
): Promise<Result<JournalEntry>> => {
	const { state, now, newId } = parts;
	const may = mayArm(state, environment, length);
	if (!may.ok) return may;
	const until = now + may.value;
	const because = why === undefined || why.trim() === '' ? '' : `: ${why.trim()}`;
	const text = `${environment} for ${lengthText(length)}, until ${new Date(until).toISOString().slice(11, 19)}${because}`;
	return written(parts, { what: 'armed', at: now, by: state.operator, run: newId, environment, until, text });
};

/** Ends before its time that an environment is armed. */
export const disarm = async (parts: ArmingParts, environment: string): Promise<Result<JournalEntry>> => {
	const { state, now } = parts;
	const run = armedRun(state, environment, now);
	if (run === undefined) return failed('refused', `${environment} is not armed.`, 'Nothing was changed.');
	return written(parts, { what: 'disarmed', at: now, by: state.operator, run, environment, text: environment });
};
