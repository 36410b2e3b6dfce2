// Puts a time of the test's own in the place of the program's: `Date`, timers, the signals that end by themselves, and chance.
// To be imported before anything that could take hold of the real ones.

type Work = (...args: readonly unknown[]) => void;

/** A timer that waits. `silent`: that of `AbortSignal.timeout`, which nobody can take back. */
interface Waiting {
	due: number;
	readonly every: number | undefined;
	readonly work: () => void;
	readonly silent: boolean;
}

/** What `setTimeout` gives. */
interface Timer {
	readonly ref: () => Timer;
	readonly unref: () => Timer;
	readonly hasRef: () => boolean;
	readonly refresh: () => Timer;
	readonly close: () => Timer;
}

const Real = Date;
const realNow = performance.now.bind(performance);
/** When the shift begins: a Monday at eight in the morning. */
const begin = Real.UTC(2026, 0, 5, 8);
let time = begin;
const waiting = new Map<Timer, Waiting>();

const timerOf = (work: () => void, length: number, kind: Pick<Waiting, 'every' | 'silent'>): Timer => {
	const timer: Timer = {
		ref: () => timer,
		unref: () => timer,
		hasRef: () => true,
		refresh: () => {
			waiting.set(timer, { ...kind, due: time + length, work });
			return timer;
		},
		close: () => {
			waiting.delete(timer);
			return timer;
		},
	};
	return timer.refresh();
};
/** As long as Node waits at least. */
const lengthOf = (length: unknown): number => Math.max(1, Number(length) || 1);
const clear = (timer: Timer | undefined): void => {
	timer?.close();
};

class FakeDate extends Real {
	constructor(...args: readonly [] | ConstructorParameters<DateConstructor>) {
		if (args.length === 0) super(time);
		else super(...args);
	}
	static override now(): number {
		return time;
	}
}

const ending = (length: number): AbortSignal => {
	const end = new AbortController();
	const late = (): void => end.abort(new DOMException('The operation timed out', 'TimeoutError'));
	timerOf(late, length, { every: undefined, silent: true });
	return end.signal;
};

Object.assign(globalThis, {
	Date: FakeDate,
	setTimeout: (work: Work, length?: unknown, ...args: readonly unknown[]) =>
		timerOf(() => work(...args), lengthOf(length), { every: undefined, silent: false }),
	setInterval: (work: Work, length?: unknown, ...args: readonly unknown[]) =>
		timerOf(() => work(...args), lengthOf(length), { every: lengthOf(length), silent: false }),
	clearTimeout: clear,
	clearInterval: clear,
});
AbortSignal.timeout = ending;
performance.now = () => time - begin;
/** Chance that is the same each time; source: splitmix32. */
let seed = 1;
Math.random = () => {
	seed = (seed + 0x9e3779b9) | 0;
	let mixed = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
	return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
};

/** Milliseconds of the real time, for what is said of the test itself. */
export const realTime = realNow;

/** How many timers wait. */
export const timers = (): number => [...waiting.values()].filter(({ silent }) => !silent).length;

/** Lets everything that is ready have so many turns. */
export const settle = async (turns: number): Promise<void> => {
	for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

const nextDue = (end: number): readonly [Timer, Waiting] | undefined => {
	let first: readonly [Timer, Waiting] | undefined;
	for (const entry of waiting) if (entry[1].due <= end && entry[1].due < (first?.[1].due ?? Infinity)) first = entry;
	return first;
};

let stride = 1;
/**
 * How many milliseconds the clock goes on at once at the most: 1, the usual, is the finest; with more the program gets a
 * turn that much more rarely, as on a machine that is busy.
 */
export const inStrides = (length: number): void => {
	stride = length;
};

/** Calls all whose time has come by then in their order, each with a turn for what comes of it. */
const callUntil = async (end: number): Promise<void> => {
	for (let next = nextDue(end); next !== undefined; next = nextDue(end)) {
		const [timer, one] = next;
		time = Math.max(time, stride === 1 ? one.due : end);
		if (one.every === undefined) waiting.delete(timer);
		else one.due = time + one.every;
		one.work();
		if (!one.silent) await settle(1);
	}
	time = end;
	await settle(4);
};

/** Goes on by so many milliseconds. */
export const pass = async (length: number): Promise<void> => {
	const end = time + length;
	await settle(4);
	if (stride === 1) return callUntil(end);
	while (time < end) await callUntil(Math.min(end, time + stride));
};
