import type { Json, Write } from '../core/call.ts';
import type { Connecting } from '../core/engine/body/networks.ts';
import { planLabel } from '../core/engine/labels.ts';
import { type ContainerExpect, containerIs } from '../core/expect.ts';
import type { PlanStep } from '../core/plan.ts';
import { order, part } from './engine-call.ts';
import type { Inspected } from './inspected.ts';

/** What the steps are made of that put one container in the place of another. */
export interface Swap {
	readonly host: string;
	readonly service: string;
	/** The plan's id. */
	readonly id: string;
	readonly old: Inspected;
	/** What the new container is created from; bears the plan's label. */
	readonly body: Json;
	readonly networks: readonly Connecting[];
}

/** What a swap makes and keeps, by name. Each bears the plan's id, so that no two plans can mean the same thing. */
export function namesOf({ old, id }: Pick<Swap, 'old' | 'id'>): { readonly next: string; readonly kept: string } {
	return { next: `${old.name}-next-${id}`, kept: `${old.name}-rb-${id}` };
}

const already = [204, 304];

function policyBody(name: string, tries: number): Json {
	return { RestartPolicy: name === 'on-failure' ? { Name: name, MaximumRetryCount: tries } : { Name: name } };
}

/** The parts of a swap that are the same for all its steps. */
function partsOf(swap: Swap) {
	const { host, service, old } = swap;
	const names = namesOf(swap);
	const post = (container: string, verb: string, allowing = {}): Write =>
		order(host, 'POST', `/containers/${part(container)}/${verb}`, allowing);
	const is = (say: string, container: string, expect: Omit<ContainerExpect, 'host' | 'container'>) =>
		containerIs(say, service, { host, container, ...expect });
	return { ...names, old, post, is, mark: { [planLabel]: swap.id } };
}

function created(swap: Swap): PlanStep {
	const { next, is, mark } = partsOf(swap);
	return {
		say: `create ${next} from it, not started yet`,
		does: order(swap.host, 'POST', `/containers/create?name=${part(next)}`, { body: swap.body }),
		took: is(`${next} of this plan is there`, next, { labels: mark }),
		undo: order(swap.host, 'DELETE', `/containers/${part(next)}?force=1`, { fine: [204, 404] }),
	};
}

function connected(swap: Swap, { network, endpoint }: Connecting): PlanStep {
	const { next, is, mark } = partsOf(swap);
	const body: Json = { Container: next, EndpointConfig: endpoint };
	return {
		say: `connect ${next} to the network ${network}`,
		does: order(swap.host, 'POST', `/networks/${part(network)}/connect`, { body }),
		took: is(`${next} is in the network ${network}`, next, { network, labels: mark }),
		undo: order(swap.host, 'POST', `/networks/${part(network)}/disconnect`, { body: { Container: next, Force: true } }),
	};
}

function unpoliced(swap: Swap): readonly PlanStep[] {
	const { old, post, is } = partsOf(swap);
	const { name, tries } = old.policy;
	if (name === 'no') return [];
	return [
		{
			say: `let the engine not restart the old ${old.name} any more`,
			does: post(old.id, 'update', { body: policyBody('no', 0) }),
			took: is(`the old ${old.name} is not restarted`, old.id, { policy: 'no' }),
			undo: post(old.id, 'update', { body: policyBody(name, tries) }),
			// A daemon that restarted meanwhile has started it again, by its policy.
			check: is(`the old ${old.name} is still stopped`, old.id, { running: false }),
		},
	];
}

/**
 * Also of one that did not run when the plan was made: somebody may have started it since, and it would hold the ports.
 * Its undo starts it; that a release which ends by itself then stays up is not ours to promise.
 */
function stopped(swap: Swap): PlanStep {
	const { old, post, is } = partsOf(swap);
	return {
		say: old.running ? `stop the old ${old.name}` : `see to it that the old ${old.name} is stopped`,
		does: post(old.id, 'stop', { fine: already, timeout: old.grace + 30_000 }),
		took: is(`the old ${old.name} is stopped`, old.id, { running: false }),
		undo: old.running
			? post(old.id, 'start', { fine: already })
			: { none: `${old.name} did not run when the plan was made.`, harmless: true },
		...(old.running ? { undone: 'accepted' as const } : {}),
	};
}

function putAway(swap: Swap): PlanStep {
	const { old, kept, post, is } = partsOf(swap);
	return {
		say: `rename the old ${old.name} to ${kept}, where it is kept`,
		does: post(old.id, `rename?name=${part(kept)}`),
		took: is(`the old ${old.name} is called ${kept}`, old.id, { name: kept }),
		undo: post(old.id, `rename?name=${part(old.name)}`),
	};
}

function started(swap: Swap): PlanStep {
	const { old, next, post, is, mark } = partsOf(swap);
	return {
		say: `start ${next}`,
		does: post(next, 'start', { fine: already, timeout: 60_000 }),
		took: is(`${next} runs`, next, { running: true, labels: mark }),
		undo: post(next, 'stop', { fine: already, timeout: old.grace + 30_000 }),
	};
}

/** The engine renames no container that it waits to start again, as it does with one that crashes in a loop (decision 003). */
function named(swap: Swap): PlanStep {
	const { old, next, post, is, mark } = partsOf(swap);
	return {
		say: `rename ${next} to ${old.name}`,
		does: post(next, `rename?name=${part(old.name)}`),
		took: is(`${old.name} is the one of this plan`, old.name, { labels: mark }),
		undo: post(old.name, `rename?name=${part(next)}`),
		unblock: { said: 'sandbox', by: post(old.name, 'stop', { fine: already, timeout: old.grace + 30_000 }) },
	};
}

/**
 * The steps that put a container of another image in the place of the old one, which is stopped and kept. All that can
 * fail without harm comes before the stop (docker.md §2). The policy goes after the stop, so that the way back gives it
 * back before the start. The old one is named by id, the new one by a name that only
 * this plan uses, so that an order can never meet the wrong container.
 */
export function swapSteps(swap: Swap): readonly PlanStep[] {
	const parts = swapParts(swap);
	const { created: made, connected: joined, stopped: ended, unpoliced: left, putAway: kept } = parts;
	return [made, ...joined, ended, ...left, kept, parts.started, parts.named];
}

/** The steps of a swap by what they do, for who puts others between them. */
export function swapParts(swap: Swap) {
	return {
		created: created(swap),
		connected: swap.networks.map((each) => connected(swap, each)),
		stopped: stopped(swap),
		unpoliced: unpoliced(swap),
		putAway: putAway(swap),
		started: started(swap),
		named: named(swap),
	};
}
