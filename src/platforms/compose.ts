import type { Platform } from '../core/plan.ts';
import { restartSteps } from './restart-steps.ts';

/** Services of a Compose project. A restart keeps their containers, so Compose sees no drift. */
export const compose: Platform = {
	id: 'compose',
	title: 'Compose',
	can: { restart: restartSteps },
	cannot: {
		rollback:
			'Compose makes its containers itself; one made by anyone else would be drift, and the next "up" would replace it',
	},
};
