import type { Platform } from '../core/plan.ts';

/** Services of a Swarm. Their containers are tasks: what is done to one of them Swarm undoes or doubles. */
export const swarm: Platform = {
	id: 'swarm',
	title: 'Swarm',
	can: {},
	cannot: {
		restart: 'Swarm replaces its tasks itself; use: docker service update --force SERVICE',
		rollback: 'Swarm replaces its tasks itself; use: docker service update --image REPO@sha256:… SERVICE',
	},
};
