import type { Ask } from './call.ts';
import type { HealthSpec, NginxSpec } from './config/fleet.ts';
import type { Millis, PlatformId, Result, Service } from './model.ts';
import type { Check, Plan, Stand } from './plan.ts';
import type { ServiceAction, Unasked, Want } from './want.ts';

/** What a service asks of a proof: healthy so many times in a row within so long, and its web address if it has one. */
export interface Asks {
	readonly times: number;
	readonly within: Millis;
	readonly health?: HealthSpec;
	/** Which image the platform's steps bring: by its id, or where that is not known yet by its digest at its registry. */
	readonly promised?: PromisedImage;
}
/** An image that a plan promises. */
export type PromisedImage = { readonly image: string } | { readonly digest: string };
/** The head of a plan: where it goes from and to, and how we know the target. */
export interface Head {
	readonly from?: string;
	readonly to?: string;
	readonly proven?: string;
}

/** When and how safely: the same on every platform. */
export interface Action<A extends ServiceAction> {
	readonly name: A;
	readonly title: string;
	/** The key that asks for it; without one the palette does. None asks for one that is done by itself. */
	readonly asked: A extends Unasked ? false : { readonly key?: string };
	readonly tier: 2 | 4;
	/** It is about the locks alone: no platform has steps for it. */
	readonly locksOnly?: true;
	/** Why not now, in words. `named`: where it is to go was named, so that it needs no best target. */
	readonly blocked: (service: Service, now: Millis, named?: boolean) => string | undefined;
	readonly impact: (want: Want<A>, service: Service) => readonly string[];
	readonly proof: (want: Want<A>, service: Service, plan: string, asks: Asks) => readonly Check[];
	/** Fills in what the want leaves open (the best target of a roll back). */
	readonly settled?: (want: Want<A>, service: Service) => Result<Want<A>>;
	readonly head?: (want: Want<A>, service: Service) => Head;
	/** What its locks say that it does; unless given, its title and the service. */
	readonly doing?: (want: Want<A>, service: Service) => string;
	/** Whether it leaves nothing that runs: after its proof there is nothing to watch then. */
	readonly leavesNothing?: (want: Want<A>) => boolean;
	/** What it stands on; unless given, the containers of the service as they are. */
	readonly standsOn?: (want: Want<A>, service: Service) => readonly Stand[];
}
/** All actions, by name. */
export type Actions = { readonly [A in ServiceAction]: Action<A> };

/** How a canary goes: to which shares of the whole (in percent, rising), and what must hold for how long at each. */
export interface CanaryAsks {
	readonly shares: readonly number[];
	readonly lasts: Millis;
	readonly nginx?: NginxSpec;
	/** What is watched, made of what must go on to hold. */
	readonly window: (proof: readonly Check[]) => readonly Check[];
}

/** A name of ours on an image, and the host on which it has that. */
export interface KeptName {
	readonly host: string;
	readonly name: string;
}

/** What a platform's steps are made from. `id` is the plan's id: eight hex digits. */
export interface Making {
	readonly id: string;
	/** What a canary is asked for. */
	readonly canary?: CanaryAsks;
	/** So many of the last proven images are to be kept. */
	readonly keepImages?: number;
	readonly ask: Ask;
	readonly signal: AbortSignal;
	/** What a proof is asked for. */
	readonly asks: Asks;
	/** Names that earlier changes of the service gave images, so that they stay. */
	readonly keptNames?: readonly KeptName[];
	/** Hosts of which only the engine is reached: a command for one of them would run here. */
	readonly shellless?: readonly string[];
}
/** What a platform puts into a plan. */
export type Made = Pick<Plan, 'steps' | 'tidy' | 'keeps'> &
	Partial<Pick<Plan, 'impact' | 'changes' | 'before'>> & {
		/** Which image runs afterwards, where the want does not say it by its id. */
		readonly promised?: PromisedImage;
		/** Instead of what the action says of containers: where a change is not one of containers. */
		readonly instead?: Pick<Plan, 'impact' | 'proof' | 'stands' | 'looks'>;
	};
/** The steps of an action on a platform. It may ask; it never orders, it only writes orders down. */
export type Steps<A extends ServiceAction> = (want: Want<A>, of: Service, making: Making) => Promise<Result<Made>>;
/** Why not now, in words. `ofContainers`: what the action itself would say; `named` as there. */
export type Blocked = (service: Service, ofContainers: string | undefined, named?: boolean) => string | undefined;
/** With which commands: different on every platform. A missing action: it cannot, and the command says so. */
export interface Platform {
	readonly id: PlatformId;
	readonly title: string;
	readonly can: { readonly [A in ServiceAction]?: Steps<A> };
	/** Why not now, instead of what the action says, where a change is not one of containers. */
	readonly blocked?: { readonly [A in ServiceAction]?: Blocked };
	/** Why an action is missing from `can` and what to do instead, in words. */
	readonly cannot?: { readonly [A in ServiceAction]?: string };
}
