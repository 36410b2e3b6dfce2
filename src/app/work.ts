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
import { sessionName } from '../io/identity.ts';
import type { GiveTerminal } from '../io/in-terminal.ts';
import { runInteractive } from '../io/interactive.ts';
import { pathIn, pathsOf } from '../io/paths.ts';
import { planId } from '../io/random.ts';
import { onEndSignals, signalExit } from '../io/signals.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';
import { onFileChanged } from '../io/watch-file.ts';
import type { Interrupted } from './acting.ts';
import { keepBeating } from './beat.ts';
import { makeCopying } from './copying.ts';
import type { Drawing, Left } from './drawing.ts';
import { makeDrilling } from './drill.ts';
import { type EffectParts, guarded, runEffects, tellJournal } from './effects.ts';
import { makeForgetting } from './forget-gone.ts';
import { type GoingOut, makeGoingOut, untilRead } from './going-out.ts';
import { inBackground } from './in-background.ts';
import { keepInStep } from './in-step.ts';
import { keepHistory } from './keep-history.ts';
import { makeLedgerKeeper } from './keep-ledger.ts';
import { type Leaving as LeavingParts, makeHeirs } from './leave-running.ts';
import { openLink } from './open-link.ts';
import { readPassthrough } from './read-machine.ts';
import { historyFile, historyScope } from './read-stood.ts';
import { makeReload } from './reload.ts';
import { makeExpiry } from './remove-expired.ts';
import { openSession, type Session } from './session.ts';
import { makeSettling } from './settling.ts';
import { longWell } from './test-hooks.ts';
import { beginWalks, walksOf } from './walks/at-work.ts';

/** What works behind the screen needs of it. */
export interface Work extends Drawing {
	readonly feeds: Feeds;
	/** Gives the terminal to the shell until it is taken back. */
	readonly suspend: () => void;
	/** Gives the terminal to something else until that ends. */
	readonly goOut: (work: () => Promise<void>) => Promise<void>;
	/** Whether something else has the terminal now. */
	readonly isAway: () => boolean;
	/** Draws all of the screen anew. */
	readonly repaint: () => Promise<void>;
	/** Asks for the passphrase of a key. */
	readonly passphrase: AskPassphrase;
	/** The state changed; whoever waits for idleness looks again. */
	readonly changed?: () => void;
}

/** A run's step that is under way may still end after the operator left. */
const patience: Millis = 60_000;

/** Opens the session behind the screen and works until the cockpit is left; gives how that was. */
export const work = async (given: Work): Promise<Left> => {
	const { store, numbers, lines, calls, env, demo } = given;
	const life = new AbortController();
	const stop = new AbortController();
	const temporary = demo === undefined ? undefined : await temporaryFolder();
	const usual = pathsOf(env, process.cwd());
	const paths = temporary === undefined ? usual : pathsOf({ ...env, XDG_STATE_HOME: temporary.path }, process.cwd());
	const heirs = makeHeirs();
	const session = await openSession({
		...{ store, numbers, lines, calls, paths, env, now, wait },
		database: paths.journal,
		...(demo === undefined ? {} : { demo }),
		stop: stop.signal,
		passphrase: heirs.remembering(given.passphrase),
		heir: heirs.session,
		terminal: terminalOf(given, stop.signal),
	});
	given.crashes.redacting(session.vault.redact);
	const emit = (event: Event) => store.dispatch(event);
	const ledger = makeLedgerKeeper(session.ledger, emit);
	const history = historyOf(given, session, historyFile(paths.state), life.signal);
	const run = interactiveOf(given, session, stop.signal);
	const walks = walksOf(given, session, usual, life.signal);
	const reload = reloadOf(given, session);
	const going = goingOut(given, session, { run, reload: reload.reload, folder: usual.state });
	const left = await new Promise<Left>((resolve) => {
		const unsubscribe = onEndSignals((signal) => {
			// What is interrupted from the keyboard while the terminal is away is the program that has it.
			if (signal === 'SIGINT' && given.isAway()) return;
			stop.abort();
			resolve(signalExit(signal));
		});
		life.signal.addEventListener('abort', unsubscribe, { once: true });
		const parts: EffectParts = {
			...{ session, state: store.state, emit, now, ledger, walks },
			cockpit: {
				...cockpitOf(given, session, { state: usual.state, here: process.cwd() }, resolve),
				...going,
				leaveRunning: () => heirs.leave(leavingOf(given, session, stop, resolve)),
				reload: reload.reload,
				removeExpired: makeExpiry({ session, state: longWell(store.state, env), now, stop: stop.signal }),
			},
		};
		const settling = makeSettling(store, given.feeds, life.signal);
		const [forgetGone, drilling] = [makeForgetting(numbers), makeDrilling(store, now)];
		store.onEvent((event) => {
			forgetGone(store.state());
			given.history.look(store.state());
			settling.heard(event);
			drilling(event);
			runEffects(event, parts);
			if (reload.isDue()) guarded(parts, reload.reload);
			given.changed?.();
		});
		watchConfig(given, () => guarded(parts, reload.reload), life.signal);
		guarded(parts, () => begin(parts, ledger));
		guarded(parts, () => beginWalks(given, walks, life.signal));
		guarded(parts, () => walks.follow());
		keepInStep(store, session, (state) => visibleServices(state), wait, life.signal);
		inBackground(keepBeating(given, parts, settling, life.signal));
	});
	stop.abort();
	await Promise.all([walks.leave(), underWayEnds(() => session.acting.underWay() + going.underWay())]);
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
		scope: historyScope(file?.path),
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
		...{ ...given, state: store.state, emit: store.dispatch, now, newId: planId, journal, session: sessionName() },
		keep: async (text) => {
			const path = pathIn(folder, 'page.txt');
			const written = await writeText(path, text);
			return written.ok ? { ok: true, value: path } : written;
		},
	});

