import type { Word } from '../call.ts';
import type { DatasetSpec } from '../dataset/spec.ts';
import type { Keys } from '../keys-rebound.ts';
import type { LogSource } from '../logs/source.ts';
import type { Environment, Host, Layer, Millis, PlatformId } from '../model.ts';
import type { ThemeName } from '../theme.ts';

/** Limits above which a value is marked and a service counts as degraded. Ratios are 0..1, `p95` is in milliseconds. */
export interface Thresholds {
	readonly errorRatio: number;
	readonly p95: Millis;
	readonly cpu: number;
	readonly memory: number;
	readonly disk: number;
}

/** A web address that must answer. `from`: the name of the host it is asked from, or `local`. */
export interface HealthSpec {
	readonly url: string;
	readonly from: string;
	readonly every: Millis;
	readonly timeout: Millis;
	/** Fine status codes; none: 200–299. */
	readonly status?: readonly number[];
	/** Text that the body must contain. */
	readonly contains?: string;
	/** A value that the body, read as JSON, must have at the end of a path. */
	readonly json?: { readonly path: string; readonly is: string | number | boolean | null };
	/** With https: its certificate must be good for so many days more. */
	readonly days?: number;
	/** With https: the path of a file with the authorities that are trusted instead of the usual ones. */
	readonly ca?: string;
	/** Failures in a row that make it down. */
	readonly failures: number;
	readonly headers?: Readonly<Record<string, Word>>;
}

/** A page in the Prometheus text format. The names say which metrics hold requests and how long they took. */
export interface MetricsSpec {
	readonly url: string;
	readonly from: string;
	readonly every: Millis;
	readonly timeout: Millis;
	readonly requests: string;
	readonly durations: string;
	/** The label that holds the status code. */
	readonly label: string;
	readonly headers?: Readonly<Record<string, Word>>;
}

/** A service of the config. `container`: its container's name, compose service or swarm service on `host`. */
export interface ServiceSpec {
	readonly environment: string;
	readonly name: string;
	readonly platform: PlatformId;
	readonly host: string;
	readonly container: string;
	readonly health?: HealthSpec;
	readonly metrics?: MetricsSpec;
	/** Logs besides those of its containers. */
	readonly logs?: readonly LogSource[];
	readonly thresholds: Thresholds;
	readonly unproven: 'hold' | 'undo';
	/** So many of its last proven images are kept on its host by a name of ours. */
	readonly keepImages?: number;
	/** The least that a roll back's proof asks: healthy so many times in a row, within so long. */
	readonly proof: { readonly times: number; readonly within: Millis };
	/** How long it is watched after a proof; 0: not at all. Missing: as is usual for what is measured of it. */
	readonly watch?: Millis;
	/** What must hold before a deploy. */
	readonly gates?: readonly GateSpec[];
	/** Datasets (`production/shop`) that are backed up before a deploy. */
	readonly backedUp?: readonly string[];
	/** What must hold after a deploy. */
	readonly after?: AfterSpec;
	/** To which shares a canary goes, in percent, and how long each is watched. */
	readonly canary?: CanarySpec;
}

/** How a canary goes. */
export interface CanarySpec {
	readonly shares: readonly number[];
	readonly lasts: Millis;
	/** What shares between two containers, where it is no Swarm that does. */
	readonly nginx?: NginxSpec;
}

/** An nginx on the host of a service: the file that its upstream includes, and the two ports, of which its container has one. */
export interface NginxSpec {
	readonly file: string;
	readonly ports: readonly [number, number];
	readonly test: readonly string[];
	readonly reload: readonly string[];
}

/** What must hold after a deploy, besides its proof. */
export interface AfterSpec {
	/** Read once each, or until they are fine for so long. */
	readonly checks: readonly { readonly line: ProbeSpec; readonly within: Millis }[];
	/** Share of requests that may fail while it is watched. */
	readonly errors: number;
	/** How long it is watched; missing: as is usual after a deploy. */
	readonly lasts?: Millis;
}

/** A gate of the config: by its name, what to do when it does not pass, and what must hold. */
export type GateSpec = { readonly name: string; readonly fix?: string } & (
	| { readonly is: 'line'; readonly line: ProbeSpec }
	/** `of`: the service that must run the image that is deployed, and be healthy. */
	| { readonly is: 'same-image'; readonly of: string }
	/** The newest backup of a dataset (`production/shop`) is young and whole, and its last restore test passed. */
	| { readonly is: 'verified-backup'; readonly of: string; readonly within: Millis; readonly verified: Millis }
	/** A line under `probes` of a service or host, by its name. */
	| { readonly is: 'probe'; readonly of: string; readonly line: string }
);

/** A line of the config under `probes`, of a service (`production/api`) or of a host (`host/vps1`). */
export interface ProbeSpec {
	readonly kind: string;
	readonly layer: Layer;
	readonly name: string;
	readonly of: string;
	/** The host it is asked from, or `local`. */
	readonly from: string;
	readonly every: Millis;
	readonly timeout: Millis;
	/** Failures in a row that make it down. */
	readonly failures: number;
	/** The fields of its kind as they are written; the kind's form turns them into values. */
	readonly line: Readonly<Record<string, unknown>>;
}

/** What is watched: the config after its schema, secrets still by reference. */
export interface Fleet {
	readonly hosts: readonly Host[];
	readonly environments: readonly Environment[];
	readonly services: readonly ServiceSpec[];
	readonly probes?: readonly ProbeSpec[];
	readonly datasets?: readonly DatasetSpec[];
	/** Group the containers that no service of the config claims, on these hosts, by compose project or stack. */
	readonly discover: readonly string[];
	readonly operator?: string;
	/** How the operator is called when a condition changes; bell and notification unless given. */
	readonly notify?: 'none' | 'bell' | 'all';
	/** The theme of the cockpit; the terminal's own colours unless given. */
	readonly theme?: ThemeName;
	/** Files and folders with runbooks, as the config names them. */
	readonly runbooks?: readonly string[];
	/** The cockpit hears the mouse. */
	readonly mouse?: true;
	/** Nothing is drawn: changes are told in lines. */
	readonly screenReader?: true;
	/** Keys of the operator's own choice. */
	readonly keys?: Keys;
}
