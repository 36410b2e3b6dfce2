import { type Agreement, confirm } from '../actions/confirm.ts';
import { datasetActions } from '../actions/dataset/index.ts';
import type { Digest } from '../actions/facts.ts';
import { actions } from '../actions/index.ts';
import { handled, type Interrupted, type LeftTo, leftTo } from '../actions/resume.ts';
import type { Choice, Outside as Doing, Performed } from '../actions/running.ts';
import type { Order } from '../core/call.ts';
import type { Event } from '../core/event.ts';
import { failed } from '../core/failed.ts';
import { goneTarget } from '../core/gone-target.ts';
import type { Journal, JournalEntry } from '../core/journal.ts';
import { known } from '../core/known.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { type ConfirmedPlan, type Consent, type Plan, plannedService } from '../core/plan.ts';
import type { Alive } from '../core/run.ts';
import { planProtection } from '../core/select/plan/stand.ts';
import type { State } from '../core/state.ts';
import { isOfDataset, isOfWalk, type Want } from '../core/want.ts';
import { type Awaiting, awaitLock } from './await-lock.ts';
import { makeCarrying } from './carrying.ts';
import { factsNow, interruptedIn, type Planning, planned, plannedCommand, plannedDataset } from './planning.ts';
import { redactedResult } from './redaction.ts';

export type { Choice, Interrupted };

/** What acting works with. Without `order` (read-only) or `journal` nothing can be changed. */
export interface ActingParts extends Omit<Doing, 'order' | 'journal' | 'choose' | 'digest'> {
	readonly order?: Order;
	readonly journal: Result<Journal>;
	readonly digest: Digest;
	readonly state: () => State;
	readonly planId: () => string;
	/** Reads the engines of these hosts anew; resolves when the state has what they said. */
	readonly refresh: (hosts: readonly string[]) => Promise<void>;
	readonly session: string;
	readonly isAlive: Alive;
	/** Takes secrets out of what is told of a change. */
	readonly redact: (text: string) => string;
}

/** What goes with a word on a plan: what was typed, and why it is done. */
type Said = Pick<Agreement, 'typed' | 'why' | 'reviewed'>;

/** The way of a change, the same for keys and for the command line. */
export interface Acting {
	/**
	 * Makes a plan on fresh facts. Changes nothing, but ends what nobody asked for on that service. `watch`: how long it is
	 * to be watched after its proof, unless as the config says.
	 */
	readonly plan: (want: Want, service: string, why?: string, watch?: Millis) => Promise<Result<Plan>>;
	/** Makes a plan, and while somebody else's lock is in the way makes it anew: as long as it is wanted, `most` at most. */
	readonly whenFree: (waiting: Pick<Awaiting, 'plan' | 'told'> & Whiles) => Promise<Result<Plan>>;
	readonly confirm: (plan: Plan, how: Consent['how'], said?: Said) => Result<ConfirmedPlan>;
	readonly perform: (confirmed: ConfirmedPlan) => Promise<Result<Performed>>;
	/** Runs that were begun and have no end, and that nobody carries out any more. */
	readonly interrupted: () => Promise<Result<readonly Interrupted[]>>;
	/** Goes on with an interrupted run, undoes it, or writes down that a person saw to it. `typed`: what is grave asks for it. */
	readonly resume: (run: string, way: 'finish' | 'undo' | 'handled', typed?: string) => Promise<Result<Performed>>;
	/** Goes on with the watches that were cut, to their end; tells at once of one that may not go on. */
	readonly watchOn: (refused: (failure: Failure) => void) => Promise<void>;
	/** Goes on with the runs that a cockpit left to this program, each to its end; tells at once of one that may not go on. */
	readonly goOn: (refused: (failure: Failure) => void) => Promise<void>;
	/** A line that is in the journal by now, also of another program: one that begins a change ends a watch of its service. */
	readonly heard: (entry: JournalEntry) => void;
	/** Gives a held run the operator's choice. */
	readonly choose: (run: string, choice: Choice) => boolean;
	/** Runs that are being carried out here. */
	readonly underWay: () => number;
}

/** How long a lock is waited for. */
interface Whiles {
	readonly goesOn?: Awaiting['goesOn'];
	readonly most?: Millis;
}

/** The watches that were cut on this machine. */
const watchesIn = (open: readonly Interrupted[]): readonly Interrupted[] =>
	open.filter(({ watch, elsewhere }) => watch !== undefined && elsewhere !== true);

