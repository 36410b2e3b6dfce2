import type { Event } from '../core/event.ts';
import { failureText } from '../core/failure-text.ts';
import type { Millis } from '../core/model.ts';
import { whereText } from '../core/run.ts';
import { leavable } from '../core/select/quit.ts';
import type { State } from '../core/state.ts';
import { type Heir, type HeirStart, startHeir } from '../io/heir.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';

/** What it takes to leave what is under way to another program. */
export interface Leaving extends Pick<HeirStart, 'env'> {
	readonly state: () => State;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	/** Stops what is under way at the end of its step. */
	readonly stop: AbortController;
	/** Resolves when nothing is carried out here any more. */
	readonly ended: () => Promise<void>;
	/** Leaves the cockpit; `text`: what its terminal is told. */
	readonly left: (text: string) => void;
	readonly start?: typeof startHeir;
}

/** Who goes on with what is left here, and what opens the keys of hosts for them. */
export interface Heirs {
	/** The session that what is stopped from now on is left to. */
	readonly session: () => string | undefined;
	/** Asks as it is asked otherwise, and remembers, in memory only, what was typed. */
	readonly remembering: (ask: AskPassphrase) => AskPassphrase;
	readonly leave: (leaving: Leaving) => Promise<void>;
}

/** The words that another watchdeck is started with: the same config and operator, and the hosts that matter. */
const wordsOf = ({ config, operator }: State, hosts: readonly string[]): readonly string[] => [
	...(config === undefined ? [] : ['--config', config]),
	...['--as', operator, 'carry', ...hosts],
];

/** The hosts of what can be left running. */
const hostsOf = (state: State): readonly string[] => {
	const all = leavable(state).flatMap(({ plan }) => [
		...plan.locks.map(({ host }) => host),
		...(state.services[plan.service]?.hosts ?? []),
	]);
	return [...new Set(all)].sort();
};

/** Makes it, with nobody waiting. */
export const makeHeirs = (): Heirs => {
	let heir: Heir | undefined;
	const typed = new Map<string, string>();

	const leave = async (leaving: Leaving): Promise<void> => {
		const { state, emit, now, stop, start = startHeir } = leaving;
		const shows = (dialog: { readonly leaving?: 'starting' | 'ending'; readonly refused?: string }): void =>
			emit({ type: 'dialog/opened', at: now(), dialog: { is: 'quit', ...dialog } });
		/** Whether it is still wanted: the question is open, and nobody chose to stay. */
		const isWanted = (): boolean => {
			const { dialog } = state().ui;
			return dialog?.is === 'quit' && dialog.leaving === 'starting' && !stop.signal.aborted;
		};
		shows({ leaving: 'starting' });
		const started = await start({
			...{ words: wordsOf(state(), hostsOf(state())), env: leaving.env, signal: stop.signal },
			passphrase: (path) => typed.get(path),
		});
		if (!isWanted()) return started.ok ? started.value.letGo() : undefined;
		if (!started.ok) return shows({ refused: failureText(started.failure) });
		const runs = leavable(state()).map(({ plan }) => plan.title);
		if (runs.length === 0) {
			started.value.letGo();
			return shows({});
		}
		heir = started.value;
		shows({ leaving: 'ending' });
		stop.abort();
		await leaving.ended();
		heir.letGo();
		leaving.left(`${runs.join(', ')}: it goes on as ${whereText(heir.session)}. How it ends: watchdeck journal`);
	};

	return {
		session: () => heir?.session,
		remembering: (ask) => async (host, path, again) => {
			const answer = await ask(host, path, again);
			if (answer !== undefined) typed.set(path, answer);
			return answer;
		},
		leave,
	};
};
