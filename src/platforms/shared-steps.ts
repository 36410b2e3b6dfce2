import { planLabel } from '../core/engine/labels.ts';
import { answers, containerIs } from '../core/expect.ts';
import { failed } from '../core/failed.ts';
import { lengthText } from '../core/length-text.ts';
import type { Asks, CanaryAsks, Made, Making } from '../core/making.ts';
import type { Result } from '../core/model.ts';
import type { Check, PlanStep } from '../core/plan.ts';
import { type Behind, onPort, servedPort, unlikeFile, weightStep } from './nginx.ts';
import { namesOf, type Swap, swapParts } from './swap-steps.ts';

/** A swap of which nginx gives the new container a share first. */
export interface Shared {
	readonly behind: Behind;
	readonly swap: Swap;
	readonly canary: CanaryAsks;
	readonly asks: Asks;
}

/** The swap behind nginx, the new container on the other one of its two ports; refused where that cannot be. */
export async function sharedOf(swap: Swap, making: Making): Promise<Result<Shared>> {
	const { canary, asks } = making;
	const { host, service } = swap;
	if (canary?.nginx === undefined) {
		const message = `${service} has nothing before it that could share what comes in.`;
		return failed('refused', message, 'Name its nginx in the config (`canary.nginx`), or deploy without --canary.');
	}
	const { nginx } = canary;
	const now = servedPort(swap.body, nginx);
	if (now === undefined) {
		const message = `${service} is not published on just one of the ports ${nginx.ports.join(' and ')}, which \`canary.nginx\` names.`;
		return failed('refused', message, 'Correct `ports`, or publish only that one.');
	}
	const next = nginx.ports.find((port) => port !== now) ?? now;
	const moving = asks.health?.url ?? '';
	if (nginx.ports.some((port) => moving.includes(`:${port}/`) || moving.endsWith(`:${port}`))) {
		const message = `The health address of ${service} (${moving}) names a port that changes with each canary.`;
		return failed('refused', message, 'Let `health` and `metrics` name the port of nginx.');
	}
	const behind = { host, service, nginx, now, next };
	const same = await unlikeFile(behind, making);
	if (!same.ok) return same;
	return { ok: true, value: { behind, canary, asks, swap: { ...swap, body: onPort(swap.body, next) } } };
}

function healthy({ swap, asks }: Shared, container: string, label: boolean): Check {
	const { host, service, id } = swap;
	const must = { healthy: true, restarts: 0, ...(label ? { labels: { [planLabel]: id } } : {}) } as const;
	return containerIs(`${container} is healthy, no restart`, service, { host, container, ...must }, asks);
}

/** Both run: the share of the new one is watched as long as the config says. */
function windowOf(shared: Shared): readonly Check[] {
	const { swap, asks, canary } = shared;
	const outside =
		asks.health === undefined ? [] : [answers(`${asks.health.url} answers`, swap.service, asks.health, asks)];
	return canary.window([healthy(shared, namesOf(swap).next, true), ...outside]);
}

/**
 * The new container runs beside the old one, on another port; nginx gives it one share after another, each watched, and then
 * everything. Only then the old one is stopped and put aside. So nobody waits, and on the way back the old one is healthy
 * before it gets anything.
 */
export function sharedSteps(shared: Shared): readonly PlanStep[] {
	const { behind, swap, canary } = shared;
	const { created, connected, started, stopped, unpoliced, putAway, named } = swapParts(swap);
	const window = windowOf(shared);
	const { next } = namesOf(swap);
	const stop = swap.old.running ? { ...stopped, restored: healthy(shared, swap.old.id, false) } : stopped;
	return [
		created,
		...connected,
		{ ...started, check: healthy(shared, next, true) },
		...canary.shares.map((share) => ({ ...weightStep(behind, share), window })),
		// A reload takes hold a moment after it was ordered: until then the old one may be asked.
		{ ...weightStep(behind, 100), check: healthy(shared, next, true) },
		stop,
		...unpoliced,
		putAway,
		named,
	];
}

/** What it does, in words. */
export function sharedImpact({ behind, swap, canary }: Shared): readonly string[] {
	const { now, next, nginx } = behind;
	const shares = canary.shares.map((share) => `${share} %`).join(', then ');
	return [
		`No gap is expected: the new container runs on port ${next} beside the old one on ${now}, and nginx shares between them by ${nginx.file}.`,
		`A canary: ${shares} of what comes in goes to the new release, each share is watched for ${lengthText(canary.lasts)}; then all of it.`,
		'What breaks while a share is watched, or of which too little can be told, takes all of it back by itself.',
		'While both run they use the same volumes, and who calls it by its name on a Docker network reaches either of them.',
		`Afterwards ${swap.old.name} is published on port ${next}: what names the old port and not nginx's does not find it.`,
	];
}

/** What a platform puts into a plan, by shares. */
export function sharing(made: Made, shared: Shared, before: readonly PlanStep[]): Made {
	const { impact = [] } = made;
	return { ...made, steps: [...before, ...sharedSteps(shared)], impact: [...sharedImpact(shared), ...impact] };
}
