import { planLabel } from '../core/engine/labels.ts';
import { answers, containerIs, once, type Times } from '../core/expect.ts';
import { failed } from '../core/failed.ts';
import { lengthText } from '../core/length-text.ts';
import type { Asks, CanaryAsks, Made, Making } from '../core/making.ts';
import type { Result } from '../core/model.ts';
import type { Check, PlanStep } from '../core/plan.ts';
import { type Behind, onPort, servedPort, unlikeFile, weightStep } from './nginx.ts';
import { namesOf, type Swap, swapParts } from './swap-steps.ts';

/** A container beside that of the service, of which nginx gives it a share first. */
export interface Shared {
	readonly behind: Behind;
	readonly swap: Swap;
	readonly canary: CanaryAsks;
	readonly asks: Asks;
}

/** The new container behind nginx, on the other one of its two ports; refused where that cannot be. */
export async function sharedOf(swap: Swap, making: Making): Promise<Result<Shared>> {
	const { canary, asks } = making;
	const { host, service, old } = swap;
	if (canary?.nginx === undefined) {
		const message = `${service} has nothing before it that could share what comes in.`;
		return failed('refused', message, 'Name its nginx in the config (`canary.nginx`), or deploy without --canary.');
	}
	if (!old.running) {
		const message = `${old.name} does not run: there is nothing to share with.`;
		return failed('refused', message, 'Start it first, or deploy without --canary.');
	}
	const { nginx } = canary;
	const now = servedPort(swap.body, nginx);
	if (now === undefined) {
		const message = `${service} is not published on just one of the ports ${nginx.ports.join(' and ')} of 127.0.0.1, which \`canary.nginx\` names.`;
		return failed('refused', message, 'Correct `ports`, or publish only that one.');
	}
	const next = nginx.ports.find((port) => port !== now) ?? now;
	const moving = asks.health?.url ?? '';
	if (nginx.ports.some((port) => moving.includes(`:${port}/`) || moving.endsWith(`:${port}`))) {
		const message = `The health address of ${service} (${moving}) names a port behind nginx, which only one of the two has.`;
		return failed('refused', message, 'Let `health` and `metrics` name the port of nginx.');
	}
	const behind = { host, service, nginx, now, next };
	const same = await unlikeFile(behind, making);
	if (!same.ok) return same;
	return { ok: true, value: { behind, canary, asks, swap: { ...swap, body: onPort(swap.body, next) } } };
}

/** That the new container serves as it must; as often as a proof asks unless given. */
export function nextHealthy({ swap, asks }: Shared, times: Times = asks): Check {
	const { host, service, id } = swap;
	const { next: container } = namesOf(swap);
	const must = { healthy: true, restarts: 0, labels: { [planLabel]: id } } as const;
	return containerIs(`${container} is healthy, no restart`, service, { host, container, ...must }, times);
}

function oldHealthy({ swap: { host, service, old }, asks }: Shared): Check {
	const must = { host, container: old.id, healthy: true, restarts: 0 } as const;
	return containerIs(`${old.id} is healthy, no restart`, service, must, asks);
}

/** Both run: the share of the new one is watched as long as the config says, and that it has it. */
function windowOf(shared: Shared, share: Check): readonly Check[] {
	const { swap, asks, canary } = shared;
	const outside =
		asks.health === undefined ? [] : [answers(`${asks.health.url} answers`, swap.service, asks.health, asks)];
	return canary.window([nextHealthy(shared), share, ...outside]);
}

/**
 * The new container runs beside the old one, on another port; nginx gives it one share after another, each watched, and then
 * everything. It gets nothing that is not healthy: of a run that was taken up again it may have ended since.
 */
export function besideSteps(shared: Shared): readonly PlanStep[] {
	const { behind, swap, canary } = shared;
	const { created, connected, started } = swapParts(swap);
	const needs = nextHealthy(shared, once);
	return [
		created,
		...connected,
		{ ...started, check: nextHealthy(shared) },
		...canary.shares.map((share) => {
			const step = weightStep(behind, share);
			return { ...step, needs, window: windowOf(shared, step.took) };
		}),
		// Where nginx's workers cannot be seen, a reload takes hold a moment after it was ordered: until then the old one may be asked.
		{ ...weightStep(behind, 100), needs, check: nextHealthy(shared) },
	];
}

/**
 * Once the new one has everything, the old one is stopped and put aside. So nobody waits, and on the way back the old one is
 * healthy before it gets anything.
 */
export function sharedSteps(shared: Shared): readonly PlanStep[] {
	const { stopped, unpoliced, putAway, named } = swapParts(shared.swap);
	const stop = { ...stopped, needs: nextHealthy(shared, once), restored: oldHealthy(shared) };
	return [...besideSteps(shared), stop, ...unpoliced, putAway, named];
}

/** What it means that both run, in words. */
export function besideImpact({ canary }: Shared): readonly string[] {
	const shares = canary.shares.map((share) => `${share} %`).join(', then ');
	return [
		`A canary: ${shares} of what comes in goes to the new release, each share is watched for ${lengthText(canary.lasts)}; then all of it.`,
		'What breaks while a share is watched, or of which too little can be told, takes all of it back by itself.',
		'While both run they use the same volumes, and who calls it by its name on a Docker network reaches either of them.',
	];
}

/** What it does, in words. */
export function sharedImpact(shared: Shared): readonly string[] {
	const { behind, swap } = shared;
	const { now, next, nginx } = behind;
	return [
		`No gap is expected: the new container runs on port ${next} beside the old one on ${now}, and nginx shares between them by ${nginx.file}.`,
		...besideImpact(shared),
		`Afterwards ${swap.old.name} is published on port ${next}: what names the old port and not nginx's does not find it.`,
	];
}

/** What a platform puts into a plan, by shares. */
export function sharing(made: Made, shared: Shared, before: readonly PlanStep[]): Made {
	const { impact = [] } = made;
	return { ...made, steps: [...before, ...sharedSteps(shared)], impact: [...sharedImpact(shared), ...impact] };
}
