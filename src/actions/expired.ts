import { blindness, listEvery } from '../core/condition/engine.ts';
import { freshness } from '../core/condition/freshness.ts';
import { hostEvery } from '../core/condition/host.ts';
import { asEngineSays } from '../core/engine/by-our-clock.ts';
import { earlierKept, keptFor, keptOf } from '../core/engine/former.ts';
import type { JournalEntry } from '../core/journal.ts';
import { othersLockOn } from '../core/lock.ts';
import type { Instance, Millis, Observed, Service } from '../core/model.ts';
import { subjectOf } from '../core/plan.ts';
import { standing } from '../core/run.ts';
import { protectionOf } from '../core/select/plan/stand.ts';
import type { State } from '../core/state.ts';
import { tidy } from './tidy.ts';

/** One moment by two clocks: ours, and that of a host. */
export interface Moment {
	readonly here: Millis;
	readonly there: Millis;
}

function isFresh(observed: Observed<unknown> | undefined, every: Millis, now: Millis): boolean {
	if (observed === undefined || observed.failure !== undefined) return false;
	// What was read later than now was read by a clock that has been set back since.
	return observed.at !== undefined && observed.at <= now && freshness(observed, every, now) === 'fresh';
}

/** What time it is now, also by the clock of a host; undefined where nobody measured that clock just now. */
export function momentOn({ hostFacts }: Pick<State, 'hostFacts'>, host: string, now: Millis): Moment | undefined {
	const observed = hostFacts[host];
	const skew = observed?.value?.['skew'];
	if (typeof skew !== 'number' || !isFresh(observed, hostEvery, now)) return undefined;
	return { here: now, there: now + skew };
}

/** Whether anything may be changed here at all, and it is known who would do it. */
function mayAct(state: State, service: Service, now: Millis): boolean {
	if (state.readOnly || state.demo || state.ui.dialog?.is === 'operator') return false;
	return protectionOf(state, service.id, now) !== 'locked';
}

/** So long a service must have been well before its way back may go. */
const lasted: Millis = 3_600_000;

/** Whether all that is known of the service is of now, and says that it is well and has been for an hour. */
function isWell(state: State, service: Service, now: Millis): boolean {
	const condition = state.conditions[service.id];
	if (condition?.is !== 'ok' || now - condition.since < lasted || tidy.blocked(service, now) !== undefined)
		return false;
	return service.hosts.every(
		(host) => blindness(state, host, now) === undefined && isFresh(state.engines[host], listEvery, now),
	);
}

/** Whether anybody changes the service now, or is about to. */
function isBusy(state: State, service: Service, now: Millis, cut: string | undefined): boolean {
	const { runs, making } = state;
	const own = Object.values(runs).some(({ plan, stage }) => subjectOf(plan) === service.id && stage !== 'ended');
	const lock = othersLockOn(state, service, now);
	return own || making?.service === service.id || (lock !== undefined && lock.plan !== cut);
}

function isAged(kept: Instance, moment: Moment | undefined): boolean {
	const { ended } = kept;
	return ended !== undefined && moment !== undefined && moment.there - asEngineSays(kept, ended) >= keptFor;
}

/**
 * Whether what was kept of a service may be removed now: it is well, nobody changes it, and it may be changed. `cut`: the
 * run that is to go on; the lock that it left behind is its own.
 */
export function isCalm(state: State, service: Service, now: Millis, cut?: string): boolean {
	return mayAct(state, service, now) && !isBusy(state, service, now, cut) && isWell(state, service, now);
}

/**
 * What roll backs kept of a service and what may have had its time, for all that the state knows; nothing while the
 * service is not well, is being changed, or is not seen. The journal has the last word: `isExpired`.
 */
export function agedKept(state: State, service: Service, now: Millis): readonly Instance[] {
	const kept = service.instances.flatMap((instance) => earlierKept(service, instance));
	const aged = kept.filter((one) => isAged(one, momentOn(state, one.host, now)));
	return aged.length > 0 && isCalm(state, service, now) ? aged : [];
}

/** A kept container, with all that our journal has of the run in its name, oldest first. */
export interface Kept {
	readonly container: Instance;
	readonly service: string;
	readonly entries: readonly JournalEntry[];
}

/** Who agreed to the plan that kept it. What was taken up again was agreed to once. */
export function agreedBy(entries: readonly JournalEntry[]): string | undefined {
	const confirmed = entries.find(({ what }) => what === 'confirmed');
	return confirmed?.what === 'confirmed' ? confirmed.consent.by : undefined;
}

/** Why it is removed, as the journal says it: by whose word, and with which roll back. */
export function agreedWith(kept: Kept): string {
	return `as ${agreedBy(kept.entries)} agreed with change ${keptOf(kept.container.name)?.plan}`;
}

/** How long what a change keeps must stay: as its plan promised, and never less than 7 days. */
export function lengthOf(keeps: Millis): Millis {
	return Math.max(keeps, keptFor);
}

/** Since when it is kept, by our clock, and for how long it was promised; undefined where our journal does not say so. */
function promiseOf(kept: Kept): { readonly since: Millis; readonly length: Millis } | undefined {
	const { container, service, entries } = kept;
	const last = entries.at(-1);
	const plan = standing(entries)?.plan;
	if (last?.what !== 'verified' || plan?.keeps === undefined) return undefined;
	if (plan.id !== keptOf(container.name)?.plan || plan.service !== service) return undefined;
	if (agreedBy(entries) === undefined) return undefined;
	const isOfIt = plan.stands?.some(({ host, id }) => host === container.host && id === container.id) === true;
	return isOfIt ? { since: last.at, length: plan.keeps } : undefined;
}

/**
 * Whether a kept container has had its time: the very one that a verified roll back of our journal put aside, stopped for
 * as long as its plan promised, and never less than 7 days, by our clock and by that of its host.
 */
export function isExpired(kept: Kept, { here, there }: Moment): boolean {
	const promise = promiseOf(kept);
	const { ended } = kept.container;
	if (promise === undefined || ended === undefined) return false;
	const length = lengthOf(promise.length);
	return here - promise.since >= length && there - asEngineSays(kept.container, ended) >= length;
}
