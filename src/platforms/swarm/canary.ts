import { z } from 'zod';
import type { Json } from '../../core/call.ts';
import { understood } from '../../core/engine/answer.ts';
import { type SpecChange, specWith } from '../../core/engine/swarm/body.ts';
import { answers, type SwarmExpect, swarmIs } from '../../core/expect.ts';
import { lengthText } from '../../core/length-text.ts';
import type { Asks, CanaryAsks } from '../../core/making.ts';
import type { Failure, Millis, Result, Service } from '../../core/model.ts';
import type { Check, PlanStep } from '../../core/plan.ts';
import type { Now } from './now.ts';
import { atRest, restTimes, updateOf, wasAtRest } from './update.ts';

/**
 * So long Swarm is told to wait after each task that it replaces, which is to say: until it is told to go on. The steps of a
 * canary are told apart by a second each. In milliseconds.
 */
const forever: Millis = 90 * 86_400_000;
const apart: Millis = 1_000;
const nanosPerMilli = 1e6;

const schema = z.object({
	Spec: z.object({ UpdateConfig: z.record(z.string(), z.union([z.string(), z.number()])).nullish() }),
});

/** What a canary is made from: the image by its name in the spec, and the windows between its steps. */
export interface CanaryOf {
	readonly ref: string;
	readonly asks: Asks;
	readonly canary: CanaryAsks;
}

type Policy = Readonly<Record<string, string | number>>;

/** The update policy of a service, in the engine's words. */
function policyOf({ json, host }: Now): Result<Policy | undefined> {
	const read = understood(schema, json, `What the engine of ${host} says of a Swarm service`);
	return read.ok ? { ok: true, value: read.value.Spec.UpdateConfig ?? undefined } : read;
}

/** How many tasks each step of a canary leads to, rising, less than all: at least one, a part of one is a whole one. */
export function countsOf(want: number, shares: readonly number[]): readonly number[] {
	const counts = shares.map((share) => Math.max(1, Math.ceil((want * share) / 100)));
	return [...new Set(counts)].filter((count) => count < want).toSorted((a, b) => a - b);
}

/** Whether its update policy is that of a canary which was left half-way. */
export function isLeft({ service: { pause = 0 } }: Now): boolean {
	return pause >= forever;
}

/** An update policy under which Swarm goes on: of a canary that was left, the pause is taken away. */
export function goingPolicy(now: Now): Result<Json | undefined> {
	if (!isLeft(now)) return { ok: true, value: undefined };
	const policy = policyOf(now);
	if (!policy.ok) return policy;
	const { Delay: _pause, ...rest } = policy.value ?? {};
	return { ok: true, value: { ...rest, Parallelism: 1 } };
}

/** A change of the spec that leads to a share, what tells it from the others, and what must hold then. */
interface Share {
	readonly say: string;
	readonly change: SpecChange;
	readonly took: Pick<SwarmExpect, 'image' | 'pause'>;
	readonly check: Check;
	readonly window?: readonly Check[];
	/** The service is as it was planned on. */
	readonly isFirst?: true;
	/** What must hold once all went back, where that is asked. */
	readonly restored?: Check;
}

/** Of all steps the undo is the same: all tasks run the image of before, under the policy of before. */
function stepOf(now: Now, of: Service, share: Share, back: SpecChange): Result<PlanStep> {
	const { host, service, json } = now;
	const { say, change, took, check, window, restored } = share;
	const [body, undo] = [specWith(json, change, host), specWith(json, back, host)];
	if (!body.ok) return body;
	if (!undo.ok) return undo;
	const expect = { host, service: service.id, name: service.name, ...took };
	return {
		ok: true,
		value: {
			say,
			does: updateOf(now, body.value, share.isFirst === true ? 'planned' : 'now'),
			took: swarmIs(`the spec of ${service.name} is that of this step`, of.id, expect),
			undo: updateOf(now, undo.value, 'now'),
			check,
			...(window === undefined ? {} : { window }),
			...(restored === undefined ? {} : { restored }),
		},
	};
}

/** The service with just so many tasks of the new release, as its check and as what the window looks at. */
function shareOf(
	now: Now,
	of: Service,
	count: number,
	{ ref, asks, canary }: CanaryOf,
): Pick<Share, 'check' | 'window'> {
	const { host, service, newest } = now;
	const expect = { host, service: service.id, name: service.name, image: ref, share: { of: count, after: newest } };
	const say = `${count} of ${service.want} tasks of ${service.name} run the new release, the others the old one`;
	const check = swarmIs(say, of.id, expect, restTimes(now, count));
	const outside = asks.health === undefined ? [] : [answers(`${asks.health.url} answers`, of.id, asks.health, asks)];
	return { check, window: canary.window([check, ...outside]) };
}

