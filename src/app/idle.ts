import type { Millis } from '../core/model.ts';
import { isBusy } from '../core/select/walk/here.ts';
import type { State } from '../core/state.ts';
import type { Ui } from '../core/ui.ts';
import { inBackground } from './in-background.ts';

/** Until when keys, or on Walk `enter`, are not heard. */
const guardOf = ({ guard, walkGuard = 0 }: Ui): Millis => Math.max(guard, walkGuard);

/**
 * Whether nothing is under way that the operator waits for: no key guard, no plan being made, no step or proof running, no
 * step of a walk being done, and every host was read or failed to be. A run that is held waits for the operator, not the other way round.
 */
const isIdle = (state: State, now: Millis): boolean => {
	const { ui, making, runs, walks, fleet, engines } = state;
	if (now < guardOf(ui) || making !== undefined) return false;
	if (Object.values(walks).some(isBusy)) return false;
	if (Object.values(runs).some(({ stage }) => stage === 'running' || stage === 'proving')) return false;
	return fleet.hosts.every(({ name }) => {
		const engine = engines[name];
		return engine?.at !== undefined || engine?.failure !== undefined;
	});
};

/** What the teller of idleness works with. */
export interface IdleParts {
	readonly state: () => State;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	/** Resolves when all frames so far have been written. */
	readonly flushed: () => Promise<void>;
	readonly tell: (keys: number) => void;
	readonly signal: AbortSignal;
}

/** Tells a test that watches when the program has taken all keys, drawn what came of them, and waits for nothing. */
export const makeIdleTeller = ({ state, now, wait, flushed, tell, signal }: IdleParts) => {
	let keys = 0;
	let told = -1;
	let checking = false;
	let again = false;
	const check = async (): Promise<void> => {
		if (checking) {
			again = true;
			return;
		}
		checking = true;
		do {
			again = false;
			const guard = guardOf(state().ui) - now();
			if (guard > 0) await wait(guard, signal);
			await flushed();
			// What a key or an effect set going just now has its turn first.
			await wait(1, signal);
			if (!again && keys !== told && isIdle(state(), now())) {
				told = keys;
				tell(keys);
			}
		} while (again && !signal.aborted);
		checking = false;
	};
	return {
		key: (): void => {
			keys += 1;
			inBackground(check());
		},
		/** The state changed: what kept us busy may be over. */
		changed: (): void => {
			inBackground(check());
		},
	};
};
