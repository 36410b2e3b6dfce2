import { changes, type Known, knownFrom } from '../core/history/changes.ts';
import type { History } from '../core/history/history.ts';
import { stitched } from '../core/history/stitch.ts';
import { withoutRepeats } from '../core/history/turned.ts';
import type { Millis, Result } from '../core/model.ts';
import type { State } from '../core/state.ts';
import { makeWaiting, type Shelf } from '../store/history-waiting.ts';
import type { NumbersStore } from '../store/series.ts';

/** What a keeper needs: the rings, the time, and a way to let others have a turn. */
export interface Keeping {
	readonly numbers: NumbersStore;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
}

/** Keeps what is measured and what happens for later sessions. */
export interface HistoryKeeper {
	/** The rings; what is put into them is kept. */
	readonly numbers: NumbersStore;
	/** What is drawn from; until a shelf is there, what this session measured. */
	readonly history: History;
	/** Gives it its shelf; gives how all stood when it was last watched. `redact` hides secrets in what is written down. */
	readonly open: (shelf: Shelf, redact: (text: string) => string) => State['stood'];
	/** Looks at what changed; to be called after each event. */
	readonly look: (state: State) => void;
	/** Writes down what came since; to be called about once a minute. What could not be written waits for the next time. */
	readonly write: (signal: AbortSignal) => Promise<Result<null>>;
	/** Writes down the rest, in one go: the last call. */
	readonly end: () => void;
}

/** Between two slices of what is written others have a turn. */
const turn: Millis = 10;

/** Makes a keeper. Nothing is read or written before it has its shelf. */
export const makeHistoryKeeper = ({ numbers, now, wait }: Keeping): HistoryKeeper => {
	const waiting = makeWaiting();
	let shelf: Shelf | undefined;
	let redact = (text: string): string => text;
	let known: Known = knownFrom([], []);
	let isWriting = false;
	/** How all stand now, as it is written down. */
	const keepStands = (to: Shelf): Result<null> => to.stands.keep(standsOf(known.conditions, now()), now());

	const writeTo = async (to: Shelf, signal: AbortSignal): Promise<Result<null>> => {
		let more = waiting.write(to, now());
		while (more.ok && more.value && !signal.aborted) {
			await wait(turn, signal);
			more = waiting.write(to, now());
		}
		if (more.ok) return keepStands(to);
		waiting.forget(now());
		return more;
	};
	return {
		numbers: {
			...numbers,
			append: (samples) => {
				numbers.append(samples);
				waiting.saw(samples);
			},
		},
		history: historyOf(
			numbers,
			() => shelf,
			(service, from) => waiting.marks(service, from),
			now,
		),
		open: (found, hide) => {
			shelf = found;
			redact = hide;
			const stands = found.stands.all();
			const stood = stands.ok ? stands.value : {};
			known = seeded(found, stood, known);
			return stood;
		},
		look: (state) => {
			if (shelf === undefined) return;
			const { known: next, marks } = changes(known, state, now());
			known = next;
			waiting.happened(marks.map((mark) => ({ ...mark, text: redact(mark.text) })));
		},
		write: async (signal) => {
			if (shelf === undefined || isWriting) return { ok: true, value: null };
			isWriting = true;
			const done = await writeTo(shelf, signal);
			isWriting = false;
			return done;
		},
		end: () => {
			if (shelf === undefined) return;
			let more = waiting.write(shelf, now());
			while (more.ok && more.value) more = waiting.write(shelf, now());
			keepStands(shelf);
		},
	};
};

const historyOf = (
	{ numbers }: NumbersStore,
	shelf: () => Shelf | undefined,
	fresh: History['marks'],
	now: () => Millis,
): History => ({
	window: (series, from, to, columns) =>
		stitched(numbers(series), (span) => shelf()?.points.window(series, span, now()) ?? [], { from, to, columns }),
	mean: (series, from, to) => shelf()?.points.mean(series, { from, to }, now()),
	marks: (service, from) =>
		withoutRepeats(
			[...(shelf()?.marks.of(service, from) ?? []), ...fresh(service, from)].toSorted((a, b) => a.at - b.at),
		),
});

/** What the last session left, where it can be read. */
const seeded = ({ marks }: Shelf, stood: State['stood'], otherwise: Known): Known => {
	const conditions = marks.newest('condition');
	const releases = marks.newest('release');
	return conditions.ok && releases.ok ? knownFrom(conditions.value, releases.value, stood) : otherwise;
};

/** What is decided of how all stand: not what is said before anything was read, nor what may be as it was left after all. */
const standsOf = (conditions: State['conditions'], seen: Millis): State['stood'] =>
	Object.fromEntries(
		Object.entries(conditions).flatMap(([id, { is, since, before, stood }]) =>
			stood !== undefined || (is === 'unknown' && before === true) ? [] : [[id, { is, since, seen }] as const],
		),
	);
