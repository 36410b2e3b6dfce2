import { armingText } from '../core/armed.ts';
import { shutGates } from '../core/gates.ts';
import { environmentOf, nameOf } from '../core/ids.ts';
import type { Failure, Millis, Protection, Result } from '../core/model.ts';
import type { ConfirmedPlan, Consent, Plan } from '../core/plan.ts';
import { type Digest, planDigest } from './facts.ts';
import { explained } from './lock.ts';

/** An operator's word on a plan, and what it is weighed by. */
export interface Agreement {
	readonly plan: Plan;
	readonly tier: 2 | 4;
	readonly protection: Protection;
	/** `resume` takes an interrupted run up again: it was agreed to once, so neither age nor changed facts count. */
	readonly how: Consent['how'];
	/** What was typed, where `how` says so. */
	readonly typed?: string;
	readonly by: string;
	readonly why?: string;
	readonly reviewed?: Consent['reviewed'];
	readonly session?: string;
	readonly now: Millis;
	/** The fingerprint of what the plan stands on, as it is now. */
	readonly facts: string;
	readonly digest: Digest;
	readonly readOnly?: boolean;
}

/** What each protection asks of a change of tier 2 (keys.md, Tiers). `--yes` stands for the typing. */
const enough: Readonly<Record<Exclude<Protection, 'locked'>, readonly Consent['how'][]>> = {
	open: ['enter', 'y', 'typed service', 'typed env/service', '--yes', 'resume'],
	guarded: ['y', 'typed service', 'typed env/service', '--yes', 'resume'],
	protected: ['typed service', 'typed env/service', '--yes', 'resume'],
};

const asked: Readonly<Record<Exclude<Protection, 'locked'>, string>> = {
	open: 'press enter',
	guarded: 'press enter, then y',
	protected: "type the service's name",
};

/** Why its gates keep it out. What was agreed to once had passed them. */
function keptOut({ plan, how }: Agreement): Failure | undefined {
	return how === 'resume' ? undefined : shutGates(plan);
}

function no(kind: Failure['kind'], message: string, fix: string): Failure {
	return { kind, message, fix };
}

/** Why nobody may do this at all now. */
function forbidden({ readOnly, protection, plan }: Agreement): Failure | undefined {
	if (readOnly === true) {
		return no('forbidden', 'This watchdeck was started with --read-only.', 'Start it without --read-only to act.');
	}
	if (protection === 'locked') {
		const environment = environmentOf(plan.service);
		return no('forbidden', `${environment} is locked: nothing may be changed in it.`, `${armingText(environment)}.`);
	}
	return undefined;
}

/** Why the plan is not what it was when it was made. */
function outdated({ plan, now, facts, how }: Agreement): Failure | undefined {
	if (how === 'resume') return undefined;
	if (now >= plan.expires) return no('changed', 'The plan is too old.', 'Make it anew.');
	if (facts !== plan.facts) {
		return no('changed', `${plan.service} changed since the plan was made.`, 'Make it anew and read it again.');
	}
	return undefined;
}

function unlikeName(typed: string | undefined, service: string): Failure {
	const message = typed === undefined ? 'This is grave: it asks for more.' : `“${typed}” is not ${service}.`;
	return no('refused', message, `Type ${service}; on the command line: --confirm ${service}`);
}

/** Why the word given is not enough for what is grave: at every protection environment and service, and a reason. */
function tooLight({ plan, how, typed, why }: Agreement): Failure | undefined {
	const { service } = plan;
	// Why it is done was said once.
	if (how === 'resume') return typed === service ? undefined : unlikeName(typed, service);
	if (how === 'typed env/service' && typed === service) {
		if ((why ?? '').trim() !== '') return undefined;
		return no('refused', 'This is grave, and nobody said why it is done.', 'Say it: --reason "…"');
	}
	const message =
		how === 'typed env/service' ? `“${typed ?? ''}” is not ${service}.` : 'This is grave: it asks for more.';
	return no('refused', message, `Type ${service}, and why; on the command line: --confirm ${service} --reason "…"`);
}

/** Why the word given is not enough. */
function insufficient(agreement: Agreement): Failure | undefined {
	const { plan, protection, how, typed, tier } = agreement;
	if (protection === 'locked') return undefined;
	if (tier === 4 || plan.tier === 4) return tooLight(agreement);
	const name = nameOf(plan.service);
	const wanted = how === 'typed service' ? name : how === 'typed env/service' ? plan.service : typed;
	if (typed !== wanted) return no('refused', `“${typed ?? ''}” is not the name of the service.`, `Type ${wanted}.`);
	if (enough[protection].includes(how)) return undefined;
	// Agreed to with the plan that kept what is removed now; of any other change nobody said anything then.
	if (how === 'kept 7 days' && plan.action === 'tidy') return undefined;
	return no('refused', `A ${protection} environment asks for more than that.`, `To confirm, ${asked[protection]}.`);
}

/** A reason that was given with the word stands in the locks as well, whose holder others ask about. */
function withReason(plan: Plan, why: string | undefined): Plan {
	return why === undefined ? plan : { ...plan, locks: plan.locks.map((lock) => explained(lock, why)) };
}

/**
 * The only maker of a confirmed plan: weighs the operator's word by tier and protection, and refuses a plan that has
 * expired or whose facts have changed. `consent.of` is the plan's fingerprint.
 */
export function confirm(agreement: Agreement): Result<ConfirmedPlan> {
	const failure = forbidden(agreement) ?? outdated(agreement) ?? keptOut(agreement) ?? insufficient(agreement);
	if (failure !== undefined) return { ok: false, failure };
	const { by, now, how, reviewed, session, digest } = agreement;
	const why = agreement.why?.trim() || undefined;
	const plan = withReason(agreement.plan, how === 'resume' ? undefined : why);
	const consent: Consent = {
		by,
		at: now,
		of: planDigest(plan, digest),
		how,
		...(why === undefined ? {} : { why }),
		...(reviewed === undefined ? {} : { reviewed }),
		...(session === undefined ? {} : { session }),
	};
	// The brand exists only as a type, so that no one else can make this value; all three checks were passed above.
	return { ok: true, value: { plan, consent } as ConfirmedPlan };
}
