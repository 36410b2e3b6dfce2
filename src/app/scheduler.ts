import type { Ask, Call, Follow } from '../core/call.ts';
import type { Event } from '../core/event.ts';
import type { Millis, Result } from '../core/model.ts';
import type { Probe, ProbeKind, Reach, Reading } from '../core/probe.ts';
import { remembered } from '../core/remembered.ts';
import { inBackground } from './in-background.ts';
import type { Scheduled } from './probes.ts';
import { bugOf, readProbe } from './read-probe.ts';
import { redactedFailure, redactedReading } from './redaction.ts';

/** What the scheduler works with; time and chance are given, so that a test can run a day in a blink. */
export interface SchedulerParts {
	readonly kinds: readonly ProbeKind[];
	readonly ask: Ask;
	readonly follow: Follow;
	readonly allowance?: (call: Call) => Millis;
	readonly now: () => Millis;
	/** Waits so long or until the signal, whichever is first. Never rejects. */
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	/** A number from 0 to 1. */
	readonly chance: () => number;
	readonly emit: (event: Event) => void;
	/** Keeps the numbers of what was read. */
	readonly keep: (reading: Reading, probe: Probe, at: Millis) => void;
	/** Takes secrets out of the sentences of a reading or a failure. */
	readonly redact: (text: string) => string;
}

/** Runs probes at their time. */
export interface Scheduler {
	/** Run exactly these from now on: new ones start at once, ones that are gone end, the others go on undisturbed. */
	readonly set: (scheduled: readonly Scheduled[]) => void;
	/** Read these now instead of at their time, and give the events that came of it when all are done. */
	readonly refresh: (which: (probe: Probe) => boolean) => Promise<void>;
	/** What of these waits the longer for having failed waits no more: why it failed is over. */
	readonly wake: (which: (probe: Probe) => boolean) => void;
	readonly stop: () => void;
}

interface Running {
	readonly stop: () => void;
	readonly refresh: () => Promise<void>;
	readonly wake: () => void;
	readonly probe: Probe;
}

const slowest: Millis = 60_000;
/** Between two questions there is at least so much. */
const breath: Millis = 1_000;

/** All that a probe is told: one of which anything is told otherwise is another one. */
const keyOf = remembered((scheduled: Scheduled): string => JSON.stringify(scheduled));

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
		wake: (which) => {
			for (const one of running.values()) if (which(one.probe)) one.wake();
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
	/** Waits so long, or until the job ends or is woken. */
	readonly pause: (length: Millis) => Promise<void>;
}

const start = (scheduled: Scheduled, kind: ProbeKind, parts: SchedulerParts): Running => {
	const end = new AbortController();
	const life = end.signal;
	const reader = makeReader({ scheduled, kind, parts, life });
	const { pause, wake } = makePause(parts, life, reader);
	// A bug in one probe's round takes that probe alone: it is missed from then on, and its facts grow old.
	inBackground(live({ scheduled, kind, parts, life, reader, pause }), (error) =>
		reader.take({ ok: false, failure: bugOf(scheduled.probe, error) }),
	);
	return {
		probe: scheduled.probe,
		stop: () => end.abort(),
		refresh: reader.readAnew,
		wake,
	};
};

/**
 * Pauses that end with the job, and at once when they are woken where something was missed. Who is not asleep, since it
 * reads just now what may fail for the old reason, does not fall asleep after it.
 */
const makePause = (
	{ wait }: SchedulerParts,
	life: AbortSignal,
	{ misses }: Reader,
): Pick<Job, 'pause'> & { readonly wake: () => void } => {
	const sleeping = new Set<AbortController>();
	let isWoken = false;
	const end = (): void => {
		for (const one of sleeping) one.abort();
	};
	life.addEventListener('abort', end, { once: true });
	const wake = (): void => {
		if (sleeping.size === 0) isWoken = true;
		else if (misses() > 0) end();
	};
	const pause = async (length: Millis): Promise<void> => {
		const stays = isWoken && misses() > 0;
		isWoken = false;
		if (life.aborted || stays) return;
		const one = new AbortController();
		sleeping.add(one);
		await wait(length, one.signal);
		sleeping.delete(one);
	};
	return { pause, wake };
};

