import type { CarriedCall } from './carried.ts';
import type { Fleet } from './config/fleet.ts';
import type { Practice } from './drill/practice.ts';
import type { ImageOnHost, LedgerLine } from './engine/facts.ts';
import type { SwarmSaid } from './engine/swarm/said.ts';
import type { Finding } from './finding.ts';
import type { SeenLock } from './foreign-locks.ts';
import type { History } from './history/history.ts';
import type { HostLock } from './host/locks.ts';
import type { HostTop } from './host/top.ts';
import type { JournalEntry, Outcome } from './journal.ts';
import type { Keys } from './keys-rebound.ts';
import type { Condition, Failure, Instance, Layer, Lines, Millis, Numbers, Observed, Service, Stood } from './model.ts';
import type { OpenShells } from './open-shells.ts';
import type { Plan } from './plan.ts';
import type { OpenWalk, Runbooks } from './runbook/open.ts';
import type { Ui } from './ui.ts';
import type { Want } from './want.ts';

/**
 * How a host is reached right now. One that failed is `down` from then on until it is reached: `retry` says when the next
 * try is, `now` while it is being tried, `never` where it waits for a person; `failure` is of the last try.
 */
export type Link =
	| { readonly is: 'connecting'; readonly since: Millis }
	/** `through`: by which ssh, to be read after "is reached through". */
	| { readonly is: 'up'; readonly since: Millis; readonly through?: string }
	| {
			readonly is: 'down';
			readonly since: Millis;
			readonly failure: Failure;
			readonly retry: Millis | 'now' | 'never';
	  };

/** What one probe says of one layer of a service. `streak`: how often in a row it said the same. */
export interface LayerFact {
	readonly layer: Layer;
	/** What the probe is called there: its name in the config, else its kind. */
	readonly source: string;
	readonly kind: string;
	readonly observed: Observed<Condition>;
	readonly streak: number;
	/** How many failures in a row make it down. */
	readonly need: number;
	/** The newest 30 results, oldest first. */
	readonly history: readonly boolean[];
	readonly every: Millis;
	/** The host that it is asked from, or `local`; missing where the probe does not say. */
	readonly from?: string;
	/** What the probe measured of it, e.g. `{ status: 200, took: 12 }`. */
	readonly facts?: Readonly<Record<string, string | number>>;
	readonly findings?: readonly Finding[];
}

/** What an engine has, by host. */
export interface EngineState {
	readonly containers: Readonly<Record<string, Instance>>;
	readonly images: readonly ImageOnHost[];
	readonly id?: string;
	readonly version?: string;
	readonly api?: string;
	/** Its id as a node of a Swarm, and what that has, where it is a manager; `at`: when it was asked for. */
	readonly node?: string;
	readonly swarm?: Observed<SwarmSaid>;
	/** When the newest list of all containers was asked for, and news of single ones (also gone ones) after it, by id. */
	readonly asked?: Millis;
	readonly later?: Readonly<Record<string, Millis>>;
	/** When the newest list of images was asked for. */
	readonly imagesAsked?: Millis;
}

/** A restart by policy. `times`: how many there were, each within a minute of the one before. */
export interface CameBack {
	readonly at: Millis;
	readonly exit?: number;
	readonly oom?: boolean;
	readonly times?: number;
}

/** A plan on its way: shown, confirmed, running, proven. */
export interface Run {
	readonly plan: Plan;
	readonly opened: Millis;
	/** `stale`: the service changed since the plan was made. */
	readonly stage: 'shown' | 'typing' | 'asking' | 'running' | 'proving' | 'watching' | 'held' | 'ended' | 'stale';
	/** Once it is left, another target is to be chosen. */
	readonly other?: true;
	/** When its watch is over, while it is watched. */
	readonly until?: Millis;
	/** What ran when the plan was opened (`standingOf`): when it changes, the plan is stale. */
	readonly seen?: string;
	/** Why it is done, as its operator said. */
	readonly why?: string;
	/** The images of the targets in the order in which they stood when the first of these plans was opened. */
	readonly order?: readonly string[];
	readonly entries: readonly JournalEntry[];
	/** How far the order that is under way is, as it tells it. */
	readonly told?: { readonly step: number; readonly lines: readonly string[] };
	/** How the check that is waited for stands. */
	readonly checking?: { readonly say: string; readonly passed: number; readonly of: number; readonly because: string };
	readonly outcome?: Outcome;
	readonly because?: string;
	/** Commands that are left for a person to do by hand. */
	readonly left?: readonly string[];
}

