import type { Chunk, Follow } from '../core/call.ts';
import type { Millis } from '../core/model.ts';
import type { NewLine } from '../store/line-buffer.ts';
import type { LinesStore } from '../store/lines.ts';
import { inBackground } from './in-background.ts';
import type { LogWanted, Tap } from './log-taps.ts';

/** What the follower of logs works with. */
export interface LogParts {
	readonly follow: Follow;
	readonly lines: LinesStore;
	readonly redact: (text: string) => string;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
}

/** Follows the logs that are looked at. */
export interface LogFollower {
	/** Follow exactly these from now on; the buffers of the others are let go of. */
	readonly set: (wanted: readonly LogWanted[]) => void;
	/** Draws a line across a log, e.g. at a restart. */
	readonly mark: (log: string, text: string) => void;
	readonly stop: () => void;
}

const frame: Millis = 16;
/** Lines of several hosts come with different delays: so long each waits for those that were written before it. */
const patience: Millis = 250;
/** Lines of before come from several logs at once: so long they are gathered, to be put in the order of their times. */
const gathering: Millis = 500;
/** Pauses before a stream that ended is opened anew. */
const soonest: Millis = 500;
const latest: Millis = 5000;

/** What is followed of one log, by the keys of its parts. */
interface Followed {
	readonly taps: Map<string, AbortController>;
	readonly queue: Queue;
	readonly life: AbortController;
}

const bugText = (error: unknown): string =>
	`by a bug of watchdeck: ${error instanceof Error ? error.message : String(error)}. Leave this log and open it again.`;

/** Follows logs, those of containers across their restarts, and all across lost connections. */
export const makeLogFollower = (parts: LogParts): LogFollower => {
	const logs = new Map<string, Followed>();
	const mark = (log: string, text: string): void =>
		parts.lines.append(log, [{ at: parts.now(), from: 'mark', instance: '', text: parts.redact(text) }]);
	const leave = (id: string, { taps, life }: Followed): void => {
		for (const end of taps.values()) end.abort();
		life.abort();
		logs.delete(id);
		parts.lines.clear(id);
	};
	const begun = ({ id, merged = false }: LogWanted): Followed => {
		const life = new AbortController();
		const followed = {
			taps: new Map(),
			life,
			queue: makeQueue({ id, pause: merged ? patience : frame }, life.signal, parts),
		};
		logs.set(id, followed);
		return followed;
	};
	/** Only so many logs of several services are followed at once: one in the place of another ends that. */
	const makeRoom = ({ taps }: Followed, { taps: wanted, merged }: LogWanted): void => {
		if (merged !== true) return;
		const keys = new Set(wanted.map(({ key }) => key));
		for (const [key, end] of taps) {
			if (keys.has(key)) continue;
			end.abort();
			taps.delete(key);
		}
	};
	const join = (wanted: LogWanted): void => {
		const { id } = wanted;
		const followed = logs.get(id) ?? begun(wanted);
		makeRoom(followed, wanted);
		const { taps, queue } = followed;
		const fresh = wanted.taps.filter(({ key }) => !taps.has(key));
		if (taps.size + fresh.length > 1 && fresh.length > 0) queue.gather();
		for (const tap of fresh) {
			const end = new AbortController();
			taps.set(tap.key, end);
			const batch = makeBatch(tap.name, queue.put, parts);
			inBackground(keepFollowing(tap, batch, parts, end.signal), (error) => {
				if (!end.signal.aborted) mark(id, `log of ${tap.name} ended, ${bugText(error)}`);
			});
		}
	};
	return {
		set: (wanted) => {
			const ids = new Set(wanted.map(({ id }) => id));
			for (const [id, followed] of logs) if (!ids.has(id)) leave(id, followed);
			for (const one of wanted) join(one);
		},
		mark,
		stop: () => {
			for (const [id, followed] of logs) leave(id, followed);
		},
	};
};

/**
 * The stream ends when the container stops: it is opened anew, and gives nothing until the container runs again. One of a
 * part of time that is over is read once.
 */
const keepFollowing = async (tap: Tap, batch: Batch, parts: LogParts, signal: AbortSignal): Promise<void> => {
	let pause = soonest;
	for (let again = false; !signal.aborted; again = true) {
		const how = await followOnce({ tap, batch, again }, parts, signal);
		if (how.is === 'gone') return;
		if (how.is === 'ended' && tap.until !== undefined && parts.now() >= tap.until) return;
		pause = how.came ? soonest : Math.min(pause * 2, latest);
		await parts.wait(pause, signal);
	}
};

