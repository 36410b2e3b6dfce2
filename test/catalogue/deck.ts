// A cockpit without a screen: the session, its probes, its effects and its walks as `app/work.ts` joins them, on a real engine.

import { readWholeConfig } from '../../src/app/config.ts';
import { runEffects } from '../../src/app/effects.ts';
import { makeEventfulStore } from '../../src/app/eventful-store.ts';
import { inBackground } from '../../src/app/in-background.ts';
import { keepInStep } from '../../src/app/in-step.ts';
import { makeLedgerKeeper } from '../../src/app/keep-ledger.ts';
import { openSession } from '../../src/app/session.ts';
import { makeSettling } from '../../src/app/settling.ts';
import { walksOf } from '../../src/app/walks/at-work.ts';
import type { Event } from '../../src/core/event.ts';
import { initialState } from '../../src/core/initial.ts';
import type { Millis, Series } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { visibleServices } from '../../src/core/select/visible.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { now, wait } from '../../src/io/clock.ts';
import { pathsOf } from '../../src/io/paths.ts';
import { createLines } from '../../src/store/lines.ts';
import { makeNumbers } from '../../src/store/series.ts';
import type { Lab } from '../lab/lab.ts';

/** So many times faster than the clock a walk waits: ten minutes of watching are a third of a second. */
const faster = 2000;
/** What a scene waits for at the most. */
const patience: Millis = 30_000;

/** A cockpit that works, and whoever sits before it. */
export interface Deck {
	readonly lab: Lab;
	/** A folder of its own for what scenes put on the machine. */
	readonly folder: string;
	readonly state: () => State;
	/** What walks read of numbers, with the clock that they go by. */
	readonly feeds: Feeds;
	readonly walkNow: () => Millis;
	readonly emit: (event: Event) => void;
	/** Waits until the state is so; says what it waited for when that does not come. */
	readonly until: <T>(what: string, holds: (state: State) => T | undefined | false) => Promise<T>;
	/** What the operator was told since the last time that it was asked. */
	readonly told: () => readonly string[];
	/** A number of the machine that a test cannot bring about: what its probe says of it is not looked at from then on. */
	readonly measures: (series: string, value: number) => void;
	readonly close: () => Promise<void>;
}

/**
 * The clock of walks. What they wait for is waited for in a small part of the time, and the rest is passed over; numbers are as old by it
 * as they are.
 */
function makeFastClock() {
	let passed = 0;
	return {
		passed: () => passed,
		now: (): Millis => now() + passed,
		wait: async (length: Millis, signal: AbortSignal): Promise<void> => {
			const real = Math.max(5, length / faster);
			await wait(real, signal);
			passed += Math.max(0, length - real);
		},
	};
}

/** A series by a clock that is ahead. */
const ahead = (series: Series, by: Millis): Series => ({
	append: (sample) => series.append(sample),
	window: (from, to, columns) => series.window(from - by, to - by, columns),
	last: () => {
		const last = series.last();
		return last && { ...last, at: last.at + by };
	},
});

/** Opens one on this config. `folder`: where scenes keep what they need. */
export async function openDeck(
	lab: Lab,
	{
		config,
		env,
		folder,
	}: { readonly config: string; readonly env: Readonly<Record<string, string>>; readonly folder: string },
): Promise<Deck> {
	const parsed = await readWholeConfig(config);
	if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
	const size = { columns: 200, rows: 80 };
	const began = { at: now(), fleet: parsed.value, operator: 'tester', demo: false, readOnly: false, size };
	const store = makeEventfulStore(initialState(began), reduce);
	const { state, dispatch: emit } = store;
	const numbers = makeNumbers();
	const lines = createLines();
	const life = new AbortController();
	const paths = pathsOf(env, folder);
	const session = await openSession({
		...{ store, numbers, lines, paths, env, now, wait, database: paths.journal, stop: life.signal },
	});
	const clock = makeFastClock();
	const pinned = new Map<string, number>();
	const feeds: Feeds = { numbers: numbers.numbers, lines: lines.lines };
	const walked: Feeds = {
		...feeds,
		numbers: (name) => {
			const series = numbers.numbers(name);
			const value = pinned.get(name);
			if (value === undefined) return series && ahead(series, clock.passed());
			return { append: () => undefined, window: () => [], last: () => ({ series: name, at: clock.now(), value }) };
		},
	};
	const walks = walksOf({ store, env, feeds: walked }, session, paths, life.signal, clock);
	const ledger = makeLedgerKeeper(session.ledger, emit);
	const parts = { session, state, emit, now, ledger, walks };
	const settling = makeSettling(store, feeds, life.signal);
	const messages: string[] = [];
	store.onEvent((event) => {
		if (event.type === 'message/shown') messages.push(event.message.text);
		if (event.type === 'plan/refused') messages.push(`refused: ${event.failure.message}`);
		settling.heard(event);
		runEffects(event, parts);
	});
	await walks.start();
	keepInStep(store, session, visibleServices, wait, life.signal);
	const beats = async () => {
		while (!life.signal.aborted) {
			await wait(500, life.signal);
			settling.beat();
		}
	};
	inBackground(beats());

	const until: Deck['until'] = async (what, holds) => {
		const late = now() + patience;
		for (;;) {
			const found = holds(state());
			if (found !== undefined && found !== false) return found;
			if (now() > late) throw new Error(`It was waited for in vain: ${what}. Told: ${messages.slice(-5).join(' | ')}`);
			await wait(20, life.signal);
		}
	};
	return {
		...{ lab, folder, state, feeds: walked, walkNow: clock.now, emit, until },
		told: () => messages.splice(0),
		measures: (series, value) => void pinned.set(series, value),
		close: async () => {
			life.abort();
			await session.close();
		},
	};
}
