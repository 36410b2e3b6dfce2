import type { Json, Read, Write } from './call.ts';
import type { Change } from './engine/changes.ts';
import type { GroupExpect } from './expect.ts';
import type { ForeignName } from './foreign-locks.ts';
import type { Millis, Service } from './model.ts';
import type { Probe } from './probe.ts';
import type { Expectation } from './runbook/expectation.ts';
import { type ActionName, datasetSubject, isOfDataset, isOfWalk, type Want } from './want.ts';

/** A probe whose layers must all be `ok`: so many times in a row in time, or all the while by `enough` readings. */
export type Check = { readonly say: string; readonly probe: Probe } & (
	| { readonly holds: 'again'; readonly times: number; readonly within: Millis }
	| ({ readonly holds: 'throughout'; readonly lasts: Millis; readonly enough: number } & Lasting)
);

/** How a check that must hold all the while is read. */
export interface Lasting {
	/** So many bad readings in a row break it; one does unless given. */
	readonly failures?: number;
	/** So many requests must have come meanwhile, as its readings count them (their fact `requests`). */
	readonly requests?: number;
	/** It is not read before so long: until then it would tell of what was before. */
	readonly after?: Millis;
}

/** How many bytes an order is expected to write, and how long it is expected to take: as it was the last time. */
export interface Expected {
	readonly bytes?: number;
	readonly takes?: Millis;
}

/** One order of a plan, so that a step is done or not. */
export interface PlanStep {
	readonly say: string;
	readonly does: Write;
	/** Did it take effect? Or why nobody can tell; its undo is then left to a person. */
	readonly took: Check | { readonly never: string };
	/**
	 * `byHand`: what a person sees to when the step failed half-way and there is no undo. `harmless`: although it is not
	 * undone, the service is as it was. `again`: it is about what the steps before it made, which their undo takes away; so it is
	 * passed on the way back, and is to be done again where the run is finished all the same.
	 */
	readonly undo:
		| Write
		| { readonly none: string; readonly byHand?: Write; readonly harmless?: true }
		| { readonly none: string; readonly byHand?: never; readonly harmless: true; readonly again: true };
	/**
	 * `accepted`: the undo is over as soon as the engine has accepted it, since what it gives back may end by itself.
	 * Unless given: when `took` holds no more.
	 */
	readonly undone?: 'accepted';
	/** What is ordered first when the engine refuses its undo with these words; the undo is given again then. */
	readonly unblock?: { readonly said: string; readonly by: Write };
	/** What must hold before its order: where it does not, the order is not given and all goes back. */
	readonly needs?: Check;
	/** What its answer must say, else it has failed; with a code that is no failure, whatever it says. */
	readonly expect?: readonly Expectation[];
	/** What must hold before the next step. */
	readonly check?: Check;
	/** What must hold after that, all the while and side by side, before the next step; else all goes back. */
	readonly window?: readonly Check[];
	/** The order tells how far it is while it is under way: the layers of an image that is pulled, or bytes that are written. */
	readonly progress?: 'pull' | Expected;
	/** What must hold once its undo was given, before the step before it is undone. */
	readonly restored?: Check;
	/**
	 * Its order and its undo lead to the same end from wherever they were cut, however often they are given. So either is given
	 * again whatever `took` says, which sees too little of what is half-way.
	 */
	readonly converges?: true;
}

/** The lock on one host. */
export interface Lock {
	readonly host: string;
	readonly take: Write;
	readonly holder: Read;
	readonly beat: Write;
	readonly release: Write;
	/** Whose lock it takes over, in words. */
	readonly over?: string;
}

/** A container that a plan stands on, as it was when the plan was made: its id, and its name and image id then. */
export interface Stand {
	readonly host: string;
	readonly id: string;
	readonly name: string;
	readonly image: string;
	/** It must run and be healthy as well. */
	readonly healthy?: true;
	/** Others take its place meanwhile, not made by us: all that bear these labels run one of these images. */
	readonly group?: Pick<GroupExpect, 'labels' | 'images' | 'digest'>;
}

/**
 * A container that its platform removes itself: what it was, values that may be secret only by reference, and the name by which
 * its image stays.
 */
export interface Before {
	readonly host: string;
	readonly container: string;
	readonly name: string;
	readonly image: string;
	readonly pin: string;
	/** It as the body of a request that would create it. */
	readonly made: Json;
}

/** How something looks before the steps of a plan and after them: neither holds once somebody else has changed it. */
export interface Looks {
	/** What it is called in sentences. */
	readonly name: string;
	readonly before: Check;
	readonly after: Check;
}

