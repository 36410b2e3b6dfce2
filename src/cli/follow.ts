import type { Choice } from '../app/acting.ts';
import { inBackground } from '../app/in-background.ts';
import type { Quiet } from '../app/run-headless.ts';
import type { Event } from '../core/event.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Plan } from '../core/plan.ts';
import { askPerson, isAttended } from './agree.ts';
import { printProgress } from './print.ts';

/** Tells on standard error how a run goes on, and lets a person choose where it is held. */
export const follow = (event: Event, quiet: Quiet, plan: Plan, silent: boolean): void => {
	if (event.type === 'run/held' && event.run === plan.id) {
		inBackground(chooseFor(quiet, plan.id, event.because));
	}
	if (event.type === 'plan/noted' && !silent) tell(event.entry, plan);
};

const tell = (entry: JournalEntry, plan: Plan): void => {
	if (entry.what !== 'ends') return;
	const said = plan.steps[entry.step]?.say ?? '';
	const how = entry.failure === undefined ? `ok ${entry.took} ms` : `FAILED ${entry.failure.message}`;
	printProgress(`${entry.way === 'undo' ? 'undo ' : ''}${entry.step + 1}  ${said}  ${how}`);
};

const choices: Readonly<Record<string, Choice>> = { u: 'undo', t: 'retry', l: 'leave' };

/** Where nobody can choose, the run stays open: the next start asks. */
const chooseFor = async ({ session }: Quiet, run: string, because: string): Promise<void> => {
	const answer = isAttended() ? await askPerson(`Held: ${because}\n[u]ndo, [t]ry the proof again, [l]eave: `) : '';
	session.acting.choose(run, choices[answer.toLowerCase()] ?? 'later');
};
