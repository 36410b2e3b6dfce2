import { cleanLines } from '../core/clean.ts';
import type { Event } from '../core/event.ts';
import { failed } from '../core/failed.ts';
import { failureText } from '../core/failure-text.ts';
import type { Millis, Result } from '../core/model.ts';
import { logsView } from '../core/select/logs/logs.ts';
import { planScript } from '../core/select/plan/script.ts';
import { visibleServices } from '../core/select/visible.ts';
import type { Feeds } from '../core/state.ts';
import { now, wait } from '../io/clock.ts';
import { temporaryFolder, writeText } from '../io/files.ts';
import { runInteractive } from '../io/interactive.ts';
import { pathIn, pathsOf, wholePath } from '../io/paths.ts';
import { planId } from '../io/random.ts';
import { onEndSignals, signalExit } from '../io/signals.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';
import { onFileChanged } from '../io/watch-file.ts';
import type { Drawing } from './drawing.ts';
import { type EffectParts, guarded, runEffects, tellJournal } from './effects.ts';
import { makeForgetting } from './forget-gone.ts';
import { type GoingOut, makeGoingOut } from './going-out.ts';
import { inBackground } from './in-background.ts';
import { keepInStep } from './in-step.ts';
import { keepHistory } from './keep-history.ts';
import { makeLedgerKeeper } from './keep-ledger.ts';
import { makeNotifying } from './notify.ts';
import { makeReload } from './reload.ts';
import { makeExpiry } from './remove-expired.ts';
import { makeJournalRereader } from './reread-journal.ts';
import { openSession, type Session } from './session.ts';
import { makeSettling } from './settling.ts';
import { longWell } from './test-hooks.ts';

/** What works behind the screen needs of it. */
export interface Work extends Drawing {
	readonly feeds: Feeds;
	/** Gives the terminal to the shell until it is taken back. */
	readonly suspend: () => void;
	/** Gives the terminal to something else until that ends. */
	readonly goOut: (work: () => Promise<void>) => Promise<void>;
	/** Asks for the passphrase of a key. */
	readonly passphrase: AskPassphrase;
	/** The state changed; whoever waits for idleness looks again. */
	readonly changed?: () => void;
}

const second: Millis = 1000;
/** A run's step that is under way may still end after the operator left. */
const patience: Millis = 60_000;

/** Opens the session behind the screen and works until the cockpit is left; gives the exit code, or `demo`. */
export const work = async (given: Work): Promise<number | 'demo'> => {
	const { store, numbers, lines, clock, env, demo } = given;
	const life = new AbortController();
	const stop = new AbortController();
	const temporary = demo === undefined ? undefined : await temporaryFolder();
	const usual = pathsOf(env, process.cwd());
	const paths = temporary === undefined ? usual : pathsOf({ ...env, XDG_STATE_HOME: temporary.path }, process.cwd());
	const session = await openSession({
		...{ store, numbers, lines, paths, env, now, wait },
		database: paths.journal,
		...(demo === undefined ? {} : { demo }),
		stop: stop.signal,
		passphrase: given.passphrase,
	});
	given.crashes.redacting(session.vault.redact);
	const emit = (event: Event) => store.dispatch(event);
	const ledger = makeLedgerKeeper(session.ledger, emit);
	const history = historyOf(given, session, pathIn(paths.state, 'history.db'), life.signal);
	const left = await new Promise<number | 'demo'>((resolve) => {
		const out = outOf(given, session, stop.signal);
		const unsubscribe = onEndSignals((signal) => {
			// What is interrupted from the keyboard while the terminal is away is the program that has it.
			if (signal === 'SIGINT' && out.isAway()) return;
			stop.abort();
			resolve(signalExit(signal));
		});
		life.signal.addEventListener('abort', unsubscribe, { once: true });
		const reload = reloadOf(given, session);
		const parts: EffectParts = {
			...{ session, state: store.state, emit, now, ledger },
			cockpit: {
				...cockpitOf(given, { state: usual.state, here: process.cwd() }, resolve),
				...goingOut(given, session, { run: out.run, reload: reload.reload, folder: usual.state }),
				reload: reload.reload,
				removeExpired: makeExpiry({ session, state: longWell(store.state, env), now, stop: stop.signal }),
			},
		};
		const settling = makeSettling(store, given.feeds, life.signal);
		const forgetGone = makeForgetting(numbers);
		store.onEvent((event) => {
			forgetGone(store.state());
			given.history.look(store.state());
			settling.heard(event);
			runEffects(event, parts);
			if (reload.isDue()) guarded(parts, reload.reload);
			given.changed?.();
		});
		watchConfig(given, () => guarded(parts, reload.reload), life.signal);
		guarded(parts, () => begin(parts, ledger));
		keepInStep(store, session, (state) => visibleServices(state), wait, life.signal);
		const notify = makeNotifying(given.terminal, store.state, now);
		const reread = makeJournalRereader({ ...parts, journal: session.journal });
		inBackground(
			tick(() => {
				settling.beat();
				notify();
				guarded(parts, reread);
				clock.beat();
			}, life.signal),
		);
	});
	stop.abort();
	await underWayEnds(session);
	life.abort();
	await session.close();
	await history.end();
	await temporary?.remove();
	return left;
};

