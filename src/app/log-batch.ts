import type { Chunk } from '../core/call.ts';
import type { Millis } from '../core/model.ts';
import type { NewLine } from '../store/line-buffer.ts';
import { inBackground } from './in-background.ts';
import type { LogParts } from './logs.ts';

/**
 * Lines of before come from several logs at once: so long after the first of them they are gathered, to be put in the order of their times.
 * How long the way to them takes, nobody knows before.
 */
const gathering: Millis = 500;

/** Gathers the lines of a log, to hand them on together. */
export interface Queue {
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
export const makeQueue = (
	{ id, pause }: { readonly id: string; readonly pause: Millis },
	life: AbortSignal,
	{ lines, wait }: LogParts,
): Queue => {
	let waiting: NewLine[] = [];
	let isDue = false;
	let next = pause;
	const flush = (): void => {
		// Whoever left has let go of the buffer already.
		if (life.aborted || waiting.length === 0) return;
		lines.append(id, byTime(waiting));
		waiting = [];
	};
	return {
		put: (line) => {
			waiting.push(line);
			if (isDue) return;
			isDue = true;
			const length = next;
			next = pause;
			inBackground(
				wait(length, life).then(() => {
					isDue = false;
					flush();
				}),
			);
		},
		gather: () => {
			next = Math.max(pause, gathering);
		},
	};
};

/** What one part of a log says, on its way to the lines that are kept. */
export interface Batch {
	/** The time of the newest line. */
	readonly last: () => Millis | undefined;
	/** A stream from the newest line's time on was opened: it will repeat the lines of that millisecond. */
	readonly opened: () => void;
	/** Says once that the stream was lost, until lines come again. */
	readonly lost: (text: string) => void;
	/** What is said of the log, and is no line of it; the same is not said twice in a row. `at`: now, unless given. */
	readonly mark: (text: string, at?: Millis) => void;
	readonly add: (chunk: Chunk) => void;
}

/** The lines of one log as they are kept: none twice, without secrets. */
export const makeBatch = (instance: string, put: Queue['put'], { redact, now }: LogParts): Batch => {
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
		mark: (text, at = now()) => {
			if (text !== marked) put({ at, from: 'mark', instance, text });
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
