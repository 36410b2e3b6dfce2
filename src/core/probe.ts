import type { Ask, Call, Follow } from './call.ts';
import type { EngineFacts } from './engine/facts.ts';
import type { Finding } from './finding.ts';
import type { SeenLock } from './foreign-locks.ts';
import type { Used } from './host/cgroups.ts';
import type { HostLock } from './host/locks.ts';
import type { HostTop } from './host/top.ts';
import { hostId } from './ids.ts';
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
	/** The locks that other programs have taken on a host. */
	readonly foreign?: readonly SeenLock[];
	/** What keeps a host busy, read while somebody looks at it. */
	readonly top?: HostTop;
	/** What the containers of a host use, by their whole ids. */
	readonly used?: ReadonlyMap<string, Used>;
	readonly carry?: unknown;
	/** Says too little by itself: read again after so long instead of at the interval. In milliseconds. */
	readonly again?: Millis;
}

/** What a probe may use of the outside. */
export interface Reach {
	readonly ask: Ask;
	readonly follow: Follow;
	/** How much longer than its own time a call may take, since its host is far away. */
	readonly allowance?: (call: Call) => Millis;
	/** The time now; passed so that a probe stays a function of its arguments. */
	readonly now: () => Millis;
	/** Somebody waits for the truth of this moment: nothing that was read before is to be believed. */
	readonly anew?: true;
	readonly signal: AbortSignal;
}

/** From when to when, in milliseconds since 1970. */
export interface Span {
	readonly from: Millis;
	readonly to: Millis;
}

/** What a probe would have said at a time that is over, by what it asks, which remembers. */
export interface PastReading {
	readonly at: Millis;
	readonly is: Condition['is'];
	readonly because: string;
}

/** How one kind of probe is read. It keeps no state and sets no timer. */
export interface ProbeKind {
	readonly kind: string;
	/** What the config may ask of it by a line under `probes`; without one it is not for the config. */
	readonly form?: ProbeForm;
	readonly read: (probe: Probe, reach: Reach, carry?: unknown) => Promise<Result<Reading>>;
	/** What it would have read in a time that is over, about as often as it is read, oldest first. */
	readonly past?: (probe: Probe, reach: Reach, span: Span) => Promise<Result<readonly PastReading[]>>;
	/** What is pushed between reads. Ends when the stream ends; the scheduler starts it again after a read. */
	readonly watch?: (probe: Probe, reach: Reach) => AsyncIterable<Result<Reading>>;
}

/** Whether a probe goes through a host: it is of it, or its line of config says so. */
export function goesThrough({ of, spec }: Pick<Probe, 'of' | 'spec'>, host: string): boolean {
	if (of === hostId(host)) return true;
	if (typeof spec !== 'object' || spec === null) return false;
	return ('from' in spec && spec.from === host) || ('host' in spec && spec.host === host);
}

/** What a probe is called where its readings are kept: its name in the config, else its kind. */
export function sourceOf({ name, kind }: Pick<Probe, 'name' | 'kind'>): string {
	return name ?? kind;
}
