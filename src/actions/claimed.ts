import type { Ask } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import type { Result, Service } from '../core/model.ts';
import type { Lock, Plan } from '../core/plan.ts';
import type { Want } from '../core/want.ts';
import { foreignHeld, heedsOf } from './foreign.ts';
import { type Claim, type Holder, holderText, lockFailure, lockKey, lockOn, parseHolder } from './lock.ts';

/** What the locks of a plan are planned from. */
export interface Claiming {
	readonly want: Pick<Want, 'action'>;
	/** Eight hex digits, new for each plan. */
	readonly id: string;
	/** Hosts without a shell of their own: only their engine is reached, so their locks lie here. */
	readonly shellless?: readonly string[];
	/** Whether the run of a plan has its end by the journal here: a lock in its name was only left behind. */
	readonly hasEnded?: (plan: string) => Promise<boolean>;
	/** The operator, as the locks name them. */
	readonly by: string;
	readonly why?: string;
	readonly ask: Ask;
	readonly signal: AbortSignal;
}

/** What the locks of a plan for a service are planned from. */
export interface ClaimingService extends Claiming {
	readonly service: Service;
}

/** A lock that a plan takes: on which host, and its name there. */
export interface LockPlace {
	readonly host: string;
	readonly key: string;
}

/** The locks that a plan takes. */
export interface Claimed {
	readonly locks: readonly Lock[];
	/** Whose locks are taken over, in words. */
	readonly over: readonly string[];
	/** What a plan says of all of them: one that is taken over still beats, one lies on the machine that asks. */
	readonly says: Pick<Plan, 'tier' | 'localLock' | 'heeds'>;
}

/** A stale lock, or one that was left behind, is taken over knowingly: of what is done by itself, nobody reads the plan that says so. */
function mayTakeOver({ action }: Claiming['want'], { stale, left }: Holder): boolean {
	return action === 'takeover' || ((stale || left === true) && action !== 'tidy');
}

/** The lock on one host, and who holds it now where it is taken over. */
interface OnHost {
	readonly lock: Lock;
	readonly over?: Holder;
}

async function claimedOn(host: string, wanted: Claiming, key: string, claim: Claim): Promise<Result<OnHost>> {
	const free = lockOn(host, key, claim);
	const answer = await wanted.ask(free.holder, wanted.signal);
	if (!answer.ok) return { ok: false, failure: lockFailure(host, answer) };
	const holder = parseHolder(answer.value);
	if (!holder.ok) return holder;
	if (holder.value === undefined) return { ok: true, value: { lock: free } };
	const isLeft = !holder.value.stale && (await wanted.hasEnded?.(holder.value.plan)) === true;
	const over: Holder = isLeft ? { ...holder.value, left: true } : holder.value;
	if (mayTakeOver(wanted.want, over)) return { ok: true, value: { lock: lockOn(host, key, { ...claim, over }), over } };
	const message = `The lock on ${host} is held by ${holderText(over)}.`;
	const fix = 'Wait for it, or talk to its holder.';
	return { ok: false, failure: { kind: 'refused', message, fix, locked: true } };
}

/** The locks in these places, in order of host and name, so that two who want the same never wait for each other; refused where somebody else is at work. */
export async function claimedAt(
	places: readonly LockPlace[],
	wanted: Claiming,
	what: string,
): Promise<Result<Pick<Claimed, 'locks' | 'over'> & { readonly beats: boolean }>> {
	const { id, by, why } = wanted;
	const claim = { plan: id, who: by, what, ...(why ? { why } : {}) };
	const all: OnHost[] = [];
	for (const { host, key } of places.toSorted((a, b) => (`${a.host}/${a.key}` < `${b.host}/${b.key}` ? -1 : 1))) {
		const one = await claimedOn(host, wanted, key, claim);
		if (!one.ok) return one;
		all.push(one.value);
	}
	const over = all.flatMap(({ lock, over: holder }) => (holder === undefined ? [] : [{ host: lock.host, holder }]));
	return {
		ok: true,
		value: {
			locks: all.map(({ lock }) => lock),
			over: over.map(({ host, holder }) => `Takes over the lock on ${host} of ${holderText(holder)}.`),
			beats: over.some(({ holder: { stale, left } }) => !stale && left !== true),
		},
	};
}

/** The locks on all hosts of the service; refused where somebody else is at work. */
export async function claimed(wanted: ClaimingService, what: string): Promise<Result<Claimed>> {
	const { service, want } = wanted;
	const key = lockKey(service);
	if (!key.ok) return key;
	const heeds = want.action === 'takeover' ? [] : heedsOf(service, wanted.shellless);
	const foreign = await foreignHeld(heeds, wanted.ask, wanted.signal);
	if (foreign !== undefined) return { ok: false, failure: foreign };
	const places = service.hosts.map((host) => ({ host, key: key.value }));
	const all = await claimedAt(places, wanted, what);
	if (!all.ok) return all;
	const { locks, over, beats } = all.value;
	if (want.action === 'takeover' && over.length === 0) {
		const message = `Nobody holds the lock of ${service.id} on ${service.hosts.join(' and ')}.`;
		return failed('refused', message, 'There is nothing to take over: plan the change itself.');
	}
	const isLocal = locks.some(({ host }) => wanted.shellless?.includes(host));
	return {
		ok: true,
		value: {
			...{ locks, over },
			says: {
				...(beats ? { tier: 4 } : {}),
				...(isLocal ? { localLock: true } : {}),
				...(heeds.length > 0 ? { heeds } : {}),
			},
		},
	};
}
