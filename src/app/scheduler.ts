import type { Ask, Follow } from '../core/call.ts';
import type { Event } from '../core/event.ts';
import type { Millis, Result, Sample } from '../core/model.ts';
import type { Probe, ProbeKind, Reach, Reading } from '../core/probe.ts';
import { inBackground } from './in-background.ts';
import type { Scheduled } from './probes.ts';
import { bugOf, readProbe } from './read-probe.ts';
import { redactedFailure, redactedReading } from './redaction.ts';

/** What the scheduler works with; time and chance are given, so that a test can run a day in a blink. */
export interface SchedulerParts {
	readonly kinds: readonly ProbeKind[];
	readonly ask: Ask;
	readonly follow: Follow;
	readonly now: () => Millis;
	/** Waits so long or until the signal, whichever is first. Never rejects. */
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	/** A number from 0 to 1. */
	readonly chance: () => number;
	readonly emit: (event: Event) => void;
	readonly samples: (samples: readonly Sample[]) => void;
	/** Takes secrets out of the sentences of a reading or a failure. */
	readonly redact: (text: string) => string;
}

/** Runs probes at their time. */
export interface Scheduler {
	/** Run exactly these from now on: new ones start at once, ones that are gone end, the others go on undisturbed. */
	readonly set: (scheduled: readonly Scheduled[]) => void;
	/** Read these now instead of at their time, and give the events that came of it when all are done. */
	readonly refresh: (which: (probe: Probe) => boolean) => Promise<void>;
	readonly stop: () => void;
}

interface Running {
	readonly stop: () => void;
	readonly refresh: () => Promise<void>;
	readonly probe: Probe;
}

const slowest: Millis = 60_000;
/** Between two questions there is at least so much. */
const breath: Millis = 1_000;

const keyOf = ({ probe, mode }: Scheduled): string =>
	`${mode} ${probe.kind} ${probe.name ?? ''} ${probe.of} ${probe.every} ${JSON.stringify(probe.spec)}`;

/** Owns every timer of the probes: interval with jitter, one run at a time, back-off to a cap. It never gives up. */
export const makeScheduler = (parts: SchedulerParts): Scheduler => {
	const running = new Map<string, Running>();
	const kinds = new Map(parts.kinds.map((kind) => [kind.kind, kind]));
	return {
		set: (scheduled) => {
			const wanted = new Map(scheduled.map((one) => [keyOf(one), one]));
			for (const [key, one] of running) {
				if (wanted.has(key)) continue;
				one.stop();
				running.delete(key);
			}
			for (const [key, one] of wanted) {
				const kind = kinds.get(one.probe.kind);
				if (!running.has(key) && kind !== undefined) running.set(key, start(one, kind, parts));
			}
		},
		refresh: async (which) => {
			await Promise.all([...running.values()].filter(({ probe }) => which(probe)).map((one) => one.refresh()));
		},
		stop: () => {
			for (const one of running.values()) one.stop();
			running.clear();
		},
	};
};

/** One scheduled probe at work, until `life` ends. */
interface Job {
	readonly scheduled: Scheduled;
	readonly kind: ProbeKind;
	readonly parts: SchedulerParts;
	readonly life: AbortSignal;
	readonly reader: Reader;
}

const start = (scheduled: Scheduled, kind: ProbeKind, parts: SchedulerParts): Running => {
	const end = new AbortController();
	const life = end.signal;
	const reader = makeReader({ scheduled, kind, parts, life });
	// A bug in one probe's round takes that probe alone: it is missed from then on, and its facts grow old.
	inBackground(live({ scheduled, kind, parts, life, reader }), (error) =>
		reader.take({ ok: false, failure: bugOf(scheduled.probe, error) }),
	);
	return { probe: scheduled.probe, stop: () => end.abort(), refresh: reader.read };
};

interface Reader {
	/** Reads once; a call while a read is under way gets that one. */
	readonly read: () => Promise<void>;
	/** Failures in a row. */
	readonly misses: () => number;
	readonly take: (result: Result<Reading>) => void;
}

const makeReader = ({ scheduled: { probe }, kind, parts, life }: Omit<Job, 'reader'>): Reader => {
	let carry: unknown;
	let misses = 0;
	let underWay: Promise<void> | undefined;
	const take = (result: Result<Reading>): void => {
		if (life.aborted) return;
		const at = parts.now();
		const recovered = misses > 0 ? ({ recovered: true } as const) : {};
		misses = result.ok ? 0 : misses + 1;
		if (!result.ok) {
			parts.emit({ type: 'probe/missed', at, probe, failure: redactedFailure(result.failure, parts.redact) });
			return;
		}
		if (result.value.carry !== undefined) carry = result.value.carry;
		if (result.value.samples !== undefined) parts.samples(result.value.samples);
		parts.emit({ type: 'probe/read', at, probe, reading: redactedReading(result.value, parts.redact), ...recovered });
	};
	const once = async (): Promise<void> => {
		take(await readProbe({ probe, kind, reach: reachOf(parts, life), carry }));
	};
	return {
		read: () => {
			underWay ??= once().finally(() => {
				underWay = undefined;
			});
			return underWay;
		},
		misses: () => misses,
		take,
	};
};

const reachOf = ({ ask, follow, now }: SchedulerParts, signal: AbortSignal): Reach => ({ ask, follow, now, signal });

const live = async (job: Job): Promise<void> => {
	switch (job.scheduled.mode) {
		case 'read':
			return readOn(job);
		case 'watch':
			return watchOn(job);
		case 'read and watch':
			await Promise.all([readOn(job), job.reader.read().then(() => watchOn(job))]);
	}
};

/** Reads at the interval, with jitter; after failures ever more rarely, down to once a minute, unless it is steady. */
const readOn = async (job: Job): Promise<void> => {
	const { probe } = job.scheduled;
	const { parts, reader, life } = job;
	// What is read rarely does not begin all at once.
	if (probe.every >= slowest) await parts.wait(parts.chance() * 5000, life);
	while (!life.aborted) {
		const began = parts.now();
		await reader.read();
		await parts.wait(pauseAfter(job, parts.now() - began) * (0.9 + 0.2 * parts.chance()), life);
	}
};

/** How long to wait after a read that took so long. What is steady keeps its interval from question to question. */
const pauseAfter = ({ scheduled: { probe, steady }, reader }: Job, took: Millis): Millis => {
	if (steady === true) return Math.max(breath, probe.every - took);
	return Math.min(probe.every * 2 ** Math.min(reader.misses(), 6), Math.max(slowest, probe.every));
};

/** Streams, opened anew with back-off when one ended unasked, after reading anew what may have been missed. */
const watchOn = async (job: Job): Promise<void> => {
	const { scheduled, parts, reader, life } = job;
	while (!life.aborted) {
		await watch(job);
		await parts.wait(Math.min(500 * 2 ** Math.min(reader.misses(), 6), 30_000), life);
		if (scheduled.mode === 'read and watch' && !life.aborted) await reader.read();
	}
};

const watch = async ({ scheduled: { probe }, kind, parts, reader, life }: Job): Promise<void> => {
	if (kind.watch === undefined) return;
	try {
		for await (const result of kind.watch(probe, reachOf(parts, life))) {
			if (life.aborted) return;
			reader.take(result);
		}
	} catch (error) {
		if (!life.aborted) reader.take({ ok: false, failure: bugOf(probe, error) });
	}
};