interface Reader {
	/** Reads once; a call while a read is under way gets that one. */
	readonly read: () => Promise<void>;
	/** Reads once, from now on, and believes nothing that was read before. */
	readonly readAnew: () => Promise<void>;
	/** Failures in a row. */
	readonly misses: () => number;
	/** After how long the last reading asked to be read again, if it did. */
	readonly again: () => Millis | undefined;
	readonly take: (result: Result<Reading>) => void;
}

const makeReader = ({ scheduled: { probe }, kind, parts, life }: Omit<Job, 'reader' | 'pause'>): Reader => {
	let carry: unknown;
	let misses = 0;
	let again: Millis | undefined;
	let underWay: Promise<void> | undefined;
	const take = (result: Result<Reading>): void => {
		if (life.aborted) return;
		const at = parts.now();
		const recovered = misses > 0 ? ({ recovered: true } as const) : {};
		again = undefined;
		misses = result.ok ? 0 : misses + 1;
		if (!result.ok) {
			parts.emit({ type: 'probe/missed', at, probe, failure: redactedFailure(result.failure, parts.redact) });
			return;
		}
		again = result.value.again;
		carry = result.value.carry ?? carry;
		parts.keep(result.value, probe, at);
		parts.emit({ type: 'probe/read', at, probe, reading: redactedReading(result.value, parts.redact), ...recovered });
	};
	let isAnew = false;
	const once = async (anew: boolean): Promise<void> => {
		const reach = reachOf(parts, life);
		take(await readProbe({ probe, kind, reach: anew ? { ...reach, anew } : reach, carry }));
	};
	const begin = (anew: boolean): Promise<void> => {
		isAnew = anew;
		underWay = once(anew).finally(() => {
			underWay = undefined;
		});
		return underWay;
	};
	const readAnew = (): Promise<void> => {
		if (underWay === undefined) return begin(true);
		return isAnew ? underWay : underWay.then(readAnew);
	};
	return {
		read: () => underWay ?? begin(false),
		readAnew,
		misses: () => misses,
		again: () => again,
		take,
	};
};

const reachOf = ({ ask, follow, now, allowance }: SchedulerParts, signal: AbortSignal): Reach => ({
	...{ ask, follow, now, signal },
	...(allowance === undefined ? {} : { allowance }),
});

const live = async (job: Job): Promise<void> => {
	switch (job.scheduled.mode) {
		case 'read':
			return readOn(job);
		case 'read, then watch':
			return readEnough(job).then(() => watchOn(job));
		case 'read and watch':
			await Promise.all([readOn(job), job.reader.read().then(() => watchOn(job))]);
	}
};

/** Reads at the interval, with jitter; after failures ever more rarely, down to once a minute, unless it is steady. */
const readOn = async (job: Job): Promise<void> => {
	const { probe } = job.scheduled;
	const { parts, reader, life, pause } = job;
	// What is read rarely does not begin all at once.
	if (probe.every >= slowest) await pause(parts.chance() * 5000);
	while (!life.aborted) {
		const began = parts.now();
		await reader.read();
		await pause(pauseAfter(job, parts.now() - began) * (0.9 + 0.2 * parts.chance()));
	}
};

/** Reads once, and again as long as a reading says too little by itself. */
const readEnough = async ({ reader, life, pause }: Job): Promise<void> => {
	await reader.read();
	for (let again = reader.again(); again !== undefined && !life.aborted; again = reader.again()) {
		await pause(again);
		await reader.read();
	}
};

/** How long to wait after a read that took so long. What is steady keeps its interval from question to question. */
const pauseAfter = ({ scheduled: { probe, steady }, reader }: Job, took: Millis): Millis => {
	const again = reader.again();
	if (again !== undefined) return again;
	if (steady === true) return Math.max(breath, probe.every - took);
	return Math.min(probe.every * 2 ** Math.min(reader.misses(), 6), Math.max(slowest, probe.every));
};

/** Streams, opened anew with back-off when one ended unasked, after reading anew what may have been missed. */
const watchOn = async (job: Job): Promise<void> => {
	const { scheduled, reader, life, pause } = job;
	while (!life.aborted) {
		await watch(job);
		await pause(Math.min(500 * 2 ** Math.min(reader.misses(), 6), 30_000));
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
