import type { ActionName } from '../core/plan.ts';

/** How each manager of containers does what we must not do behind its back. */
const ways: Readonly<Record<string, { readonly [A in ActionName]?: string }>> = {
	Swarm: {
		restart: 'docker service update --force SERVICE',
		rollback: 'docker service update --image REPO@sha256:… SERVICE',
	},
	Dokku: { restart: 'dokku ps:restart APP', rollback: 'dokku git:from-image APP REPO@sha256:…' },
	Kamal: { restart: 'kamal app boot', rollback: 'kamal rollback VERSION' },
	Kubernetes: {
		restart: 'kubectl rollout restart deployment/NAME',
		rollback: 'kubectl rollout undo deployment/NAME',
	},
};

/** Why a service that something else manages is not acted on, with the right way; undefined when nothing manages it. */
export function managed(manager: string | undefined, action: ActionName): string | undefined {
	if (manager === undefined) return undefined;
	const way = ways[manager]?.[action];
	return `${manager} manages its containers and would undo this; ${way === undefined ? 'act through it' : `use: ${way}`}`;
}