function sharesOf(now: Now, of: Service, what: CanaryOf, own: Policy | undefined): readonly Share[] {
	const { name, want } = now.service;
	const counts = countsOf(want, what.canary.shares);
	return counts.map((count, index) => {
		const pause = forever + index * apart;
		const before = counts[index - 1] ?? 0;
		const held = {
			Parallelism: count - before,
			Delay: pause * nanosPerMilli,
			FailureAction: 'pause',
			MaxFailureRatio: 0,
		};
		return {
			say: `let ${count} of ${want} tasks of ${name} run ${what.ref}`,
			change: { image: what.ref, policy: { ...own, ...held } },
			took: { image: what.ref, pause },
			...shareOf(now, of, count, what),
		};
	});
}

/** Why a service can have no canary now. */
function unfit(now: Now, { id }: Service): Failure | undefined {
	const { mode, want } = now.service;
	if (mode !== 'replicated' || want < 2) {
		const has = mode === 'replicated' ? `${want} replica${want === 1 ? '' : 's'}` : 'no number of replicas';
		const fix = mode === 'replicated' ? 'Scale it first, or deploy without --canary.' : 'Deploy it without --canary.';
		return { kind: 'refused', message: `${id} has ${has}: a canary needs 2 or more.`, fix };
	}
	if (!isLeft(now)) return undefined;
	const message = `A canary of ${id} was left half-way: its update policy still waits.`;
	return { kind: 'refused', message, fix: 'Finish or undo it (watchdeck resume), or deploy without --canary.' };
}

/** The steps of a canary: to one share after another, each watched, then all of them under the service's own policy. */
export function canarySteps(now: Now, of: Service, what: CanaryOf): Result<readonly PlanStep[]> {
	const { service } = now;
	const failure = unfit(now, of);
	if (failure !== undefined) return { ok: false, failure };
	const policy = policyOf(now);
	if (!policy.ok) return policy;
	const own: Json = policy.value === undefined ? null : { ...policy.value };
	const back: SpecChange = { image: service.image, policy: own };
	const last: Share = {
		say: `let all ${service.want} tasks of ${service.name} run ${what.ref}`,
		change: { image: what.ref, policy: own },
		took: { image: what.ref, pause: service.pause ?? 0 },
		check: atRest(now, of, service.want),
	};
	// Once all went back, no later step is in effect: what must hold then is waited for where the way back ends.
	const restored = wasAtRest(now) ? { restored: atRest(now, of, service.want, back) } : {};
	const shares = [...sharesOf(now, of, what, policy.value), last];
	return allOf(
		shares.map((share, at) => stepOf(now, of, at === 0 ? { ...share, ...restored, isFirst: true } : share, back)),
	);
}

/** All values, or the first failure. */
function allOf<T>(results: readonly Result<T>[]): Result<readonly T[]> {
	const failure = results.find((result) => !result.ok);
	if (failure?.ok === false) return failure;
	return { ok: true, value: results.flatMap((result) => (result.ok ? [result.value] : [])) };
}

/** What a canary does, in words. */
export function canaryImpact({ service }: Now, { ref, canary }: CanaryOf): readonly string[] {
	const counts = countsOf(service.want, canary.shares);
	const each = lengthText(canary.lasts);
	return [
		`A canary: ${counts.join(', then ')} of ${service.want} tasks run ${ref}, each share is watched for ${each}; then all of them.`,
		'What breaks while a share is watched, or of which too little can be told, takes all of it back by itself.',
		'Swarm has one spec for all tasks of a service: a task of the old release that ends meanwhile is started as the new one. That takes all of it back too.',
		`Until its last step Swarm is told to wait between tasks, for ${Math.round(forever / 86_400_000)} days: it goes no further by itself. Its own update policy is put back then.`,
	];
}

/** What becomes of the update policy of a canary that was left half-way, in words. */
export function leftImpact(now: Now): readonly string[] {
	if (!isLeft(now)) return [];
	return [
		'Its update policy is that of a canary that was left half-way: it becomes one task at a time, without a pause.',
	];
}
