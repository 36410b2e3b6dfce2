import { withoutContainer } from '../core/engine/by-hand.ts';
import type { Platform } from '../core/making.ts';
import { deploy } from './compose/deploy.ts';
import { endingKept, tidyNames } from './compose/kept-names.ts';
import { rollback } from './compose/rollback.ts';
import { scale } from './compose/scale.ts';
import { restartSteps } from './restart-steps.ts';
import { startSteps, stopSteps } from './stop-steps.ts';

/**
 * Services of a Compose project. A restart, a stop and a start keep their containers, so Compose sees no drift; what makes
 * containers anew is done by the host's own Compose.
 */
export const compose: Platform = {
	id: 'compose',
	title: 'Compose',
	can: {
		deploy: endingKept(deploy),
		restart: endingKept(restartSteps),
		rollback: endingKept(rollback),
		scale: endingKept(scale),
		stop: endingKept(stopSteps),
		start: endingKept(startSteps),
		tidy: tidyNames,
	},
	blocked: {
		scale: (service, ofContainers) =>
			ofContainers ?? (service.instances.length === 0 ? withoutContainer(service) : undefined),
	},
};
