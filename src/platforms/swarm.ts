import { targetOf } from '../core/engine/target.ts';
import type { Blocked, Platform } from '../core/making.ts';
import type { Service, SwarmFacts } from '../core/model.ts';
import { deploy, restart, rollback, scale, start, stop } from './swarm/steps.ts';

/** Why not now, where a manager is read; else what is said of its tasks, and what would help. `way`: the command for a manager. */
function managed(
	way: string,
	why: (swarm: SwarmFacts, service: Service, named: boolean) => string | undefined,
): Blocked {
	return (service, ofContainers, named = false) => {
		const { swarm } = service;
		if (swarm === undefined) {
			const by = ofContainers ?? `Swarm replaces its tasks itself; use: docker service ${way}`;
			return `${by}; watchdeck does it itself once a manager of that Swarm is one of its hosts`;
		}
		if (swarm.unread !== undefined) return `its Swarm was not read on ${swarm.manager}: ${swarm.unread}`;
		return why(swarm, service, named);
	};
}

/** Only a replicated service has a number that can be changed. */
function countless({ mode }: SwarmFacts): string | undefined {
	if (mode === 'global') return 'it runs once on each node; label or drain nodes instead';
	return mode === 'job' ? 'it is a job: it ends by itself' : undefined;
}

function atRest(swarm: SwarmFacts): string | undefined {
	if (swarm.mode === 'job') return 'it is a job: it ends by itself';
	return swarm.want === 0 && swarm.mode === 'replicated' ? 'it is scaled to 0: start it first' : undefined;
}

/** Services of a Swarm. Their containers are tasks: what is done to one of them Swarm undoes or doubles, so the service is changed. */
export const swarm: Platform = {
	id: 'swarm',
	title: 'Swarm',
	can: { deploy, restart, rollback, stop, start, scale },
	blocked: {
		deploy: managed('update --image IMAGE SERVICE', atRest),
		restart: managed('update --force SERVICE', atRest),
		rollback: managed('update --image REPO@sha256:… SERVICE', (facts, service, named) => {
			const target = targetOf(service);
			return atRest(facts) ?? ('none' in target && !named ? target.none : undefined);
		}),
		stop: managed(
			'scale SERVICE=0',
			(facts) => countless(facts) ?? (facts.want === 0 ? 'it is scaled to 0 already' : undefined),
		),
		start: managed('scale SERVICE=REPLICAS', (facts, { id }) => {
			const never = countless(facts);
			if (never !== undefined) return never;
			if (facts.want > 0) return 'it is wanted already; a restart starts it anew';
			if ((facts.previous?.want ?? 0) > 0) return undefined;
			return `Swarm does not say how many replicas it had; use: watchdeck scale ${id} REPLICAS`;
		}),
		scale: managed('scale SERVICE=REPLICAS', countless),
	},
};
