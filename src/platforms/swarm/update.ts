import type { Json, Write } from '../../core/call.ts';
import { type SpecChange, specWith } from '../../core/engine/swarm/body.ts';
import { type SwarmExpect, swarmIs, type Times } from '../../core/expect.ts';
import type { Millis, Result, Service } from '../../core/model.ts';
import type { Check, Looks, PlanStep } from '../../core/plan.ts';
import { order, part } from '../engine-call.ts';
import type { Now } from './now.ts';

/** A change of a service's spec, and the one that takes it back; without that one it cannot be undone, as is said. */
export interface Changing {
	readonly say: string;
	readonly change: SpecChange;
	readonly back: SpecChange | { readonly none: string };
	/** What its spec says once the order was taken. */
	readonly took: Pick<SwarmExpect, 'image' | 'replicas' | 'forceAbove'>;
	readonly tookSay: string;
	/** How many tasks are wanted afterwards. */
	readonly want: number;
}

/** How long one task may take to be replaced besides being watched, and how long all of it may take. */
const perTask: Millis = 60_000;
const least: Millis = 180_000;
const most: Millis = 3_600_000;
/** How often the check asks, as `core/expect.ts` has it. */
const every: Millis = 2_000;

/** As long as Swarm itself watches a new task, the service must stay as it is; and it takes its time task by task. */
export function restTimes({ service }: Now, want: number): Times {
	const within = least + Math.max(want, service.want) * (perTask + service.monitor);
	return { times: 2 + Math.ceil(service.monitor / every), within: Math.min(most, within) };
}

/** What of a change its spec is looked for. */
function seen({ policy: _policy, ...change }: SpecChange): Omit<SpecChange, 'policy'> {
	return change;
}

/** The service at rest: every task runs by the spec of now, nothing else does. `back`: and that says again what it said. */
export function atRest(now: Now, of: Service, want: number, back?: SpecChange): Check {
	const { host, service, facts } = now;
	const say = `${service.name} runs as ${back === undefined ? 'its spec says' : 'before'}`;
	const settled = {
		...(service.mode === 'global' ? { want: facts.want } : {}),
		...(back === undefined ? {} : { back: true as const }),
	};
	const expect = { host, service: service.id, name: service.name, ...(back === undefined ? {} : seen(back)), settled };
	return swarmIs(say, of.id, expect, restTimes(now, want));
}

/** How the spec looks before a change and after it: an image, how many replicas, and how often it was restarted. */
export function looksOf({ host, service }: Now, of: Service, change: SpecChange): Looks {
	const { id, name, image, force, want, mode } = service;
	const before = { image, force, ...(mode === 'replicated' ? { replicas: want } : {}) };
	const is = (say: string, must: SpecChange) => swarmIs(say, of.id, { host, service: id, name, ...seen(must) });
	return {
		name,
		before: is(`the spec of ${name} is that of then`, before),
		after: is(`the spec of ${name} is the one of this change`, { ...before, ...change }),
	};
}

/** What did not run well before is not promised to run well once it is put back. */
export function wasAtRest({ service, facts }: Now): boolean {
	const want = service.mode === 'global' ? facts.want : service.want;
	return facts.running >= want && !(service.update?.state ?? '').endsWith('paused');
}

export function updateOf({ host, service }: Now, body: Json, version: 'planned' | 'now'): Write {
	const path = `/services/${part(service.id)}/update`;
	// Somebody else's change between the plan and the order is never overwritten: the Swarm refuses an older version.
	if (version === 'planned') return order(host, 'POST', `${path}?version=${service.version}`, { body });
	const index = { kept: { host, service: service.id, at: ['Version', 'Index'] } };
	return order(host, 'POST', path, { body, query: { version: index } });
}

function undoOf(now: Now, back: Changing['back']): Result<PlanStep['undo']> {
	if ('none' in back) return { ok: true, value: back };
	const body = specWith(now.json, back, now.host);
	return body.ok ? { ok: true, value: updateOf(now, body.value, 'now') } : body;
}

/** One change of the spec, followed until the service is at rest by it. */
export function updateStep(now: Now, of: Service, changing: Changing): Result<PlanStep> {
	const { host, service, json } = now;
	const { say, change, back, took, tookSay, want } = changing;
	const body = specWith(json, change, host);
	if (!body.ok) return body;
	const undo = undoOf(now, back);
	if (!undo.ok) return undo;
	return {
		ok: true,
		value: {
			say,
			does: updateOf(now, body.value, 'planned'),
			took: swarmIs(tookSay, of.id, { host, service: service.id, name: service.name, ...took }),
			undo: undo.value,
			check: atRest(now, of, want),
			...('none' in back || !wasAtRest(now) ? {} : { restored: atRest(now, of, service.want, back) }),
		},
	};
}