/** Runs commands that have the terminal until they end. */
const interactiveOf =
	({ goOut, env }: Work, { log }: Session, stop: AbortSignal): GoingOut['run'] =>
	async (words) => {
		let result: Result<number> = failed('bug', 'The terminal could not be given away.');
		log?.info('terminal given away', { words });
		const ended = Promise.withResolvers<void>();
		const back = goOut(async () => {
			result = await runInteractive(words, env, stop);
			ended.resolve();
		});
		// To a terminal that was closed nothing comes back: how it ended is told all the same.
		await Promise.race([back, ended.promise.then(() => (stop.aborted ? undefined : back))]);
		return result;
	};

/** Gives the terminal to the command of a walk: it has ended before the operator has read what it said and comes back. */
const terminalOf =
	({ goOut, env }: Work, stop: AbortSignal): GiveTerminal =>
	(words, signal) => {
		const either = AbortSignal.any([stop, signal]);
		return new Promise((resolve) => {
			inBackground(
				goOut(async () => {
					const result = await runInteractive(words, env, either);
					resolve(result);
					if (!either.aborted) await runInteractive(untilRead(result), env, either);
				}),
			);
		});
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
	guarded(parts, () => watchOn(parts));
	const isAsked = ({ standing, watch }: Interrupted) => standing.plan.unasked !== true && watch === undefined;
	const run = open.ok ? open.value.findLast(isAsked)?.run : undefined;
	if (run !== undefined) emit({ type: 'dialog/opened', at: time(), dialog: { is: 'interrupted', run }, unasked: true });
};

/** Goes on with the watches that were cut; one that may not go on says so. */
const watchOn = ({ session, emit, now: time }: EffectParts): Promise<void> =>
	session.acting.watchOn((failure) => {
		const text = `a watch that was cut does not go on: ${failureText(failure)}`;
		emit({ type: 'message/shown', at: time(), message: { tone: 'warning', text, at: time() } });
	});

/** What it takes to leave the cockpit and what runs in it to another program. */
const leavingOf = (
	{ store, env, parting }: Work,
	{ acting }: Session,
	stop: AbortController,
	leave: (how: number) => void,
): LeavingParts => ({
	...{ state: store.state, emit: store.dispatch, now, stop, env },
	ended: () => nothingUnderWay(acting.underWay),
	left: (text) => {
		parting(text);
		leave(0);
	},
});

/** Waits until nothing is under way, however long its step takes. */
const nothingUnderWay = async (underWay: () => number): Promise<void> => {
	while (underWay() > 0) await wait(20, new AbortController().signal);
};

/** The order or shell that is under way ends and is written down before anything is closed. */
const underWayEnds = async (underWay: () => number): Promise<void> => {
	const until = now() + patience;
	while (underWay() > 0 && now() < until) await wait(20, new AbortController().signal);
};

const cockpitOf = (
	{ store, feeds, terminal, suspend, repaint, env }: Work,
	{ outside }: Session,
	folders: { readonly state: string; readonly here: string },
	leave: (how: Left) => void,
): Pick<
	NonNullable<EffectParts['cockpit']>,
	'copy' | 'openLink' | 'copyPlan' | 'saveLog' | 'suspend' | 'repaint' | 'demo' | 'again' | 'quit'
> => {
	const copy = makeCopying({
		...{ terminal, write: writeText, path: pathIn(folders.state, 'copied.txt') },
		passthrough: () => readPassthrough(outside.ask, env),
	});
	return {
		copy,
		openLink: (address) => openLink(address, { env, copy }),
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
		...{ suspend, repaint },
		demo: () => leave('demo'),
		again: () => leave('again'),
		quit: () => leave(0),
	};
};

const stamp = (at: Millis | undefined): string => (at === undefined ? '-' : new Date(at).toISOString());
