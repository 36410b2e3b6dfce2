import { settle } from '../core/condition/settle.ts';
import type { Fleet } from '../core/config/fleet.ts';
import { initialState } from '../core/initial.ts';
import { reduce } from '../core/reduce/reduce.ts';
import type { Feeds, State } from '../core/state.ts';
import { now, wait } from '../io/clock.ts';
import { pathsOf } from '../io/paths.ts';
import { onEndSignals } from '../io/signals.ts';
import { createLines } from '../store/lines.ts';
import { makeNumbers } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { type Crashes, guardCrashes } from './crash.ts';
import { makeEventfulStore } from './eventful-store.ts';
import { makeLedgerKeeper } from './keep-ledger.ts';
import { makeAskPassphrase } from './passphrase.ts';
import { probesOf } from './probes.ts';
import { openSession, type Session } from './session.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What is watched without a screen. */
export interface Headless {
	readonly fleet: Fleet;
	readonly operator: string;
	readonly readOnly: boolean;
	readonly env: Env;
}

/** A session that was read once and draws nothing. */
export interface Quiet {
	readonly session: Session;
	readonly store: Store;
	readonly feeds: Feeds;
	/** The state now, its conditions settled. */
	readonly state: () => State;
	/** Calls back for each event of a change. */
	readonly onEvent: (tell: Parameters<ReturnType<typeof makeEventfulStore>['onEvent']>[0]) => void;
}

/**
 * Opens a session, reads everything of the fleet once, does `work` on it, and closes it. A bug ends the program as a crash
 * does, whose code no outcome has.
 */
export const withSession = async <T>(headless: Headless, work: (quiet: Quiet) => Promise<T>): Promise<T> => {
	const crashes = guardCrashes({ now, folder: pathsOf(headless.env, process.cwd()).state });
	try {
		return await inSession(headless, crashes, work);
	} catch (error) {
		return crashes.crash(error);
	} finally {
		crashes.end();
	}
};

const inSession = async <T>(
	{ fleet, operator, readOnly, env }: Headless,
	crashes: Crashes,
	work: (quiet: Quiet) => Promise<T>,
): Promise<T> => {
	const paths = pathsOf(env, process.cwd());
	const size = { columns: 80, rows: 24 };
	const store = makeEventfulStore(initialState({ at: now(), fleet, operator, demo: false, readOnly, size }), reduce);
	const numbers = makeNumbers();
	const lines = createLines();
	const stop = new AbortController();
	const unsubscribe = onEndSignals(() => stop.abort());
	const session = await openSession({
		...{ store, numbers, lines, paths, env, now, wait },
		database: paths.journal,
		stop: stop.signal,
		// Where nobody sits, the failure names ssh-add instead.
		...(process.stdin.isTTY && process.stdout.isTTY ? { passphrase: makeAskPassphrase((work) => work()) } : {}),
	});
	crashes.redacting(session.vault.redact);
	const keeper = makeLedgerKeeper(session.ledger, store.dispatch);
	keeper.tell(now());
	let tell: Parameters<Quiet['onEvent']>[0] = () => {};
	store.onEvent((event) => {
		crashes.heard(event);
		if (event.type === 'probe/read' && event.reading.engine !== undefined) {
			keeper.read(store.state(), event.reading.engine.host, event.at);
		}
		tell(event);
	});
	try {
		session.scheduler.set(
			probesOf(store.state(), [])
				.filter(({ probe }) => probe.kind !== 'stats')
				.map(({ probe }) => ({ probe, mode: 'read' })),
		);
		await session.scheduler.refresh(() => true);
		const feeds = { numbers: numbers.numbers, lines: lines.lines };
		return await work({
			...{ session, store, feeds },
			state: () => ({ ...store.state(), conditions: settle(store.state(), feeds, now()) }),
			onEvent: (listener) => {
				tell = listener;
			},
		});
	} finally {
		unsubscribe();
		await session.close();
	}
};
