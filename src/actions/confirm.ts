import { environmentOf, nameOf } from '../core/ids.ts';
import type { Failure, Millis, Protection, Result } from '../core/model.ts';
import type { ConfirmedPlan, Consent, Plan } from '../core/plan.ts';
import { type Digest, planDigest } from './facts.ts';

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
	readonly session?: string;
	readonly now: Millis;
	/** The fingerprint of what the plan stands on, as it is now. */
	readonly facts: string;
	readonly digest: Digest;
	readonly readOnly?: boolean;
}

/** What each protection asks of a change of tier 2 (keys.md, Tiers). `--yes` stands for the typing. */
const enough: Readonly<Record<Exclude<Protection, 'locked'>, readonly Consent['how'][]>> = {
	open: ['enter', 'y', 'typed service', '--yes', 'resume'],
	guarded: ['y', 'typed service', '--yes', 'resume'],
	protected: ['typed service', '--yes', 'resume'],
};

const asked: Readonly<Record<Exclude<Protection, 'locked'>, string>> = {
	open: 'press enter',
	guarded: 'press enter, then y',
	protected: "type the service's name",
};

function no(kind: Failure['kind'], message: string, fix: string): Failure {
	return { kind, message, fix };
}

/** Why nobody may do this at all now. */
function forbidden({ readOnly, protection, tier, plan }: Agreement): Failure | undefined {
	if (readOnly === true) {
		return no('forbidden', 'This watchdeck was started with --read-only.', 'Start it without --read-only to act.');
	}
	if (protection === 'locked') {
		const environment = environmentOf(plan.service);
		return no(
			'forbidden',
			`${environment} is locked: nothing may be changed in it.`,
			'Its protection is set in the config.',
		);
	}
	if (tier === 4) return no('forbidden', 'What is grave is not confirmed like this.', 'Use the command line.');
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

/** Why the word given is not enough. */
function insufficient({ plan, protection, how, typed }: Agreement): Failure | undefined {
	if (protection === 'locked') return undefined;
	const name = nameOf(plan.service);
	if (how === 'typed service' && typed !== name) {
		return no('refused', `“${typed ?? ''}” is not the name of the service.`, `Type ${name}.`);
	}
	if (enough[protection].includes(how)) return undefined;
	// Agreed to with the plan that kept what is removed now; of any other change nobody said anything then.
	if (how === 'kept 7 days' && plan.action === 'tidy') return undefined;
	return no('refused', `A ${protection} environment asks for more than that.`, `To confirm, ${asked[protection]}.`);
}

/**
 * The only maker of a confirmed plan: weighs the operator's word by tier and protection, and refuses a plan that has
 * expired or whose facts have changed. `consent.of` is the plan's fingerprint.
 */
export function confirm(agreement: Agreement): Result<ConfirmedPlan> {
	const failure = forbidden(agreement) ?? outdated(agreement) ?? insufficient(agreement);
	if (failure !== undefined) return { ok: false, failure };
	const { plan, by, now, how, why, session, digest } = agreement;
	const consent: Consent = {
		by,
		at: now,
		of: planDigest(plan, digest),
		how,
		...(why === undefined ? {} : { why }),
		...(session === undefined ? {} : { session }),
	};
	// The brand exists only as a type, so that no one else can make this value; all three checks were passed above.
	return { ok: true, value: { plan, consent } as ConfirmedPlan };
}
