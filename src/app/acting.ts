import { type Agreement, confirm } from '../actions/confirm.ts';
import { type Digest, factsOf } from '../actions/facts.ts';
import { actions } from '../actions/index.ts';
import { perform } from '../actions/perform.ts';
import { makePlan } from '../actions/plan.ts';
import { handled, type Interrupted, interrupted, openOn } from '../actions/resume.ts';
import type { Choice, Outside as Doing, Performed } from '../actions/running.ts';
import type { Order } from '../core/call.ts';
import type { Event } from '../core/event.ts';
import { failed } from '../core/failed.ts';
import { goneTarget } from '../core/gone-target.ts';
import type { Journal, JournalEntry } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import type { ConfirmedPlan, Consent, Plan, Want } from '../core/plan.ts';
import type { Alive } from '../core/run.ts';
import { protectionOf } from '../core/select/plan/stand.ts';
import type { State } from '../core/state.ts';
import { platforms } from '../platforms/index.ts';
import { makeMakingWay } from './making-way.ts';
import { redactedEnd, redactedEvent, redactedResult } from './redaction.ts';

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
type Said = Pick<Agreement, 'typed' | 'why'>;

/** The way of a change, the same for keys and for the command line. */
export interface Acting {
	/** Makes a plan on fresh facts. Changes nothing, but ends what nobody asked for on that service. */
	readonly plan: (want: Want, service: string) => Promise<Result<Plan>>;
	readonly confirm: (plan: Plan, how: Consent['how'], said?: Said) => Result<ConfirmedPlan>;
	readonly perform: (confirmed: ConfirmedPlan) => Promise<Result<Performed>>;
	/** Runs that were begun and have no end, and that nobody carries out any more. */
	readonly interrupted: () => Promise<Result<readonly Interrupted[]>>;
	/** Goes on with an interrupted run, undoes it, or writes down that a person saw to it. */
	readonly resume: (run: string, way: 'finish' | 'undo' | 'handled') => Promise<Result<Performed>>;
	/** Gives a held run the operator's choice. */
	readonly choose: (run: string, choice: Choice) => boolean;
	/** Runs that are being carried out here. */
	readonly underWay: () => number;
}

/** Joins actions, platforms, journal and the outside into the one way of a change. */
export const makeActing = (parts: ActingParts): Acting => {
	const choices = new Map<string, (choice: Choice) => void>();
	const way = makeMakingWay();
	let busy = 0;
	const choose = (run: string, signal: AbortSignal): Promise<Choice> =>
		new Promise((resolve) => {
			choices.set(run, resolve);
			signal.addEventListener('abort', () => choices.delete(run), { once: true });
		});

	const carryOut = async (
		confirmed: ConfirmedPlan,
		taken: { readonly before?: readonly JournalEntry[]; readonly course?: 'forward' | 'back' },
	): Promise<Result<Performed>> => {
		const { order, journal } = parts;
		if (order === undefined) {
			return failed('refused', 'This watchdeck was started with --read-only.', 'Start it without --read-only to act.');
		}
		if (!journal.ok) return journal;
		parts.emit({ type: 'plan/confirmed', at: parts.now(), confirmed });
		busy += 1;
		try {
			const emit = (event: Event) => parts.emit(redactedEvent(event, parts.redact));
			const performing = { ...parts, ...taken, confirmed, order, journal: journal.value, choose, emit };
			const performed = await way.carryOut(confirmed.plan, parts.stop, (stop) => perform({ ...performing, stop }));
			return { ok: true, value: redactedEnd(performed, parts.redact) };
		} finally {
			busy -= 1;
			choices.delete(confirmed.plan.id);
		}
	};

	const confirmPlan = (plan: Plan, how: Consent['how'], said?: Said) => confirmedBy(parts, plan, { how, ...said });

	return {
		plan: async (want, service) => {
			if (actions[want.action].asked !== false) await way.clear(service);
			return redactedResult(await planned(parts, want, service), parts.redact);
		},
		confirm: confirmPlan,
		perform: (confirmed) => carryOut(confirmed, {}),
		interrupted: () => interruptedIn(parts),
		resume: async (id, course) => {
			const open = await interruptedIn(parts);
			if (!open.ok) return open;
			const run = open.value.find((one) => one.run === id);
			if (run === undefined)
				return failed('refused', `There is no interrupted run ${id}.`, 'See `watchdeck resume` for those there are.');
			if (course === 'handled') return seenTo(parts, run);
			if (!run.offers.includes(course)) return notUndone(run);
			const confirmed = confirmPlan(run.standing.plan, 'resume');
			if (!confirmed.ok) return confirmed;
			return carryOut(confirmed.value, { before: run.entries, course: course === 'undo' ? 'back' : 'forward' });
		},
		choose: (run, choice) => {
			const resolve = choices.get(run);
			choices.delete(run);
			resolve?.(choice);
			return resolve !== undefined;
		},
		underWay: () => busy,
	};
};

/** The operator's word on a plan, weighed by what is known now. */
const confirmedBy = (parts: ActingParts, plan: Plan, word: Said & Pick<Agreement, 'how'>): Result<ConfirmedPlan> => {
	const state = parts.state();
	const service = state.services[plan.service];
	const gone = word.how === 'resume' ? undefined : goneTarget(state, plan, service);
	if (gone !== undefined) {
		const fix = 'Plan anew, or choose another release.';
		return failed('changed', `Refused: ${gone}.`, fix);
	}
	return confirm({
		plan,
		...word,
		tier: actions[plan.action].tier,
		protection: protectionOf(state, plan.service),
		by: state.operator,
		session: parts.session,
		now: parts.now(),
		facts: service === undefined ? 'gone' : parts.digest(factsOf(service, plan.want)),
		digest: parts.digest,
		readOnly: state.readOnly,
	});
};

const interruptedIn = async ({ journal, isAlive }: ActingParts): Promise<Result<readonly Interrupted[]>> => {
	if (!journal.ok) return journal;
	const open = await journal.value.open();
	return open.ok ? { ok: true, value: interrupted(open.value, isAlive) } : open;
};

const planned = async (parts: ActingParts, want: Want, id: string): Promise<Result<Plan>> => {
	const known = parts.state().services[id];
	if (known === undefined)
		return failed('refused', `There is no service ${id}.`, 'See `watchdeck status` for the services.');
	const open = parts.journal.ok ? await interruptedIn(parts) : undefined;
	if (open?.ok === false) return open;
	const before = openOn(open?.value ?? [], id);
	if (before !== undefined) return { ok: false, failure: before };
	const began = parts.now();
	await parts.refresh(known.hosts);
	const state = parts.state();
	const service = state.services[id];
	if (service === undefined)
		return failed(
			'refused',
			`${id} is not there any more: its container was removed or renamed.`,
			`Look on ${known.hosts.join(' and ')} what it is called now: docker ps -a`,
		);
	const spec = state.fleet.services.find(({ environment, name }) => `${environment}/${name}` === id);
	const read = service.hosts.map((host) => state.engines[host]?.at ?? 0);
	const missed = service.hosts.flatMap((host) => state.engines[host]?.failure ?? []);
	const failure = missed[0];
	if (failure !== undefined && Math.min(...read) < began) return { ok: false, failure };
	return makePlan({
		want,
		service,
		platform: platforms[service.platform],
		...(spec === undefined ? {} : { spec }),
		id: parts.planId(),
		by: state.operator,
		now: parts.now(),
		oldest: Math.min(...read),
		digest: parts.digest,
		ask: parts.ask,
		signal: parts.signal,
	});
};

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
