import { perform } from '../actions/perform.ts';
import type { Choice, Performed } from '../actions/running.ts';
import type { Event } from '../core/event.ts';
import { failed } from '../core/failed.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import type { ConfirmedPlan } from '../core/plan.ts';
import type { Acting, ActingParts } from './acting.ts';
import { makeMakingWay } from './making-way.ts';
import { redactedEnd, redactedEvent } from './redaction.ts';
import { catchUp, makeWatching } from './watching.ts';

/** Of a run that is taken up again: what it has already, and which way it goes. */
interface Taken {
	readonly before?: readonly JournalEntry[];
	readonly course?: 'forward' | 'back';
	/** Why it goes back, where that is known from before. */
	readonly cause?: string;
}

/** Carries plans out, and knows which are under way. */
export interface Carrying extends Pick<Acting, 'choose' | 'heard' | 'underWay'> {
	readonly carryOut: (confirmed: ConfirmedPlan, taken: Taken) => Promise<Result<Performed>>;
	/** Hears what came into the journal since a run began: another change of the service ends its watch. */
	readonly caughtUp: (before: readonly JournalEntry[]) => Promise<void>;
	/** Stops what nobody asked for on a service. */
	readonly clear: (service: string) => Promise<void>;
}

/** Keeps who waits for a choice, by run, until it is made or no longer counts. */
const chooser =
	(choices: Map<string, (choice: Choice) => void>) =>
	(run: string, signal: AbortSignal): Promise<Choice> =>
		new Promise((resolve) => {
			choices.set(run, resolve);
			signal.addEventListener('abort', () => choices.delete(run), { once: true });
		});

/** Makes it, with nothing under way. */
export const makeCarrying = (parts: ActingParts): Carrying => {
	const choices = new Map<string, (choice: Choice) => void>();
	const choose = chooser(choices);
	const way = makeMakingWay();
	const watching = makeWatching();
	let busy = 0;

	const carryOut = async (confirmed: ConfirmedPlan, taken: Taken): Promise<Result<Performed>> => {
		const { order, journal } = parts;
		if (order === undefined) {
			return failed('refused', 'This watchdeck was started with --read-only.', 'Start it without --read-only to act.');
		}
		if (!journal.ok) return journal;
		parts.emit({ type: 'plan/confirmed', at: parts.now(), confirmed });
		busy += 1;
		try {
			const superseded = watching.follow(confirmed.plan, taken.before ?? []);
			const emit = (event: Event) => {
				if (event.type === 'plan/noted') watching.heard(event.entry);
				parts.emit(redactedEvent(event, parts.redact));
			};
			const performing = { ...parts, ...taken, confirmed, order, journal: journal.value, choose, emit, superseded };
			const performed = await way.carryOut(confirmed.plan, parts.stop, (stop) => perform({ ...performing, stop }));
			return { ok: true, value: redactedEnd(performed, parts.redact) };
		} finally {
			busy -= 1;
			choices.delete(confirmed.plan.id);
			watching.ended(confirmed.plan.id);
		}
	};

	return {
		carryOut,
		caughtUp: (before) => catchUp(watching, parts.journal, before),
		clear: way.clear,
		heard: watching.heard,
		choose: (run, choice) => {
			const resolve = choices.get(run);
			choices.delete(run);
			resolve?.(choice);
			return resolve !== undefined;
		},
		underWay: () => busy,
	};
};