/** A run that goes on without a cockpit: by whom it was left and when, and which program carries it out. */
export interface LeftRun {
	readonly run: string;
	readonly title: string;
	readonly service: string;
	readonly by: string;
	readonly since: Millis;
	readonly session: string;
}

/** All that the screen is made of, but for the numbers and log lines, which lie in rings beside it. */
export interface State {
	readonly started: Millis;
	readonly demo: boolean;
	readonly readOnly: boolean;
	readonly operator: string;
	/** Which program this is, as walks and journal name it; missing where nobody said. */
	readonly session?: string;
	/** The config's path, where there is one. */
	readonly config?: string;
	readonly fleet: Fleet;
	/** The keys of the operator's own choice that count: those with which the cockpit was opened. */
	readonly keys?: Keys;
	readonly links: Readonly<Record<string, Link>>;
	readonly engines: Readonly<Record<string, Observed<EngineState>>>;
	/** Whether each engine answers at all, by host: asked far more often than what it has. */
	readonly pings: Readonly<Record<string, Observed<true>>>;
	readonly hostFacts: Readonly<Record<string, Observed<Readonly<Record<string, string | number>>>>>;
	/** The containers, by their whole ids, whose use a host itself tells; a host that was not asked yet is missing. */
	readonly counted: Readonly<Record<string, Readonly<Record<string, true>>>>;
	/** What keeps a host busy, of those that were looked at. */
	readonly tops: Readonly<Record<string, Observed<HostTop>>>;
	/** The locks that lie on each host, and when they were read; our own ones are among them. */
	readonly locks: Readonly<Record<string, { readonly all: readonly HostLock[]; readonly at: Millis }>>;
	/** The locks of other programs on each host, and when they were read. */
	readonly foreign: Readonly<Record<string, { readonly all: readonly SeenLock[]; readonly at: Millis }>>;
	readonly ledger: readonly LedgerLine[];
	/** Made by `reduce` from engines, ledger and fleet; a service that did not change keeps its identity. */
	readonly services: Readonly<Record<string, Service>>;
	/** By service id (or `host/NAME`), then by the probe's source. */
	readonly layers: Readonly<Record<string, Readonly<Record<string, LayerFact>>>>;
	/** When each service took its present condition: kept so that `since` is true over many readings. */
	readonly conditions: Readonly<Record<string, Condition>>;
	/** How services and hosts stood when they were last watched before this session, by the same ids; empty until it was read. */
	readonly stood: Readonly<Record<string, Stood>>;
	/** When the newest restart by policy was seen, by instance id, and how it ended: shown for a minute. */
	readonly cameBack: Readonly<Record<string, CameBack>>;
	readonly making?: { readonly want: Want; readonly service: string; readonly since: Millis };
	readonly runs: Readonly<Record<string, Run>>;
	/** Runs that a cockpit was left with and that go on without one, on this machine. */
	readonly left?: readonly LeftRun[];
	/** The runbooks, once they were looked for. */
	readonly runbooks?: Runbooks;
	/** The walks that are open here, and those without an end in the journal, by their ids. */
	readonly walks: Readonly<Record<string, OpenWalk>>;
	/** The drill that is under way or over. */
	readonly drill?: Practice;
	/** The shells that are open now, also those of another watchdeck on this machine. */
	readonly shells: OpenShells;
	/** `failure`: why it could not be read; `unwritable`: why nothing can be added to it. */
	readonly journal: {
		readonly entries: readonly JournalEntry[];
		readonly failure?: Failure;
		readonly unwritable?: Failure;
	};
	/** Why what is measured and what happens is not kept for later. */
	readonly unkept?: Failure;
	readonly ui: Ui;
}

/** What lies in rings beside the state. */
export interface Feeds {
	readonly numbers: Numbers;
	readonly lines: (service: string) => Lines;
	/** Calls back when log lines came; the answer ends it. */
	readonly linesChanged?: (changed: () => void) => () => void;
	/** The newest calls to the outside, the newest first; missing where they are not remembered. */
	readonly calls?: () => readonly CarriedCall[];
	/** What was measured and what happened, also before this session; missing where nothing is kept. */
	readonly history?: History;
}

/** What a screen draws, made of the state, the rings and the time. */
export type Selector<T> = (state: State, feeds: Feeds, now: Millis) => T;
