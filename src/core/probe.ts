import type { Ask, Follow } from './call.ts';
import type { EngineFacts } from './engine/facts.ts';
import type { Finding } from './finding.ts';
import type { HostLock } from './host/locks.ts';
import type { Condition, Layer, Millis, Result, Sample } from './model.ts';
import type { ProbeForm } from './probe-form.ts';

/** A line of config: what is read, of which service or host (`of`), how often. `spec` is parsed by its kind. */
export interface Probe {
	readonly kind: string;
	/** What its line in the config is called; one that is alone of its kind goes by the kind. */
	readonly name?: string;
	/** What it speaks of, where it was never read yet. */
	readonly layer?: Layer;
	readonly of: string;
	readonly every: Millis;
	readonly timeout: Millis;
	readonly spec: unknown;
}

/** What one read found. `carry` is given back to the next read of the same probe (counters to subtract). */
export interface Reading {
	readonly layers?: { readonly [L in Layer]?: Condition };
	readonly samples?: readonly Sample[];
	readonly engine?: EngineFacts;
	readonly facts?: Readonly<Record<string, string | number>>;
	/** What was found of which screens make lists: certificates, backups, jobs. */
	readonly findings?: readonly Finding[];
	/** The locks that lie on a host. */
	readonly locks?: readonly HostLock[];
	readonly carry?: unknown;
}

/** What a probe may use of the outside. */
export interface Reach {
	readonly ask: Ask;
	readonly follow: Follow;
	/** The time now; passed so that a probe stays a function of its arguments. */
	readonly now: () => Millis;
	readonly signal: AbortSignal;
}

/** How one kind of probe is read. It keeps no state and sets no timer. */
export interface ProbeKind {
	readonly kind: string;
	/** What the config may ask of it by a line under `probes`; without one it is not for the config. */
	readonly form?: ProbeForm;
	readonly read: (probe: Probe, reach: Reach, carry?: unknown) => Promise<Result<Reading>>;
	/** What is pushed between reads. Ends when the stream ends; the scheduler starts it again after a read. */
	readonly watch?: (probe: Probe, reach: Reach) => AsyncIterable<Result<Reading>>;
}

/** What a probe is called where its readings are kept: its name in the config, else its kind. */
export function sourceOf({ name, kind }: Pick<Probe, 'name' | 'kind'>): string {
	return name ?? kind;
}