/** What must hold before the first order of a deploy. Made for new code: a roll back passes it by. */
export interface Gate {
	readonly name: string;
	/** `none`: why it cannot hold, where there is nothing to look at. */
	readonly must: Check | { readonly say: string; readonly none: string };
	/** What to do when it does not hold. */
	readonly fix: string;
	/** What it was when the plan was made. */
	readonly was?: { readonly is: 'passed' | 'failed'; readonly because: string };
}

/** A lock of another program on a host, and how it is looked for. */
export interface Heed extends ForeignName {
	readonly host: string;
	readonly read: Read;
}

/** An action as data, before it happens: what is shown is what is confirmed is what is journalled is what runs. */
export interface Plan {
	readonly id: string;
	readonly action: ActionName;
	readonly want: Want;
	readonly service: string;
	readonly title: string;
	/** It is grave: environment and service are typed, and a reason, whatever the protection. */
	readonly tier?: 4;
	/** Nobody asked for it just now, and its steps leave the service as it was: so nobody waits for it or decides about it. */
	readonly unasked?: true;
	/** Where it goes from and to, in words, for the head of the plan. */
	readonly from?: string;
	readonly to?: string;
	/** How we know that the target ran here. */
	readonly proven?: string;
	readonly impact: readonly string[];
	/** What comes of it as things are at this moment, which the next one changes: ages, sizes, rows. Said before the impact. */
	readonly moment?: readonly string[];
	/** What would be different in its containers; missing where that is not known beforehand. */
	readonly changes?: readonly Change[];
	readonly made: Millis;
	readonly expires: Millis;
	/** The oldest fact that it stands on, and a digest of them all. */
	readonly oldest: Millis;
	readonly facts: string;
	readonly locks: readonly Lock[];
	/** Some of the locks lie on the machine that asks, since the host has no shell: who asks elsewhere is not kept out. */
	readonly localLock?: true;
	/** Locks of other programs that nobody may hold while it begins. */
	readonly heeds?: readonly Heed[];
	/** What must hold before step 1: looked at while it is planned, and again once the locks are held. */
	readonly gates?: readonly Gate[];
	/** Read anew once the locks are held; missing in plans of an earlier watchdeck. */
	readonly stands?: readonly Stand[];
	/** How what is changed looks, where that is no container; missing where it is one. */
	readonly looks?: Looks;
	/** The containers that are no more once it is done. */
	readonly before?: readonly Before[];
	readonly steps: readonly PlanStep[];
	readonly proof: readonly Check[];
	/** What must hold after the proof, all the while and without the lock; none: the proof is all. */
	readonly watch: readonly Check[];
	/** What VERIFIED will not stand on, in sentences: it was not watched, or errors were not measured. */
	readonly lacks?: readonly string[];
	/** What follows a proof or watch that fails; `leave`: nothing, since what was made stays and nothing else was changed. */
	readonly unproven: 'hold' | 'undo' | 'leave';
	/** What is tidied up after VERIFIED (containers that an earlier change kept). A failure here is told, never undone. */
	readonly tidy: readonly Write[];
	/**
	 * How long it keeps the containers that it puts aside, if no verified change comes before, as its impact says. Missing:
	 * nothing was said of a time, so none of them is removed for its age.
	 */
	readonly keeps?: Millis;
}

/** Who agreed, how, to which plan (`of`: its digest). */
export interface Consent {
	readonly by: string;
	readonly at: Millis;
	readonly why?: string;
	readonly of: string;
	/** `kept 7 days`: it was agreed to with the plan that kept what is now removed. */
	readonly how: 'enter' | 'y' | 'typed service' | 'typed env/service' | '--yes' | 'resume' | 'kept 7 days';
	/** Who made the plan that was read and is applied here, as its file says, and which one it was. */
	readonly reviewed?: { readonly by: string; readonly plan: string; readonly made: Millis };
	/** The program that carries it out (machine and process), so that a run that goes on is told from one that was cut. */
	readonly session?: string;
}

declare const consent: unique symbol;
/** Only `confirm` makes one, only `perform` takes one. */
export interface ConfirmedPlan {
	readonly plan: Plan;
	readonly consent: Consent;
	readonly [consent]: true;
}

/** What a plan changes, in a text that nothing else has: a dataset may bear the name of a service. */
export function subjectOf({ want, service }: Pick<Plan, 'want' | 'service'>): string {
	if (isOfWalk(want)) return want.of ?? `walk ${service}`;
	return isOfDataset(want) ? datasetSubject(service) : service;
}
/** The service that a plan is for, where it is one. */
export function plannedService(
	services: Readonly<Record<string, Service>>,
	{ want, service }: Pick<Plan, 'want' | 'service'>,
): Service | undefined {
	if (isOfWalk(want)) return want.of === undefined ? undefined : services[want.of];
	return isOfDataset(want) ? undefined : services[service];
}
