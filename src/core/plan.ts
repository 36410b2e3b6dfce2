import type { Ask, Read, Write } from './call.ts';
import type { HealthSpec } from './config/fleet.ts';
import type { Millis, PlatformId, Result, Service } from './model.ts';
import type { Probe } from './probe.ts';

/** A probe whose layers must all be `ok`: so many times in a row in time, or all the while by `enough` readings. */
export type Check = { readonly say: string; readonly probe: Probe } & (
	| { readonly holds: 'again'; readonly times: number; readonly within: Millis }
	| { readonly holds: 'throughout'; readonly lasts: Millis; readonly enough: number }
);

/** One order of a plan, so that a step is done or not. */
export interface PlanStep {
	readonly say: string;
	readonly does: Write;
	/** Did it take effect? Or why nobody can tell; its undo is then left to a person. */
	readonly took: Check | { readonly never: string };
	/**
	 * `byHand`: what a person sees to when the step failed half-way and there is no undo. `harmless`: although it is not
	 * undone, the service is as it was.
	 */
	readonly undo: Write | { readonly none: string; readonly byHand?: Write; readonly harmless?: true };
	/**
	 * `accepted`: the undo is over as soon as the engine has accepted it, since what it gives back may end by itself.
	 * Unless given: when `took` holds no more.
	 */
	readonly undone?: 'accepted';
	/** What must hold before the next step. */
	readonly check?: Check;
}

/** The lock on one host. */
export interface Lock {
	readonly host: string;
	readonly take: Write;
	readonly holder: Read;
	readonly beat: Write;
	readonly release: Write;
}

/** A container that a plan stands on, as it was when the plan was made: its id, and its name and image id then. */
export interface Stand {
	readonly host: string;
	readonly id: string;
	readonly name: string;
	readonly image: string;
	/** It must run and be healthy as well. */
	readonly healthy?: true;
}

/** An action as data, before it happens: what is shown is what is confirmed is what is journalled is what runs. */
export interface Plan {
	readonly id: string;
	readonly action: ActionName;
	readonly want: Want;
	readonly service: string;
	readonly title: string;
	/** Nobody asked for it just now, and its steps leave the service as it was: so nobody waits for it or decides about it. */
	readonly unasked?: true;
	/** Where it goes from and to, in words, for the head of the plan. */
	readonly from?: string;
	readonly to?: string;
	/** How we know that the target ran here. */
	readonly proven?: string;
	readonly impact: readonly string[];
	readonly made: Millis;
	readonly expires: Millis;
	/** The oldest fact that it stands on, and a digest of them all. */
	readonly oldest: Millis;
	readonly facts: string;
	readonly locks: readonly Lock[];
	/** Read anew once the locks are held; missing in plans of an earlier watchdeck. */
	readonly stands?: readonly Stand[];
	readonly steps: readonly PlanStep[];
	readonly proof: readonly Check[];
	readonly watch: readonly Check[];
	readonly unproven: 'hold' | 'undo';
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
	readonly how: 'enter' | 'y' | 'typed service' | '--yes' | 'resume' | 'kept 7 days';
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

/** What can be wanted. A new action is a line here. `to` of a rollback is an image id, `containers` are ids. */
export interface Wants {
	restart: object;
	rollback: { readonly to: string };
	tidy: { readonly containers: readonly string[] };
}
/** The actions, by name; each has its file in `actions/`. */
export type ActionName = keyof Wants;
/** The actions that no operator asks for: done by themselves, as an earlier plan said, and never over another's lock. */
export type Unasked = 'tidy';
/** The actions that an operator asks for. */
export type Asked = Exclude<ActionName, Unasked>;
/** What is wanted of an action: its name with what it needs to know. */
export type Want<A extends ActionName = ActionName> = { [K in A]: { readonly action: K } & Wants[K] }[A];

/** What a service asks of a proof: healthy so many times in a row within so long, and its web address if it has one. */
export interface Asks {
	readonly times: number;
	readonly within: Millis;
	readonly health?: HealthSpec;
}
/** The head of a plan: where it goes from and to, and how we know the target. */
export interface Head {
	readonly from?: string;
	readonly to?: string;
	readonly proven?: string;
}

/** When and how safely: the same on every platform. */
export interface Action<A extends ActionName> {
	readonly name: A;
	readonly title: string;
	/** The key that asks for it; none asks for one that is done by itself. */
	readonly asked: A extends Unasked ? false : { readonly key: string };
	readonly tier: 2 | 4;
	/** Why not now, in words. */
	readonly blocked: (service: Service, now: Millis) => string | undefined;
	readonly impact: (want: Want<A>, service: Service) => readonly string[];
	readonly proof: (want: Want<A>, service: Service, plan: string, asks: Asks) => readonly Check[];
	/** Fills in what the want leaves open (the best target of a roll back). */
	readonly settled?: (want: Want<A>, service: Service) => Result<Want<A>>;
	readonly head?: (want: Want<A>, service: Service) => Head;
	/** What its locks say that it does; unless given, its title and the service. */
	readonly doing?: (want: Want<A>, service: Service) => string;
	/** What it stands on; unless given, the containers of the service as they are. */
	readonly standsOn?: (want: Want<A>, service: Service) => readonly Stand[];
}
/** All actions, by name. */
export type Actions = { readonly [A in ActionName]: Action<A> };

/** What a platform's steps are made from. `id` is the plan's id: eight hex digits. */
export interface Making {
	readonly id: string;
	readonly ask: Ask;
	readonly signal: AbortSignal;
}
/** What a platform puts into a plan. */
export type Made = Pick<Plan, 'steps' | 'tidy' | 'keeps'> & Partial<Pick<Plan, 'impact'>>;
/** The steps of an action on a platform. It may ask; it never orders, it only writes orders down. */
export type Steps<A extends ActionName> = (want: Want<A>, of: Service, making: Making) => Promise<Result<Made>>;
/** With which commands: different on every platform. A missing action: it cannot, and the command says so. */
export interface Platform {
	readonly id: PlatformId;
	readonly title: string;
	readonly can: { readonly [A in ActionName]?: Steps<A> };
	/** Why an action is missing from `can` and what to do instead, in words. */
	readonly cannot?: { readonly [A in ActionName]?: string };
}
