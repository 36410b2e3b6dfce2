import type { Follow } from '../core/call.ts';
import { listed } from '../core/listed.ts';
import type { Millis } from '../core/model.ts';
import type { LinesStore } from '../store/lines.ts';
import { inBackground } from './in-background.ts';
import { type Batch, makeBatch, makeQueue, type Queue } from './log-batch.ts';
import { type EngineNews, isAnother, type LifeMarks, makeLifeMarks } from './log-lives.ts';
import type { LogWanted, Tap } from './log-taps.ts';
import { makeNap, type Nap } from './nap.ts';

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
	/** Draws a line across a log. */
	readonly mark: (log: string, text: string) => void;
	/** An engine told of its containers: what became of those whose logs are followed is marked in these. */
	readonly heard: (news: EngineNews) => void;
	readonly stop: () => void;
}

const frame: Millis = 16;
/** Lines of several hosts come with different delays: so long each waits for those that were written before it. */
const patience: Millis = 250;
/** Pauses before a stream that ended is opened anew. */
const soonest: Millis = 500;
const latest: Millis = 5000;
/** So many logs that are not followed are named. */
const mostLeft = 6;

/** One part of a log that is followed. */
interface Tapped {
	readonly end: AbortController;
	readonly life: LifeMarks | undefined;
}

/** What is followed of one log since then, by the keys of its parts. */
interface Followed {
	readonly since: Millis;
	readonly taps: Map<string, Tapped>;
	/** What was said not to be followed. */
	readonly left: Set<string>;
	readonly queue: Queue;
	readonly life: AbortController;
}

const bugText = (error: unknown): string =>
	`by a bug of watchdeck: ${error instanceof Error ? error.message : String(error)}. Leave this log and open it again.`;

/** Only so many logs of several services are followed at once: one in the place of another ends that. */
const makeRoom = ({ taps }: Followed, { taps: wanted, merged }: LogWanted): void => {
	if (merged !== true) return;
	const keys = new Set(wanted.map(({ key }) => key));
	for (const [key, { end }] of taps) {
		if (keys.has(key)) continue;
		end.abort();
		taps.delete(key);
	}
};

/** Follows logs, those of containers across their restarts, and all across lost connections. */
export const makeLogFollower = (parts: LogParts): LogFollower => {
	const logs = new Map<string, Followed>();
	const mark = (log: string, text: string): void =>
		parts.lines.append(log, [{ at: parts.now(), from: 'mark', instance: '', text: parts.redact(text) }]);
	const leave = (id: string, { taps, life }: Followed): void => {
		for (const { end } of taps.values()) end.abort();
		life.abort();
		logs.delete(id);
		parts.lines.clear(id);
	};
	const begun = ({ id, merged = false }: LogWanted): Followed => {
		const life = new AbortController();
		const followed = {
			...{ since: parts.now(), taps: new Map(), left: new Set<string>(), life },
			queue: makeQueue({ id, pause: merged ? patience : frame }, life.signal, parts),
		};
		logs.set(id, followed);
		return followed;
	};
	const begin = (tap: Tap, { taps, queue }: Followed, { id, merged = false }: LogWanted): Tapped => {
		const end = new AbortController();
		const batch = makeBatch(tap.name, queue.put, parts);
		const nap = makeNap(parts.wait, end.signal);
		const life = makeLifeMarks(tap, batch, { merged, redact: parts.redact, turned: nap.wake });
		const tapped = { end, life };
		taps.set(tap.key, tapped);
		inBackground(keepFollowing({ tap, batch, nap }, parts, end.signal), (error) => {
			if (!end.signal.aborted) mark(id, `log of ${tap.name} ended, ${bugText(error)}`);
		});
		return tapped;
	};
	/** Says of which logs nothing is shown: in a crowd one would take their silence for peace. */
	const tellLeft = ({ left }: Followed, { id, left: now = [] }: LogWanted): void => {
		const fresh = now.filter((log) => !left.has(log));
		for (const log of fresh) left.add(log);
		if (fresh.length > 0) mark(id, `not followed, for want of room: ${listed(fresh, mostLeft)}`);
	};
	const join = (wanted: LogWanted): void => {
		const followed = logs.get(wanted.id) ?? begun(wanted);
		const { since, taps, queue } = followed;
		const known = [...taps.keys()];
		makeRoom(followed, wanted);
		tellLeft(followed, wanted);
		const fresh = wanted.taps.filter(({ key }) => !taps.has(key));
		if (taps.size + fresh.length > 1 && fresh.length > 0) queue.gather();
		for (const tap of fresh) {
			const { life } = begin(tap, followed, wanted);
			if (isAnother(tap, { since, known }, wanted)) life?.another();
		}
	};
	return {
		set: (wanted) => {
			const ids = new Set(wanted.map(({ id }) => id));
			for (const [id, followed] of logs) if (!ids.has(id)) leave(id, followed);
			for (const one of wanted) join(one);
		},
		mark,
		heard: (news) => {
			for (const { taps } of logs.values()) for (const { life } of taps.values()) life?.heard(news);
		},
		stop: () => {
			for (const [id, followed] of logs) leave(id, followed);
		},
	};
};

/**
 * The stream ends when the container stops: it is opened anew, at once when that is started, and gives nothing until then.
 * One of a part of time that is over is read once.
 */
const keepFollowing = async (
	{ tap, batch, nap }: { readonly tap: Tap; readonly batch: Batch; readonly nap: Nap },
	parts: LogParts,
	signal: AbortSignal,
): Promise<void> => {
	let pause = soonest;
	if (tap.says !== undefined) batch.mark(tap.says);
	for (let again = false; !signal.aborted; again = true) {
		const how = await followOnce({ tap, batch, again }, parts, signal);
		if (how.is === 'gone') return;
		if (how.is === 'ended' && tap.until !== undefined && parts.now() >= tap.until) return;
		pause = how.came ? soonest : Math.min(pause * 2, latest);
		if (await nap.rest(pause)) pause = soonest;
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
