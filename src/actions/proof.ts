import { answers, containerIs } from '../core/expect.ts';
import type { Asks } from '../core/making.ts';
import type { Instance, Millis, Service } from '../core/model.ts';
import type { Check } from '../core/plan.ts';

/** What a container must be for an action to be proven; `startedAfter` and `image` where the action promises them. */
export interface Promised {
	readonly instance: Instance;
	readonly image?: string;
	readonly digest?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly startedAfter?: Millis;
}

function ranThrough({ id }: Service, { instance, image, digest, ...promised }: Promised, asks: Asks): Check {
	const { host, name } = instance;
	const what = image === undefined && digest === undefined ? '' : 'runs the promised image, ';
	const say = `${name} ${what}healthy, no restart`;
	const which = { ...(image === undefined ? {} : { image }), ...(digest === undefined ? {} : { digest }) };
	const must = { ...promised, ...which, healthy: true, restarts: 0 } as const;
	return containerIs(say, id, { host, container: name, ...must }, asks);
}

/**
 * What proves a change: each container healthy so many times in a row without a restart, and then the web address, asked
 * from outside, where the service has one.
 */
export function proofOf(service: Service, promised: readonly Promised[], asks: Asks): readonly Check[] {
	const inside = promised.map((one) => ranThrough(service, one, asks));
	if (asks.health === undefined) return inside;
	const say = `${asks.health.url} answers`;
	return [...inside, answers(say, service.id, asks.health, asks)];
}
