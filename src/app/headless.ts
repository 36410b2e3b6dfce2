import type { State } from '../core/state.ts';
import type { Store } from '../store/store.ts';
import { probesOf } from './probes.ts';
import type { Session } from './session.ts';

/** Reads everything of the fleet once: engines first, then what the services ask for. Nothing goes on afterwards. */
export const readOnce = async (store: Store, session: Session): Promise<State> => {
	session.scheduler.set(probesOf(store.state(), new Set()).map(({ probe }) => ({ probe, mode: 'read' })));
	await session.scheduler.refresh(({ kind }) => kind !== 'stats');
	return store.state();
};
