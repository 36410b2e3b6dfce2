import type { Word } from '../call.ts';
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
	/** The least that a roll back's proof asks: healthy so many times in a row, within so long. */
	readonly proof: { readonly times: number; readonly within: Millis };
}

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
	/** Group the containers that no service of the config claims, on these hosts, by compose project or stack. */
	readonly discover: readonly string[];
	readonly operator?: string;
	/** How the operator is called when a condition changes; bell and notification unless given. */
	readonly notify?: 'none' | 'bell' | 'all';
	/** The theme of the cockpit; the terminal's own colours unless given. */
	readonly theme?: ThemeName;
	/** Nothing is drawn: changes are told in lines. */
	readonly screenReader?: true;
	/** Keys of the operator's own choice. */
	readonly keys?: Keys;
}
