import { inBackground } from '../app/in-background.ts';
import type { Quiet } from '../app/run-headless.ts';
import type { Event } from '../core/event.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Plan } from '../core/plan.ts';
import { standingIn } from '../core/run.ts';
import { choicesFor } from '../core/undo.ts';
import { askPerson, isAttended } from './agree.ts';
import { printProgress } from './print.ts';

/** Tells on standard error how a run goes on, and lets a person choose where it is held. */
export const follow = (event: Event, quiet: Quiet, plan: Plan, silent: boolean): void => {
	if (event.type === 'run/held' && event.run === plan.id) {
		inBackground(chooseFor(quiet, plan, event.because));
	}
	if (event.type === 'plan/noted' && !silent) tell(event.entry, plan);
};

const tell = (entry: JournalEntry, plan: Plan): void => {
	if (entry.what !== 'ends') return;
	const said = plan.steps[entry.step]?.say ?? '';
	const how = entry.failure === undefined ? `ok ${entry.took} ms` : `FAILED ${entry.failure.message}`;
	printProgress(`${entry.way === 'undo' ? 'undo ' : ''}${entry.step + 1}  ${said}  ${how}`);
};

const questions = {
	undo: { key: 'u', say: '[u]ndo' },
	finish: { key: 'f', say: '[f]inish what is left of it' },
	retry: { key: 't', say: '[t]ry the proof again' },
	leave: { key: 'l', say: '[l]eave' },
} as const;

/** Where nobody can choose, the run stays open: the next start asks. */
const chooseFor = async ({ session, state }: Quiet, plan: Plan, because: string): Promise<void> => {
	const offered = choicesFor(standingIn(plan, state().runs[plan.id]?.entries ?? []));
	const question = offered.map((choice) => questions[choice].say).join(', ');
	const answer = isAttended() ? await askPerson(`Held: ${because}\n${question}: `) : '';
	const chosen = offered.find((choice) => questions[choice].key === answer.toLowerCase());
	session.acting.choose(plan.id, chosen ?? 'later');
};