/** Joins actions, platforms, journal and the outside into the one way of a change. */
export const makeActing = (parts: ActingParts): Acting => {
	const { carryOut, heard, caughtUp, clear, choose, underWay } = makeCarrying(parts);
	const confirmPlan = (plan: Plan, how: Consent['how'], said?: Said) => confirmedBy(parts, plan, { how, ...said });
	const takeUp = async (
		run: Pick<LeftTo, 'standing' | 'watch' | 'entries' | 'cause'>,
		course: 'forward' | 'back',
		said: Said,
	): Promise<Result<Performed>> => {
		const confirmed = confirmPlan(run.standing.plan, 'resume', said);
		if (!confirmed.ok) return confirmed;
		if (run.watch !== undefined) await caughtUp(run.entries);
		return carryOut(confirmed.value, { before: run.entries, course, ...known({ cause: run.cause }) });
	};

	return {
		plan: async (want, service, why, watch) => {
			if (want.action !== 'tidy') await clear(service);
			const given = { id: service, ...(why ? { why: parts.redact(why) } : {}), ...known({ watch }) };
			return redactedResult(await plannedFor(parts, want, given), parts.redact);
		},
		whenFree: ({ plan, told, goesOn = () => true, most = Number.POSITIVE_INFINITY }) => {
			const until = parts.now() + most;
			const either = AbortSignal.any([parts.stop, parts.signal]);
			return awaitLock({
				...{ plan, told },
				goesOn: () => !either.aborted && parts.now() < until && goesOn(),
				wait: (length) => parts.wait(Math.min(length, until - parts.now()), either),
			});
		},
		confirm: confirmPlan,
		perform: (confirmed) => carryOut(confirmed, {}),
		interrupted: () => interruptedIn(parts),
		resume: async (id, course, typed) => {
			const open = await interruptedIn(parts);
			if (!open.ok) return open;
			const run = open.value.find((one) => one.run === id);
			if (run === undefined)
				return failed('refused', `There is no interrupted run ${id}.`, 'See `watchdeck resume` for those there are.');
			if (course === 'handled') return seenTo(parts, run);
			if (!run.offers.includes(course)) return notUndone(run);
			return unlessElsewhere(await takeUp(run, course === 'undo' ? 'back' : 'forward', known({ typed })));
		},
		watchOn: async (refused) => {
			const open = await interruptedIn(parts);
			if (open.ok)
				await Promise.all(
					watchesIn(open.value).map(async (run) => {
						// To watch orders nothing: what was typed once is enough.
						const said = { why: 'its watch goes on', typed: run.standing.plan.service };
						const came = await takeUp(run, 'forward', said);
						if (!came.ok) refused(came.failure);
					}),
				);
		},
		goOn: async (refused) => {
			const open = parts.journal.ok ? await parts.journal.value.open() : parts.journal;
			if (!open.ok) return refused(open.failure);
			const goesOn = async (run: LeftTo): Promise<void> => {
				// What is grave was typed once: it is the same change, which only its cockpit left.
				const said = { typed: run.standing.plan.service, why: 'it goes on without its cockpit' };
				const came = await takeUp(run, run.course, said);
				if (!came.ok) refused(came.failure);
			};
			await Promise.all(leftTo(open.value, parts.session).map(goesOn));
		},
		heard,
		choose,
		underWay,
	};
};

const plannedFor = (parts: ActingParts, want: Want, given: Omit<Planning<Want>, 'want'>): Promise<Result<Plan>> => {
	if (isOfWalk(want)) return plannedCommand(parts, { want, ...given });
	return isOfDataset(want) ? plannedDataset(parts, { want, ...given }) : planned(parts, { want, ...given });
};

const tierOf = (want: Want): 2 | 4 => {
	if (isOfWalk(want)) return 2;
	return isOfDataset(want) ? datasetActions[want.action].tier : actions[want.action].tier;
};

/** The operator's word on a plan, weighed by what is known now. */
const confirmedBy = (parts: ActingParts, plan: Plan, word: Said & Pick<Agreement, 'how'>): Result<ConfirmedPlan> => {
	const state = parts.state();
	const service = plannedService(state.services, plan);
	const gone = word.how === 'resume' ? undefined : goneTarget(state, plan, service);
	if (gone !== undefined) {
		const fix = 'Plan anew, or choose another release.';
		return failed('changed', `Refused: ${gone}.`, fix);
	}
	return confirm({
		plan,
		...word,
		...(word.why === undefined ? {} : { why: parts.redact(word.why) }),
		tier: tierOf(plan.want),
		protection: planProtection(state, plan, parts.now()),
		by: state.operator,
		session: parts.session,
		now: parts.now(),
		facts: factsNow(parts, plan),
		digest: parts.digest,
		readOnly: state.readOnly,
	});
};

/** Who wanted a run taken up is told that another program did; of what goes on by itself nobody need know which one does. */
const unlessElsewhere = (came: Result<Performed>): Result<Performed> =>
	came.ok && came.value.elsewhere === true ? failed('changed', came.value.because) : came;

const notUndone = ({ standing: { plan } }: Interrupted) =>
	failed(
		'refused',
		`What was done of ${plan.title} cannot be undone: ${plan.steps.flatMap(({ undo }) => ('none' in undo && undo.harmless !== true ? [undo.none] : []))[0] ?? 'it has no undo.'}`,
		'Go on with it, or say that it was handled.',
	);

const seenTo = async (parts: ActingParts, run: Interrupted): Promise<Result<Performed>> => {
	if (!parts.journal.ok) return parts.journal;
	const by = parts.state().operator;
	const noted = await handled(parts.journal.value, run, { by, at: parts.now(), text: `seen to by hand by ${by}` });
	if (!noted.ok) return noted;
	const event: Event = { type: 'plan/noted', at: parts.now(), entry: noted.value };
	parts.emit(event);
	return { ok: true, value: { outcome: 'HANDLED', because: 'seen to by hand' } };
};