const followOnce = async (
	{ tap, batch, again }: { readonly tap: Tap; readonly batch: Batch; readonly again: boolean },
	parts: LogParts,
	signal: AbortSignal,
): Promise<{ readonly is: 'gone' | 'lost' | 'ended'; readonly came: boolean }> => {
	let came = false;
	batch.opened();
	for await (const chunk of parts.follow(tap.call(batch.last(), again), signal)) {
		if ('failure' in chunk) {
			if (signal.aborted || (tap.ends && chunk.failure.kind === 'missing')) return { is: 'gone', came };
			batch.lost(`log of ${tap.name} lost: ${parts.redact(chunk.failure.message)}`);
			return { is: 'lost', came };
		}
		const line = tap.line(chunk);
		if ('mark' in line) batch.mark(parts.redact(line.mark));
		else {
			came = true;
			batch.add(line);
		}
	}
	return { is: 'ended', came };
};

interface Queue {
	readonly put: (line: NewLine) => void;
	/** Lines of before are about to come from several logs. */
	readonly gather: () => void;
}

/** By the times of their lines; one without a time stays behind the one before it. */
const byTime = (lines: readonly NewLine[]): readonly NewLine[] => {
	const last = new Map<string, Millis>();
	const timed = lines.map((line) => {
		const time = line.at ?? last.get(line.instance) ?? 0;
		last.set(line.instance, time);
		return { line, time };
	});
	return timed.toSorted((a, b) => a.time - b.time).map(({ line }) => line);
};

/** Gathers the lines of a log and hands them on once a pause, at first once all its parts had the time to say theirs. */
const makeQueue = (
	{ id, pause }: { readonly id: string; readonly pause: Millis },
	life: AbortSignal,
	{ lines, wait }: LogParts,
): Queue => {
	let waiting: NewLine[] = [];
	let isDue = false;
	let isGathering = false;
	const flush = (): void => {
		// Whoever left has let go of the buffer already.
		if (life.aborted || waiting.length === 0) return;
		lines.append(id, byTime(waiting));
		waiting = [];
	};
	return {
		put: (line) => {
			waiting.push(line);
			if (isDue || isGathering) return;
			isDue = true;
			inBackground(
				wait(pause, life).then(() => {
					isDue = false;
					if (!isGathering) flush();
				}),
			);
		},
		gather: () => {
			if (isGathering) return;
			isGathering = true;
			inBackground(
				wait(gathering, life).then(() => {
					isGathering = false;
					flush();
				}),
			);
		},
	};
};

interface Batch {
	/** The time of the newest line. */
	readonly last: () => Millis | undefined;
	/** A stream from the newest line's time on was opened: it will repeat the lines of that millisecond. */
	readonly opened: () => void;
	/** Says once that the stream was lost, until lines come again. */
	readonly lost: (text: string) => void;
	/** What the program that reads the log says itself; the same is not said twice in a row. */
	readonly mark: (text: string) => void;
	readonly add: (chunk: Chunk) => void;
}

/** The lines of one log as they are kept: none twice, without secrets. */
const makeBatch = (instance: string, put: Queue['put'], { redact, now }: LogParts): Batch => {
	const repeats = makeRepeats();
	let isLost = false;
	let marked = '';
	return {
		last: repeats.last,
		opened: repeats.opened,
		lost: (text) => {
			if (!isLost) put({ at: now(), from: 'mark', instance, text });
			isLost = true;
		},
		mark: (text) => {
			if (text !== marked) put({ at: now(), from: 'mark', instance, text });
			marked = text;
		},
		add: ({ at, from, text, cut }) => {
			isLost = false;
			marked = '';
			if (repeats.isOne(at, text)) return;
			const line = { from, instance, text: redact(text), ...(cut === undefined ? {} : { cut }) };
			put(at === undefined ? line : { ...line, at });
		},
	};
};

/** Knows which lines a stream that was opened anew gives a second time: those of the newest line's millisecond. */
const makeRepeats = () => {
	let last: Millis | undefined;
	let atLast: string[] = [];
	let skip: { readonly at: Millis; readonly texts: string[] } | undefined;
	return {
		last: () => last,
		opened: (): void => {
			skip = last === undefined ? undefined : { at: last, texts: [...atLast] };
		},
		isOne: (at: Millis | undefined, text: string): boolean => {
			if (at === undefined) return false;
			if (skip !== undefined && at < skip.at) return true;
			const known = at === skip?.at ? skip.texts.indexOf(text) : -1;
			if (known >= 0) {
				skip?.texts.splice(known, 1);
				return true;
			}
			if (at !== last) atLast = [];
			last = at;
			atLast.push(text);
			return false;
		},
	};
};
