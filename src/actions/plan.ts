import type { Ask } from '../core/call.ts';
import type { ServiceSpec } from '../core/config/fleet.ts';
import { failed } from '../core/failed.ts';
import type { Millis, Result, Service } from '../core/model.ts';
import type { Action, ActionName, Asks, Lock, Plan, Platform, Want } from '../core/plan.ts';
import { leavesServiceAlone, undoReach } from '../core/undo.ts';
import { type Digest, factsOf } from './facts.ts';
import { actions } from './index.ts';
import { type Holder, holderText, lockFailure, lockKey, lockOn, parseHolder } from './lock.ts';
import { standsOf } from './stands.ts';

/** Facts older than this are not planned on. */
const oldestFacts: Millis = 30_000;
/** How long a plan may be confirmed. */
const goodFor: Millis = 300_000;
/** What a proof asks where the config says nothing: healthy three times in a row within two minutes. */
const usual: Asks = { times: 3, within: 120_000 };

/** What a plan is made from. */
export interface Wanted<A extends ActionName = ActionName> {
	/** A roll back to '' means the best target. */
	readonly want: Want<A>;
	readonly service: Service;
	readonly platform: Platform;
	/** What the config says of the service, where it does. */
	readonly spec?: ServiceSpec;
	/** Eight hex digits, new for each plan. */
	readonly id: string;
	/** The operator, as the locks name them. */
	readonly by: string;
	readonly why?: string;
	readonly now: Millis;
	/** When the oldest fact about the service was read. */
	readonly oldest: Millis;
	readonly digest: Digest;
	readonly ask: Ask;
	readonly signal: AbortSignal;
}

/** Why an action cannot be done on a service now, in words for the footer; undefined when it can. */
export function blockedReason(name: ActionName, service: Service, platform: Platform, now: Millis): string | undefined {
	const blocked = actions[name].blocked(service, now);
	if (blocked !== undefined || platform.can[name] !== undefined) return blocked;
	return platform.cannot?.[name] ?? `${platform.title} has no way to ${actions[name].title}`;
}

interface Claimed {
	readonly locks: readonly Lock[];
	/** Whose stale locks are taken over, in words. */
	readonly over: readonly string[];
}

/** A stale lock is taken over knowingly: of what is done by itself, nobody reads the plan that says so. */
function mayTakeOver({ action }: Want, { stale }: Holder): boolean {
	return stale && actions[action].asked !== false;
}

/** The locks on all hosts of the service, in order of host name; refused where somebody else is at work. */
async function claimed(wanted: Wanted, what: string): Promise<Result<Claimed>> {
	const { service, want, id, by, why, ask, signal } = wanted;
	const key = lockKey(service);
	if (!key.ok) return key;
	const claim = { plan: id, who: by, what, ...(why ? { why } : {}) };
	const locks: Lock[] = [];
	const over: string[] = [];
	for (const host of [...service.hosts].sort()) {
		const free = lockOn(host, key.value, claim);
		const answer = await ask(free.holder, signal);
		if (!answer.ok) return { ok: false, failure: lockFailure(host, answer) };
		const holder = parseHolder(answer.value);
		if (!holder.ok) return holder;
		if (holder.value === undefined) {
			locks.push(free);
		} else if (mayTakeOver(want, holder.value)) {
			locks.push(lockOn(host, key.value, { ...claim, over: holder.value.plan }));
			over.push(`Takes over the lock on ${host} of ${holderText(holder.value)}.`);
		} else {
			const fix = 'Wait for it, or talk to its holder.';
			return failed('refused', `The lock on ${host} is held by ${holderText(holder.value)}.`, fix);
		}
	}
	return { ok: true, value: { locks, over } };
}

function asksOf(spec: ServiceSpec | undefined): Asks {
	if (spec === undefined) return usual;
	return { ...spec.proof, ...(spec.health === undefined ? {} : { health: spec.health }) };
}

/** What follows a failed proof. Where nothing can be undone it is a person's to decide about, whatever the config wishes. */
function unprovenOf(steps: Plan['steps'], spec: ServiceSpec | undefined): Plan['unproven'] {
	return undoReach(steps) === 'none' ? 'hold' : (spec?.unproven ?? 'hold');
}

/** Of what nobody asked for, nobody decides how it goes on: it must leave the service as it is. */
function unaskedOf(
	{ asked, name }: { readonly asked: unknown; readonly name: ActionName },
	steps: Plan['steps'],
): Pick<Plan, 'unasked'> {
	if (asked !== false) return {};
	if (!leavesServiceAlone(steps)) throw new Error(`${name} would change a service unasked`);
	return { unasked: true };
}

async function joined<A extends ActionName>(action: Action<A>, wanted: Wanted<A>): Promise<Result<Plan>> {
	const { service, platform, spec, id, now, oldest, digest, ask, signal } = wanted;
	const settled = action.settled?.(wanted.want, service) ?? { ok: true, value: wanted.want };
	if (!settled.ok) return settled;
	const want = settled.value;
	// For every A a Want<A> is a Want; the compiler does not see that of an A that it does not know.
	const anyWant = want as Want;
	const steps = platform.can[action.name];
	if (steps === undefined)
		return failed('refused', `${platform.title} has no way to ${action.title}.`, 'Do it on its host.');
	const made = await steps(want, service, { id, ask, signal });
	if (!made.ok) return made;
	const locks = await claimed(wanted, action.doing?.(want, service) ?? `${action.title} ${service.id}`);
	if (!locks.ok) return locks;
	const plan: Plan = {
		id,
		action: action.name,
		want: anyWant,
		service: service.id,
		title: `${action.title.toUpperCase()} ${service.id}`,
		...unaskedOf(action, made.value.steps),
		...action.head?.(want, service),
		impact: [...action.impact(want, service), ...(made.value.impact ?? []), ...locks.value.over],
		made: now,
		expires: now + goodFor,
		oldest,
		facts: digest(factsOf(service, anyWant)),
		locks: locks.value.locks,
		stands: action.standsOn?.(want, service) ?? standsOf(service.instances),
		steps: made.value.steps,
		proof: action.proof(want, service, id, asksOf(spec)),
		watch: [],
		unproven: action.asked === false ? 'undo' : unprovenOf(made.value.steps, spec),
		tidy: made.value.tidy,
		...(made.value.keeps === undefined ? {} : { keeps: made.value.keeps }),
	};
	return { ok: true, value: plan };
}

/**
 * A plan: the platform's steps and the action's proof, with the locks of all hosts. Refused on facts that are too old, on
 * a service that the action is not for, and while somebody else is at work on it. It asks, and changes nothing.
 */
export async function makePlan<A extends ActionName>(wanted: Wanted<A>): Promise<Result<Plan>> {
	const { want, service, platform, now, oldest } = wanted;
	const age = Math.round((now - oldest) / 1_000);
	if (now - oldest > oldestFacts) {
		const message = `What is known of ${service.id} is ${age} s old; no plan is made on that.`;
		return failed('changed', message, 'Find out why its host does not answer, then try again.');
	}
	const reason = blockedReason(want.action, service, platform, now);
	if (reason !== undefined) return failed('refused', `${service.id}: ${reason}.`, 'Nothing was changed.');
	return joined<A>(actions[want.action], wanted);
}
