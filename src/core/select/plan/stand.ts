import { goneTarget } from '../../gone-target.ts';
import { environmentProtection, hostProtection } from '../../host/protection.ts';
import { environmentOf, hostOf } from '../../ids.ts';
import type { Millis, Protection, Service } from '../../model.ts';
import { type Plan, plannedService, subjectOf } from '../../plan.ts';
import { swarmStanding } from '../../platform-facts.ts';
import { renamed } from '../../renamed.ts';
import type { Run, State } from '../../state.ts';
import { isOfWalk } from '../../want.ts';

/** What runs as a service, as one comparable text: its containers with their images. A restart by policy is no change. */
export function standingOf(service: Service | undefined): string {
	if (service === undefined) return 'gone';
	const standing = swarmStanding(service);
	if (standing !== undefined) return standing;
	return service.instances
		.map((instance) => `${instance.host}/${instance.id} ${instance.image.id}`)
		.sort()
		.join('\n');
}

/** The protection of the environment that a service is in. Unknown is never open. */
export function protectionOf(state: State, service: string, now: Millis): Protection {
	return environmentProtection(state, environmentOf(service), now);
}

const strictness: readonly Protection[] = ['open', 'guarded', 'protected', 'locked'];

/**
 * The protection that counts for a plan. A command of a runbook can change all that is on its host: of it the stricter one of the
 * host's and of what it is about counts.
 */
export function planProtection(
	state: State,
	{ want, service }: Pick<Plan, 'want' | 'service'>,
	now: Millis,
): Protection {
	const host = hostOf(service);
	if (!isOfWalk(want)) return protectionOf(state, service, now);
	const about = host === undefined ? protectionOf(state, service, now) : hostProtection(state, host, now);
	const there = hostProtection(state, want.command.call.host, now);
	return strictness.findLast((one) => one === about || one === there) ?? 'protected';
}

/** Whether a run was begun: from then on it is never thrown away before its end. */
export function isBegun(run: Run): boolean {
	return run.stage === 'running' || run.stage === 'proving' || run.stage === 'watching' || run.stage === 'held';
}

/** Whether nobody asked for a run just now and nobody waits for it, as when what was kept is removed. */
export function isQuiet({ plan }: Pick<Run, 'plan'>): boolean {
	return plan.unasked === true;
}

/** Whether a run was begun that somebody asked for: screens tell of it. */
export function isOfSomebody(run: Run): boolean {
	return isBegun(run) && !isQuiet(run);
}

/** The run of a service or dataset (`subjectOf`) that is being carried out or held here, and that the operator asked for; one that is only watched lets others begin. */
export function ownRun(state: State, subject: string): Run | undefined {
	return Object.values(state.runs).find(
		(run) => subjectOf(run.plan) === subject && isOfSomebody(run) && run.stage !== 'watching',
	);
}

/** Whether environment and service are typed for it, and a reason, at every protection (keys.md, Tiers, tier 4). */
export function isGrave({ tier }: Pick<Plan, 'tier'>): boolean {
	return tier === 4;
}

/** Whether a plan still waits for the operator's word. */
export function isOpen(run: Run): boolean {
	return !isBegun(run) && run.stage !== 'ended';
}

/** Why a plan that is shown can no longer be confirmed as it is, in words; undefined when it can. */
export function outdated(state: State, run: Run, now: Millis): string | undefined {
	if (!isOpen(run)) return undefined;
	const gone = goneTarget(state, run.plan, plannedService(state.services, run.plan));
	if (gone !== undefined) return `${gone}; enter plans anew, up and down choose another release`;
	const other = renamed(state, run.plan, plannedService(state.services, run.plan), now);
	if (other !== undefined) return other;
	if (run.stage === 'stale') return run.because ?? 'the service changed since this plan was made';
	if (run.seen !== undefined && run.seen !== standingOf(plannedService(state.services, run.plan))) {
		const { instances = [], swarm } = plannedService(state.services, run.plan) ?? {};
		return instances.length > 0 || swarm !== undefined
			? 'what runs changed since this plan was made'
			: 'its container was removed: start or deploy it again first, then press enter';
	}
	return now >= run.plan.expires ? 'this plan is too old' : undefined;
}
