import { inBackground } from '../app/in-background.ts';
import type { Quiet } from '../app/run-headless.ts';
import { callBrief } from '../core/call-text.ts';
import type { Event } from '../core/event.ts';
import type { JournalEntry } from '../core/journal.ts';
import { clockText } from '../core/length-text.ts';
import type { Millis } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import { standingIn } from '../core/run.ts';
import { choicesFor } from '../core/undo.ts';
import { askPerson, isAttended } from './agree.ts';
import { printProgress } from './print.ts';

/** While a change is watched it is told so often how that goes. */
const every: Millis = 30_000;

/** Tells on standard error how a watch goes: when it begins, and each half minute. `goesOn`: until when one that was cut goes on. */
export const watchTeller = (run: string, goesOn?: Millis): ((event: Event) => void) => {
	let until = goesOn;
	let next: Millis = 0;
	const noted = (entry: JournalEntry): void => {
		if (entry.what === 'proven') printProgress(`done  ${entry.text}`);
		// That it was taken up again is no end of it.
		if (entry.what !== 'confirmed') until = entry.what === 'proven' ? entry.until : undefined;
	};
	const read = ({ at, say, because }: Extract<Event, { type: 'check/read' }>): void => {
		if (until === undefined || at < next) return;
		next = at + every;
		printProgress(`watch ${clockText(until - at)}  ${say}: ${because}`);
	};
	return (event) => {
		if (event.type === 'plan/noted' && event.entry.run === run) noted(event.entry);
		if (event.type === 'check/read' && event.run === run) read(event);
	};
};

/** How a run is followed. `silent`: only what is asked is printed. `other`: hears that it is to be another release. */
interface Following {
	readonly silent: boolean;
	readonly other?: () => void;
}

/** Tells on standard error how a run goes on, and lets a person choose where it is held. Makes one for one run. */
export const follower = (quiet: Quiet, plan: Plan, { silent, other }: Following): ((event: Event) => void) => {
	const tellWatch = watchTeller(plan.id);
	return (event) => {
		if (event.type === 'run/held' && event.run === plan.id)
			inBackground(chooseFor(quiet, { plan, because: event.because, other }));
		if (silent) return;
		if (event.type === 'plan/noted') tell(event.entry, plan);
		if (event.type === 'step/told' && event.run === plan.id) tellStep(event);
		tellWatch(event);
	};
};

const tellStep = ({ step, told }: Extract<Event, { type: 'step/told' }>): void =>
	printProgress(`${step + 1}  ${told[0] ?? ''}`);

/** How an order ended, in a line. What is tidied up is numbered on from the steps; a failure there is its output. */
export const endedLine = (entry: JournalEntry, plan: Plan): string | undefined => {
	if (entry.what !== 'ends') return undefined;
	const { step, way, took, failure, output } = entry;
	const tidied = plan.tidy[step - plan.steps.length];
	const said = tidied === undefined ? (plan.steps[step]?.say ?? '') : `tidy up: ${callBrief(tidied)}`;
	const wrong = failure?.message ?? (tidied === undefined ? '' : output);
	const how = wrong === '' ? `ok ${took} ms` : `FAILED ${wrong}`;
	return `${way === 'undo' ? 'undo ' : ''}${step + 1}  ${said}  ${how}`;
};

const tell = (entry: JournalEntry, plan: Plan): void => {
	const line = endedLine(entry, plan);
	if (line !== undefined) printProgress(line);
};

const questions = {
	undo: { key: 'u', say: '[u]ndo' },
	finish: { key: 'f', say: '[f]inish what is left of it' },
	retry: { key: 't', say: '[t]ry the proof again' },
	other: { key: 'a', say: '[a]nother release' },
	leave: { key: 'l', say: '[l]eave' },
} as const;

/** A run that waits for a choice. `other`: hears that it is to be another release. */
interface Held {
	readonly plan: Plan;
	readonly because: string;
	readonly other: (() => void) | undefined;
}

/** Where nobody can choose, the run stays open: the next start asks. */
const chooseFor = async ({ session, state }: Quiet, { plan, because, other }: Held): Promise<void> => {
	const entries = state().runs[plan.id]?.entries ?? [];
	const offered = choicesFor(standingIn(plan, entries)).filter((choice) => choice !== 'other' || other !== undefined);
	const question = offered.map((choice) => questions[choice].say).join(', ');
	const answer = isAttended() ? await askPerson(`Held: ${because}\n${question}: `) : '';
	const chosen = offered.find((choice) => questions[choice].key === answer.toLowerCase());
	if (chosen === 'other') other?.();
	session.acting.choose(plan.id, chosen === 'other' ? 'leave' : (chosen ?? 'later'));
};
