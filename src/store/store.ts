import type { Event } from '../core/event.ts';
import type { State } from '../core/state.ts';

/** The only way from what happens to the state, from which all is drawn. */
export interface Store {
	readonly state: () => State;
	readonly dispatch: (event: Event) => void;
	/** Calls back after each change but a mere reading; the answer ends it. */
	readonly subscribe: (changed: () => void) => () => void;
}

/** Readings come many a second and are drawn with the next beat of the clock; a change of condition tells at once. */
function isQuiet({ type }: Event): boolean {
	return type === 'probe/read' || type === 'probe/missed';
}

/** Holds the state. Events that are dispatched while one is handled wait for their turn, so that no listener sees half of one. */
export function makeStore(initial: State, reduce: (state: State, event: Event) => State): Store {
	let state = initial;
	let busy = false;
	const waiting: Event[] = [];
	const listeners = new Set<() => void>();

	const handle = (event: Event): void => {
		const next = reduce(state, event);
		if (next === state) return;
		state = next;
		if (!isQuiet(event)) for (const changed of [...listeners]) changed();
	};

	return {
		state: () => state,
		dispatch: (event) => {
			waiting.push(event);
			if (busy) return;
			busy = true;
			try {
				for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) handle(next);
			} finally {
				busy = false;
			}
		},
		subscribe: (changed) => {
			listeners.add(changed);
			return () => listeners.delete(changed);
		},
	};
}