/** What is measured and what happens, kept in a file; each config has a history of its own in it. */
const historyOf = ({ store, history, file }: Work, { vault }: Session, path: string, signal: AbortSignal) =>
	keepHistory({
		...{ keeper: history, redact: vault.redact, emit: store.dispatch, now, wait, signal },
		file: path,
		scope: file === undefined ? '' : wholePath(process.cwd(), file.path),
	});

/** Tells of each change of the config, until the signal. */
const watchConfig = ({ file }: Work, changed: () => void, signal: AbortSignal): void => {
	if (file === undefined) return;
	signal.addEventListener('abort', onFileChanged(file.path, changed), { once: true });
};

/** What leads out of the cockpit and back. `folder`: where a text lies that the pager reads. */
const goingOut = (
	{ store }: Work,
	{ journal }: Session,
	{ folder, ...given }: Pick<GoingOut, 'run' | 'reload'> & { readonly folder: string },
): ReturnType<typeof makeGoingOut> =>
	makeGoingOut({
		...{ ...given, state: store.state, emit: store.dispatch, now, newId: planId, journal },
		keep: async (text) => {
			const path = pathIn(folder, 'page.txt');
			const written = await writeText(path, text);
			return written.ok ? { ok: true, value: path } : written;
		},
	});

/** Commands that have the terminal until they end, and whether one has it now. */
const outOf = ({ goOut, env }: Work, { log }: Session, stop: AbortSignal) => {
	let away = 0;
	const run = async (words: readonly string[]): Promise<Result<number>> => {
		let result: Result<number> = failed('bug', 'The terminal could not be given away.');
		log?.info('terminal given away', { words });
		away += 1;
		await goOut(async () => {
			result = await runInteractive(words, env, stop);
		}).finally(() => {
			away -= 1;
		});
		return result;
	};
	return { run, isAway: (): boolean => away > 0 };
};

/** How a config that was found is taken over anew; without one there is nothing to read. */
const reloadOf = ({ file, store }: Work, { outside }: Session): ReturnType<typeof makeReload> => {
	const nothing = async (): Promise<void> => undefined;
	if (file === undefined) return { reload: nothing, isDue: () => false };
	return makeReload({ file, state: store.state, emit: store.dispatch, now, setHosts: outside.setHosts });
};

/** What is known from before: the ledger, the journal, and runs that were interrupted. */
const begin = async (parts: EffectParts, ledger: ReturnType<typeof makeLedgerKeeper>): Promise<void> => {
	const { session, emit, now: time } = parts;
	ledger.tell(time());
	await tellJournal(parts);
	const open = await session.acting.interrupted();
	const run = open.ok ? open.value.findLast(({ standing }) => standing.plan.unasked !== true)?.run : undefined;
	if (run !== undefined) emit({ type: 'dialog/opened', at: time(), dialog: { is: 'interrupted', run } });
};

const tick = async (beat: () => void, signal: AbortSignal): Promise<void> => {
	while (!signal.aborted) {
		await wait(second, signal);
		if (!signal.aborted) beat();
	}
};

/** The order that is under way ends and is written down before anything is closed. */
const underWayEnds = async ({ acting }: Session): Promise<void> => {
	const until = now() + patience;
	while (acting.underWay() > 0 && now() < until) await wait(20, new AbortController().signal);
};

const cockpitOf = (
	{ store, feeds, terminal, suspend }: Work,
	folders: { readonly state: string; readonly here: string },
	leave: (how: number | 'demo') => void,
): Pick<NonNullable<EffectParts['cockpit']>, 'copy' | 'copyPlan' | 'saveLog' | 'suspend' | 'demo' | 'quit'> => {
	const copy = async (text: string): Promise<string> => {
		const shown = cleanLines(text, 10_000);
		if (terminal.copy(shown)) return 'copied';
		const path = pathIn(folders.state, 'copied.txt');
		const written = await writeText(path, `${shown.join('\n')}\n`);
		return written.ok ? `too long for the terminal's clipboard: written to ${path}` : failureText(written.failure);
	};
	return {
		copy,
		copyPlan: (run) => {
			const plan = store.state().runs[run]?.plan;
			return plan === undefined ? Promise.resolve('there is no such plan') : copy(planScript(plan));
		},
		saveLog: async (name) => {
			const { lines } = logsView(store.state(), feeds, now());
			const text = lines.map(({ at, instance, text: line }) => `${stamp(at)} ${instance} ${line}`).join('\n');
			const path = pathIn(folders.here, name);
			const written = await writeText(path, `${text}\n`);
			return written.ok ? `${lines.length} lines saved to ${path}` : failureText(written.failure);
		},
		suspend,
		demo: () => leave('demo'),
		quit: () => leave(0),
	};
};

const stamp = (at: Millis | undefined): string => (at === undefined ? '-' : new Date(at).toISOString());
