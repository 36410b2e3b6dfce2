import { lockedEnvironments } from '../core/armed.ts';
import { settle } from '../core/condition/settle.ts';
import type { Fleet } from '../core/config/fleet.ts';
import { initialState } from '../core/initial.ts';
import { known } from '../core/known.ts';
import { goesThrough } from '../core/probe.ts';
import { reduce } from '../core/reduce/reduce.ts';
import type { Feeds, State } from '../core/state.ts';
import { now, wait } from '../io/clock.ts';
import { pathsOf } from '../io/paths.ts';
import { onEndSignals } from '../io/signals.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';
import { createLines } from '../store/lines.ts';
import { makeNumbers } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { type Crashes, guardCrashes } from './crash.ts';
import { tellJournal } from './effects.ts';
import { makeEventfulStore } from './eventful-store.ts';
import { inBackground } from './in-background.ts';
import { makeLedgerKeeper } from './keep-ledger.ts';
import { makeAskPassphrase } from './passphrase.ts';
import { probesOf } from './probes.ts';
import { readDecided } from './read-decided.ts';
import { readLate } from './read-late.ts';
import { readPast } from './read-past.ts';
import { readStood } from './read-stood.ts';
import { openSession, type Session } from './session.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What is watched without a screen. */
export interface Headless {
	readonly fleet: Fleet;
	readonly operator: string;
	readonly readOnly: boolean;
	readonly env: Env;
	/** Checks that fail are read until that counts, which takes seconds. */
	readonly decided?: true;
	/** The config that the fleet was read from, where its history is of use. */
	readonly file?: { readonly path: string };
	/** Only these hosts are read. */
	readonly hosts?: readonly string[];
	/** Who knows the passphrase of a key, where nobody sits. */
	readonly passphrase?: AskPassphrase;
	/** What the journal has is read as well. */
	readonly journal?: true;
}

/** A session that was read once and draws nothing. */
export interface Quiet {
	readonly session: Session;
	readonly store: Store;
	readonly feeds: Feeds;
	/** The state now, its conditions settled. */
	readonly state: () => State;
	/** SIGHUP or SIGTERM came. */
	readonly stopped: AbortSignal;
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

/** Who is asked for the passphrase of a key where somebody sits. */
const askHere = (): AskPassphrase | undefined =>
	process.stdin.isTTY && process.stdout.isTTY ? makeAskPassphrase((work) => work()) : undefined;

const inSession = async <T>(
	{ fleet, operator, readOnly, env, decided, file, journal, hosts, passphrase }: Headless,
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
		...known({ passphrase: passphrase ?? askHere() }),
	});
	crashes.redacting(session.vault.redact);
	const keeper = makeLedgerKeeper(session.ledger, store.dispatch);
	keeper.tell(now());
	let tell: Parameters<Quiet['onEvent']>[0] = () => {};
	store.onEvent((event) => {
		crashes.heard(event);
		if (event.type === 'probe/read' && event.reading.engine !== undefined) {
			inBackground(keeper.read(store.state(), event.reading.engine.host, event.at));
		}
		tell(event);
	});
	const began = now();
	const past = await readPast({ state: paths.state, config: file?.path, numbers, now, wait });
	store.dispatch({ type: 'history/opened', at: began, stood: await readStood(paths.state, file?.path) });
	try {
		// First: what a change of ours made counts as seen running once that was proven, and who stopped it is known there.
		const isAsked = journal === true || lockedEnvironments({ fleet }).length > 0;
		if (isAsked || session.journal.ok) await tellJournal({ session, emit: store.dispatch, now });
		session.scheduler.set(
			probesOf(store.state(), [])
				.filter(({ probe }) => probe.kind !== 'stats' && (hosts?.some((host) => goesThrough(probe, host)) ?? true))
				.map(({ probe }) => ({ probe, mode: 'read' })),
		);
		await session.scheduler.refresh(() => true);
		const again = { store, scheduler: session.scheduler, wait, stop: stop.signal };
		await readLate({ ...again, began });
		if (decided === true) await readDecided(again);
		const feeds = { numbers: numbers.numbers, lines: lines.lines, ...known({ history: past.history }) };
		return await work({
			...{ session, store, feeds, stopped: stop.signal },
			state: () => ({ ...store.state(), conditions: settle(store.state(), feeds, now()) }),
			onEvent: (listener) => {
				tell = listener;
			},
		});
	} finally {
		unsubscribe();
		past.close();
		await session.close();
	}
};
