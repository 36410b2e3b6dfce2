import type { Millis, Service } from '../core/model.ts';
import type { State } from '../core/state.ts';
import type { Store } from '../store/store.ts';
import { inBackground } from './in-background.ts';
import { probesOf } from './probes.ts';
import type { Session } from './session.ts';

/** How often what is read is compared with what is on the screen, at the most. */
const pace: Millis = 200;

/** What decides which probes run; the same parts, the same probes. */
const partsOf = (state: State, visible: readonly string[]): readonly unknown[] => [
	state.services,
	state.fleet,
	state.ui.screen,
	state.ui.service,
	state.ui.selected.fleet,
	...visible,
];

/** The services whose logs are on the screen. */
const readable = ({ ui, services }: State): readonly Service[] => {
	const service = ui.service === undefined ? undefined : services[ui.service];
	return service !== undefined && (ui.screen === 'logs' || ui.screen === 'service') ? [service] : [];
};

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
	const step = (): void => {
		isDue = false;
		if (signal.aborted) return;
		const state = store.state();
		const ids = visible(state);
		const parts = partsOf(state, ids);
		if (parts.length === last.length && parts.every((part, index) => part === last[index])) return;
		last = parts;
		session.scheduler.set(probesOf(state, ids));
		session.logs.set(readable(state));
	};
	const unsubscribe = store.subscribe(() => {
		if (isDue) return;
		isDue = true;
		inBackground(wait(pace, signal).then(step));
	});
	signal.addEventListener('abort', unsubscribe, { once: true });
	step();
};
