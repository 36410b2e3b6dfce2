/** The words of the product as types: what is watched. Source of each word: the glossary in `src/README.md`. */

import type { SwarmService } from './engine/swarm/said.ts';

/** Milliseconds since 1970 (a time) or a length of time in milliseconds. */
export type Millis = number;

/** How much confirmation a change in an environment takes. None given: `protected`. */
export type Protection = 'open' | 'guarded' | 'protected' | 'locked';

/** What an operator thinks in: `production`, `staging`, `local`. */
export interface Environment {
	readonly name: string;
	readonly protection: Protection;
	/** How long its services are watched after a proof, unless they say otherwise; 0: not at all. */
	readonly watch?: Millis;
}

/** A machine. `engine` is its Docker socket path there, or a `tcp://` address. */
export interface Host {
	readonly name: string;
	readonly reach: 'local' | 'demo' | { readonly ssh: string };
	readonly engine?: string;
	/** The system's `ssh` reaches it, whatever ours could; missing: the one that can. */
	readonly transport?: 'openssh';
	/** Its engine may be asked by `sudo -n docker system dial-stdio`. */
	readonly sudo?: true;
	/** Paths of the client's certificates for an engine at a `tcp://` address with TLS. */
	readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

/** An image as the engine knows it. `id` is `sha256:…`; what is not known is missing. */
export interface Image {
	readonly id: string;
	readonly digest?: string;
	readonly ref?: string;
	readonly revision?: string;
	/** As its labels tell it. */
	readonly version?: string;
}

/** How we know that a release ran here: our own ledger, a container that is still there, or not at all. */
export type Proof = 'ledger' | 'container' | 'platform' | 'image only';

/** A version that ran or could run. What is not known is missing, never guessed. */
export interface Release {
	readonly id: string;
	readonly label: string;
	readonly image?: Image;
	/** When it first began to serve, and when it last did, as far as we know. */
	readonly first?: Millis;
	readonly at?: Millis;
	/** Of what runs: since when nothing else has, whatever was restarted meanwhile. */
	readonly since?: Millis;
	/** When it last stopped serving. */
	readonly until?: Millis;
	/** When its image was built. */
	readonly built?: Millis;
	readonly proof: Proof;
	readonly can: 'runs' | 'ready' | 'pull' | 'gone' | 'unknown';
}

/** A state for people, with the reason in one sentence. */
export interface Condition {
	readonly is: 'ok' | 'degraded' | 'down' | 'unknown';
	readonly because: string;
	readonly since: Millis;
	/** It was so at the first reading and may have begun before `since`. */
	readonly before?: true;
	/** How it stood when it was last watched before this session, as long as it is not decided whether it still does. */
	readonly stood?: Stood;
	/** What to do about it, in a sentence; of what a probe found. */
	readonly fix?: string;
	/** Of what a probe found down: to ask again would tell the same, as of a certificate that has ended. */
	readonly certain?: true;
}

/** How something stood when it was last watched, at `seen`; since when. */
export interface Stood {
	readonly is: Condition['is'];
	readonly since: Millis;
	readonly seen: Millis;
}

/** The four facts that are kept apart and make the condition. */
export type ServingLayer = 'control' | 'process' | 'health' | 'outside';
/** What a probe speaks of: the four, or what is known beside them and does not say how it is served. */
export type Layer = ServingLayer | 'backup' | 'schedule' | 'security' | 'release';

/** One container of a service. `labels` holds only those that we know the meaning of. */
export interface Instance {
	readonly host: string;
	readonly id: string;
	readonly name: string;
	readonly image: Image;
	readonly created?: Millis;
	readonly started?: Millis;
	readonly ended?: Millis;
	/** By how much its engine's clock is ahead of ours: its times are by ours. Missing where the two agree. */
	readonly ahead?: Millis;
	readonly restarts: number;
	readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';
	readonly exit?: number;
	readonly oom?: boolean;
	readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
	/** The last output of a failing health check. */
	readonly healthSays?: string;
	readonly policy?: 'no' | 'always' | 'unless-stopped' | 'on-failure';
	/** How often its policy restarts it at most; missing where that is not limited. */
	readonly tries?: number;
	readonly autoRemove?: boolean;
	/** It has no network of its own: the id of the container whose it uses. */
	readonly networkOf?: string;
	readonly labels: Readonly<Record<string, string>>;
	/** Memory limit in bytes; missing when there is none. */
	readonly memoryLimit?: number;
}

/** A task of a Swarm service as its manager knows it, now or before. `host`: its node, where we read that ourselves. */
export interface SwarmRun {
	readonly id: string;
	/** `api.2`; of a global service with its node's name. */
	readonly name: string;
	readonly image: string;
	readonly state: string;
	readonly desired: string;
	readonly node?: string;
	readonly host?: string;
	readonly created?: Millis;
	/** When it took its state. */
	readonly at?: Millis;
	readonly err?: string;
	readonly exit?: number;
	readonly container?: string;
}

/** A Swarm service as its manager knows it. */
export interface SwarmFacts extends SwarmService {
	/** The host that was asked. */
	readonly manager: string;
	/** Why its managers could not be read lately. */
	readonly unread?: string;
	/** The tasks that run: on hosts that we read, and on other nodes (`elsewhere`). */
	readonly running: number;
	readonly elsewhere: number;
	/** Those of them that are containers on hosts that we read, by id. */
	readonly serving: readonly string[];
	/** Containers there that run although Swarm gave their tasks up, by id: a restart of one behind its back leaves such. */
	readonly strays: readonly string[];
	/** The hosts of ours that are in its Swarm, and the nodes that take tasks and that nobody of ours is. */
	readonly reached: readonly string[];
	readonly unreached: readonly string[];
	/** Of a job: the tasks that ended well. */
	readonly completed: number;
	/** Its tasks of now and before, newest first. */
	readonly history: readonly SwarmRun[];
}

/** One deployable unit in an environment. `id` is `environment/name`; `releases`: newest first. */
export interface Service {
	readonly id: string;
	readonly environment: string;
	readonly name: string;
	/** What the platform calls it, when that is not a name of ours. */
	readonly original?: string;
	readonly platform: PlatformId;
	/** On plain Docker, what its container is called, also while there is none. */
	readonly container?: string;
	/** While it has no container: those that run on its host and may be its own, renamed, by what they were made from. */
	readonly lookalikes?: readonly string[];
	/** Who else manages its containers (`Swarm`, `Dokku`, …): then we act only through them. */
	readonly manager?: string;
	readonly hosts: readonly string[];
	readonly want?: number;
	/** Of a Swarm service whose manager we read. */
	readonly swarm?: SwarmFacts;
	readonly instances: readonly Instance[];
	/** Stopped containers that are not the service any more: kept ones, earlier ones, half-made ones. */
	readonly former: readonly Instance[];
	readonly releases: readonly Release[];
}

/** The platforms, by name; each has its file in `platforms/`. */
export type PlatformId = 'docker' | 'compose' | 'swarm';

/** What kind of thing went wrong: what to try, and whether trying again can help, hangs on it. */
export type FailureKind =
	| 'timeout'
	| 'unreachable'
	| 'login'
	| 'host key'
	| 'refused'
	| 'forbidden'
	| 'missing'
	| 'changed'
	| 'full'
	| 'garbled'
	| 'cancelled'
	| 'bug';

/** What went wrong outside, in words, with what to do about it. */
export interface Failure {
	readonly kind: FailureKind;
	readonly message: string;
	readonly fix?: string;
	/** Somebody else's lock is in the way: it may be waited for. */
	readonly locked?: true;
}

/** A value, or why there is none: failures of the outside are data. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** A fact with its age. A failure leaves the old value and counts misses; selectors decide fresh, old or unknown. */
export interface Observed<T> {
	readonly value?: T;
	readonly at?: Millis;
	readonly failure?: Failure;
	readonly misses: number;
}

/** A number at a time. */
export interface Sample {
	readonly series: string;
	readonly at: Millis;
	readonly value: number;
}

/** A bounded ring of samples. A gap is undefined, never zero. */
export interface Series {
	append(sample: Sample): void;
	/** The mean of each of `columns` equal parts of the time from `from` to `to`; a part without samples is undefined. */
	window(from: Millis, to: Millis, columns: number): readonly (number | undefined)[];
	last(): Sample | undefined;
}
/** The ring of a series, by its name; undefined where nothing was ever measured. */
export type Numbers = (series: string) => Series | undefined;

/** A line of a log, as it came (redacted, not cleaned). */
export interface LogLine {
	readonly seq: number;
	readonly at?: Millis;
	readonly from: 'out' | 'err' | 'mark';
	readonly instance: string;
	readonly text: string;
}

/** The bounded buffer of the log lines of a service, oldest first. */
export interface Lines {
	readonly lines: readonly LogLine[];
	/** Lines that came in all, and those that were dropped because there was no room for more. */
	readonly seen: number;
	readonly dropped: number;
}
