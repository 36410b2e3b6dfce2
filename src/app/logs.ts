import type { Chunk, Follow, Read } from '../core/call.ts';
import type { Instance, Millis, Service } from '../core/model.ts';
import type { NewLine } from '../store/line-buffer.ts';
import type { LinesStore } from '../store/lines.ts';
import { inBackground } from './in-background.ts';

/** What the follower of logs works with. */
export interface LogParts {
	readonly follow: Follow;
	readonly lines: LinesStore;
	readonly redact: (text: string) => string;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
}

/** Follows the logs of the services that are looked at. */
export interface LogFollower {
	/** Follow exactly these from now on; the buffers of the others are let go of. */
	readonly set: (services: readonly Service[]) => void;
	/** Draws a line across a service's log, e.g. at a restart. */
	readonly mark: (service: string, text: string) => void;
	readonly stop: () => void;
}

/** So many lines of before are shown at first. */
const tail = 1000;
const frame: Millis = 16;
/** Pauses before a stream that ended is opened anew. */
const soonest: Millis = 500;
const latest: Millis = 5000;

type Containers = Map<string, AbortController>;

const bugText = (error: unknown): string =>
	`by a bug of watchdeck: ${error instanceof Error ? error.message : String(error)}. Leave this log and open it again.`;

/** Follows the log of each container of a service across its restarts and across lost connections. */
export const makeLogFollower = (parts: LogParts): LogFollower => {
	const services = new Map<string, Containers>();
	const mark = (service: string, text: string): void =>
		parts.lines.append(service, [{ at: parts.now(), from: 'mark', instance: '', text: parts.redact(text) }]);
	const leave = (id: string, containers: Containers): void => {
		for (const end of containers.values()) end.abort();
		services.delete(id);
		parts.lines.clear(id);
	};
	const join = ({ id, instances }: Service): void => {
		const containers = services.get(id) ?? new Map<string, AbortController>();
		services.set(id, containers);
		for (const instance of instances) {
			const key = `${instance.host}/${instance.id}`;
			if (containers.has(key)) continue;
			const end = new AbortController();
			containers.set(key, end);
			const batch = makeBatch({ service: id, instance: instance.name, life: end.signal }, parts);
			inBackground(keepFollowing(instance, batch, parts, end.signal), (error) => {
				if (!end.signal.aborted) mark(id, `log of ${instance.name} ended, ${bugText(error)}`);
			});
		}
	};
	return {
		set: (wanted) => {
			const ids = new Set(wanted.map(({ id }) => id));
			for (const [id, containers] of services) if (!ids.has(id)) leave(id, containers);
			wanted.forEach(join);
		},
		mark,
		stop: () => {
			for (const [id, containers] of services) leave(id, containers);
		},
	};
};

const logCall = ({ host, id }: Instance, since: Millis | undefined): Read => ({
	effect: 'read',
	via: 'engine',
	host,
	method: 'GET',
	path: `/containers/${id}/logs?stdout=1&stderr=1&timestamps=1&follow=1&${since === undefined ? `tail=${tail}` : `since=${(since / 1000).toFixed(3)}`}`,
	// Only the beginning of a stream has a limit.
	timeout: 10_000,
});

/** The stream ends when the container stops: it is opened anew, and gives nothing until the container runs again. */
const keepFollowing = async (instance: Instance, batch: Batch, parts: LogParts, signal: AbortSignal): Promise<void> => {
	let pause = soonest;
	while (!signal.aborted) {
		const how = await followOnce(instance, batch, parts, signal);
		if (how === 'gone') return;
		pause = how === 'lines came' ? soonest : Math.min(pause * 2, latest);
		await parts.wait(pause, signal);
	}
};

const followOnce = async (
	instance: Instance,
	batch: Batch,
	parts: LogParts,
	signal: AbortSignal,
): Promise<'gone' | 'lines came' | 'nothing came'> => {
	let came = false;
	batch.opened();
	for await (const chunk of parts.follow(logCall(instance, batch.last()), signal)) {
		if ('failure' in chunk) {
			if (chunk.failure.kind === 'missing' || signal.aborted) return 'gone';
			batch.lost(`log of ${instance.name} lost: ${parts.redact(chunk.failure.message)}`);
			break;
		}
		came = true;
		batch.add(chunk);
	}
	return came ? 'lines came' : 'nothing came';
};

interface Batch {
	/** The time of the newest line. */
	readonly last: () => Millis | undefined;
	/** A stream from the newest line's time on was opened: it will repeat the lines of that millisecond. */
	readonly opened: () => void;
	/** Says once that the stream was lost, until lines come again. */
	readonly lost: (text: string) => void;
	readonly add: (chunk: Chunk) => void;
}

/** Gathers the lines of a container and hands them on once a frame. */
const makeBatch = (
	{ service, instance, life }: { readonly service: string; readonly instance: string; readonly life: AbortSignal },
	{ lines, redact, now, wait }: LogParts,
): Batch => {
	const repeats = makeRepeats();
	let waiting: NewLine[] = [];
	let isDue = false;
	let isLost = false;
	const flush = (): void => {
		isDue = false;
		// Whoever left has let go of the buffer already.
		if (life.aborted) return;
		lines.append(service, waiting);
		waiting = [];
	};
	const put = (line: NewLine): void => {
		waiting.push(line);
		if (isDue) return;
		isDue = true;
		inBackground(wait(frame, life).then(flush));
	};
	return {
		last: repeats.last,
		opened: repeats.opened,
		lost: (text) => {
			if (!isLost) put({ at: now(), from: 'mark', instance, text });
			isLost = true;
		},
		add: ({ at, from, text, cut }) => {
			isLost = false;
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
