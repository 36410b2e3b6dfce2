import type { Platform } from '../core/making.ts';
import { deploySteps } from './deploy-steps.ts';
import { tidySteps } from './kept-containers.ts';
import { restartSteps } from './restart-steps.ts';
import { goBackSteps } from './rollback-steps.ts';
import { startSteps, stopSteps } from './stop-steps.ts';

/** Plain containers that nothing else manages. */
export const docker: Platform = {
	id: 'docker',
	title: 'Docker',
	can: {
		deploy: deploySteps,
		restart: restartSteps,
		rollback: goBackSteps,
		stop: stopSteps,
		start: startSteps,
		tidy: tidySteps,
	},
	cannot: { scale: 'a plain container is one; a Compose or Swarm service can have several' },
};
