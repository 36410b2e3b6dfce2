import { bucketOf, joined } from '../core/history/bucket.ts';
import { withFailed } from '../core/history/derived.ts';
import { finest } from '../core/history/grain.ts';
import type { Mark } from '../core/history/mark.ts';
import type { Millis, Result, Sample } from '../core/model.ts';
import type { Filled, HistoryStore } from './history.ts';
import type { MarksStore } from './marks.ts';
import type { StandsStore } from './stands.ts';

/** Where history is kept. */
export interface Shelf {
	readonly points: HistoryStore;
	readonly marks: MarksStore;
	readonly stands: StandsStore;
}

/** What was measured and what happened, and is not written down yet. */
export interface Waiting {
	readonly saw: (samples: readonly Sample[]) => void;
	readonly happened: (marks: readonly Mark[]) => void;
	/** The marks of a service from then on. */
	readonly marks: (service: string, from: Millis) => readonly Mark[];
	/** Writes down so many of what waits, and lets go of that; gives whether more waits. */
	readonly write: (to: Shelf, now: Millis) => Result<boolean>;
	/** Lets go of what could not be written for so long that nobody would miss it. */
	readonly forget: (now: Millis) => void;
}

/** So many buckets are written in one go, so that no key waits longer than one frame. */
const slice = 250;
/** What could not be written waits so long: the rings reach back no further either. */
const patience: Millis = 60 * finest;

/** Nothing waits yet. */
export function makeWaiting(): Waiting {
	const buckets = new Map<string, Filled>();
	const marks = new Map<string, Mark>();
	const writeMarks = (to: Shelf, now: Millis): Result<null> => {
		if (marks.size === 0) return { ok: true, value: null };
		const done = to.marks.add([...marks.values()], now);
		if (done.ok) marks.clear();
		return done;
	};
	return {
		saw: (samples) => {
			for (const sample of withFailed(samples)) {
				if (!Number.isFinite(sample.value) || !Number.isFinite(sample.at)) continue;
				const bucket = bucketOf(sample, finest);
				const key = `${bucket.at} ${sample.series}`;
				const before = buckets.get(key);
				buckets.set(key, { ...(before === undefined ? bucket : joined(before, bucket)), series: sample.series });
			}
		},
		happened: (news) => {
			for (const mark of news) marks.set([mark.service, mark.kind, mark.at, mark.of].join(' '), mark);
		},
		marks: (service, from) => [...marks.values()].filter((mark) => mark.service === service && mark.at >= from),
		write: (to, now) => {
			const noted = writeMarks(to, now);
			if (!noted.ok) return noted;
			const taken = [...buckets.entries().take(slice)];
			if (taken.length === 0) return { ok: true, value: false };
			const values = taken.map(([, bucket]) => bucket);
			const done = to.points.add(values, now);
			if (!done.ok) return done;
			for (const [key] of taken) buckets.delete(key);
			return { ok: true, value: buckets.size > 0 };
		},
		forget: (now) => {
			for (const [key, { at }] of buckets) if (at < now - patience) buckets.delete(key);
			for (const [key, { at }] of marks) if (at < now - patience) marks.delete(key);
		},
	};
}
