import type { Millis } from '../core/model.ts';
import { followedService } from '../core/select/visible.ts';
import type { State } from '../core/state.ts';
import type { Store } from '../store/store.ts';
import { inBackground } from './in-background.ts';
import { logsWanted } from './log-taps.ts';
import { probesOf } from './probes.ts';
import type { Session } from './session.ts';

/** How often what is read is compared with what is on the screen, at the most. */
const pace: Millis = 200;
/** So long the cursor of Fleet has to be still before the log of its service is opened. */
const rest: Millis = 600;

/** What decides at which host somebody looks. */
const ofHosts = ({ ui }: State): readonly unknown[] =>
	ui.screen === 'hosts' ? [ui.selected.hosts, ui.tab, ui.size, ui.filter.hosts] : [];

/** What decides which probes run; the same parts, the same probes. */
const partsOf = (state: State, visible: readonly string[], followed: string | undefined): readonly unknown[] => [
	state.services,
	state.fleet,
	state.counted,
	state.ui.screen,
	state.ui.service,
	state.ui.selected.fleet,
	...ofHosts(state),
	state.ui.logs.group,
	state.ui.logs.around,
	followed,
	...visible,
];

const isEmpty = (services: State['services']): boolean =>
	Object.values(services).every(({ instances }) => instances.length === 0);

/** Keeps probes and log streams in step with what is on the screen, until the signal. */
export const keepInStep = (
	store: Store,
	session: Pick<Session, 'scheduler' | 'logs'>,
	visible: (state: State) => readonly string[],
	wait: (length: Millis, signal: AbortSignal) => Promise<void>,
	signal: AbortSignal,
): void => {
	let last: readonly unknown[] = [];
	let isDue = false;
	let pointed: string | undefined;
	let rested: string | undefined;
	/** A log is opened where the cursor rests: while it moves over rows, each would be read and let go of again. */
	const restedOn = (state: State): string | undefined => {
		const id = followedService(state);
		if (state.ui.screen !== 'fleet') rested = id;
		else if (id !== pointed) inBackground(wait(rest, signal).then(() => rests(id)));
		pointed = id;
		return id === rested ? id : undefined;
	};
	const rests = (id: string | undefined): void => {
		if (id !== pointed) return;
		rested = id;
		step();
	};
	const step = (): void => {
		if (signal.aborted) return;
		const state = store.state();
		const ids = visible(state);
		const followed = restedOn(state);
		const parts = partsOf(state, ids, followed);
		if (parts.length === last.length && parts.every((part, index) => part === last[index])) return;
		last = parts;
		session.scheduler.set(probesOf(state, ids));
		session.logs.set(logsWanted(state, followed));
	};
	let { fleet, services } = store.state();
	let isBare = isEmpty(services);
	const unsubscribe = store.subscribe(() => {
		const state = store.state();
		// Under another config nothing is waited for: an answer to what was asked before must not come in. Nor are the numbers
		// of the first services that are known.
		const isFirst = isBare && services !== state.services && !isEmpty(state.services);
		if (fleet !== state.fleet || isFirst) step();
		if (isFirst) isBare = false;
		fleet = state.fleet;
		services = state.services;
		if (isDue) return;
		isDue = true;
		inBackground(
			wait(pace, signal).then(() => {
				isDue = false;
				step();
			}),
		);
	});
	signal.addEventListener('abort', unsubscribe, { once: true });
	step();
};
