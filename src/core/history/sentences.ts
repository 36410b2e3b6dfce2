import { clock, percent } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Condition, Millis, Numbers } from '../model.ts';
import type { History } from './history.ts';
import type { Mark } from './mark.ts';

/** So many kills are named by their time; of more, only the newest. */
const mostTimes = 4;

function listed(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `2 OOM kills at 13:58:50Z and 14:01:02Z`; undefined where there was none. */
export function killsSentence(marks: readonly Mark[]): string | undefined {
	const times = marks.flatMap(({ kind, at }) => (kind === 'killed' ? [at] : [])).toSorted((a, b) => a - b);
	if (times.length === 0) return undefined;
	const shown = times.slice(-mostTimes).map((at) => clock(at));
	const newest = times.length > mostTimes ? `, the newest at ${listed(shown)}` : ` at ${listed(shown)}`;
	return `${times.length} OOM ${times.length === 1 ? 'kill' : 'kills'}${newest}`;
}

/** A turn for the worse counts as soon after something that was done. In milliseconds. */
const soon: Millis = 10 * 60_000;
const worse: readonly (Condition['is'] | undefined)[] = ['degraded', 'down'];

function doneText({ kind, text }: Mark): string {
	return kind === 'release' ? `release ${text}` : text;
}

/**
 * `down 12s after release v412, at 14:02:43Z`: the newest turn for the worse, and what was done last before it, where that was within ten
 * minutes. It says what came after what, never what came of what.
 */
export function turnSentence(marks: readonly Mark[]): string | undefined {
	const turn = marks.findLast(({ kind, is }) => kind === 'condition' && worse.includes(is));
	if (turn === undefined) return undefined;
	const done = marks.findLast(({ kind, at }) => (kind === 'release' || kind === 'action') && at <= turn.at);
	if (done === undefined || turn.at - done.at > soon) return undefined;
	return `${turn.is ?? ''} ${lengthText(turn.at - done.at)} after ${doneText(done)}, at ${clock(turn.at)}`;
}

/** What the rise of a service's errors is looked for in. */
export interface Errors {
	readonly series: string;
	readonly numbers: Numbers;
	readonly history?: History | undefined;
	/** A share of failed requests above this is a rise, where it is also twice that before. */
	readonly limit: number;
}

const minute: Millis = 60_000;
/** Parts before and after a release that are compared. */
const parts = 10;

interface Parts {
	/** The end of the first part after the release. */
	readonly from: Millis;
	readonly length: Millis;
	readonly before: number | undefined;
	readonly after: readonly (number | undefined)[];
}

/**
 * The shares before and after a release, in parts as fine as they are still known: 10 s from the ring, a minute, 5 minutes.
 * Parts begin where kept buckets do, and the one that the release is in counts for neither side.
 */
function partsAround({ series, numbers, history }: Errors, at: Millis, now: Millis): readonly (() => Parts)[] {
	const around = (length: Millis, window: History['window']) => (): Parts => {
		const begin = Math.floor(at / length) * length;
		const before = window(series, begin - parts * length, begin, 1)[0];
		const from = begin + length;
		const after = window(series, from, from + parts * length, parts);
		return { from, length, before, after: after.filter((_, index) => from + index * length < now) };
	};
	const ring: History['window'] = (name, from, to, columns) => numbers(name)?.window(from, to, columns) ?? [];
	const kept = history?.window;
	return [
		around(10_000, ring),
		...(kept === undefined || now - at > 100 * minute ? [] : [around(minute, kept)]),
		...(kept === undefined ? [] : [around(5 * minute, kept)]),
	];
}

function finestKnown(all: readonly (() => Parts)[]): Parts | undefined {
	for (const read of all) {
		const found = read();
		if (found.before !== undefined) return found;
	}
	return undefined;
}

/** The number of the first part that is above what counts as a rise, and the next known one too: one part can be chance. */
function risenAt({ before = 0, after }: Parts, limit: number): number | undefined {
	const isHigh = (value: number | undefined): boolean => value !== undefined && value > Math.max(limit, 2 * before);
	const first = after.findIndex(isHigh);
	const next = after.slice(first + 1).find((value) => value !== undefined);
	return first >= 0 && isHigh(next) ? first : undefined;
}

/**
 * `errors rose within 40s after release v412: 0.1% before, 41.2% then`; undefined where they did not, or where it is not
 * known how they were before. The time is the end of the part in which the rise was seen first.
 */
export function riseSentence(marks: readonly Mark[], errors: Errors, now: Millis): string | undefined {
	const release = marks.findLast(({ kind }) => kind === 'release');
	if (release === undefined) return undefined;
	const found = finestKnown(partsAround(errors, release.at, now));
	const first = found === undefined ? undefined : risenAt(found, errors.limit);
	if (found?.before === undefined || first === undefined) return undefined;
	const within = lengthText(found.from + (first + 1) * found.length - release.at);
	const then = percent(found.after[first] ?? 0, 1);
	return `errors rose within ${within} after release ${release.text}: ${percent(found.before, 1)} before, ${then} then`;
}

/**
 * `host vps1 unreachable: its 6 services are dimmed, not down`. `stand`: how each service that only this host carries
 * stands; one that another check sees down is not called dimmed.
 */
export function unreachableSentence(host: string, stand: readonly Condition['is'][]): string {
	const dimmed = stand.filter((is) => is === 'unknown').length;
	if (stand.length === 0) return `host ${host} unreachable: no service is on it alone`;
	if (dimmed === 0) return `host ${host} unreachable: checks from elsewhere still tell how its services stand`;
	const these = stand.length === 1 ? 'service' : `${stand.length} services`;
	const who = dimmed < stand.length ? `${dimmed} of its ${these}` : `its ${these}`;
	return `host ${host} unreachable: ${who} ${dimmed === 1 ? 'is' : 'are'} dimmed, not down`;
}
