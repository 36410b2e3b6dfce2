import { expect } from 'vitest';
import { type Docker, type Look, linesOf, matrix } from './matrix.ts';
import { NASTY } from './nasty.ts';

interface Spec {
	readonly Name: string;
	readonly Mode: { readonly Replicated: { readonly Replicas: number } };
	readonly TaskTemplate: {
		readonly ForceUpdate: number;
		readonly ContainerSpec: { readonly Image: string };
	};
}

const specOf = async (docker: Docker): Promise<Spec> => JSON.parse(await docker('service', 'inspect', 'api'))[0].Spec;
/** All but what the actions are there to change. */
const rest = ({ Mode: _mode, TaskTemplate: { ForceUpdate: _force, ContainerSpec, ...template }, ...spec }: Spec) => {
	const { Image: _image, ...container } = ContainerSpec;
	return { ...spec, template, container };
};
const said = ({ more }: Look) => more as Pick<Spec, 'Mode' | 'TaskTemplate'>; // it is what `look` gave
const nameOf = (look: Look) => said(look).TaskTemplate.ContainerSpec.Image;
const replicas = (look: Look) => said(look).Mode.Replicated.Replicas;
const forced = (look: Look) => said(look).TaskTemplate.ForceUpdate;

matrix({
	title: 'a service of a Swarm',
	lab: { swarm: true },
	config: 'platform: swarm',
	count: 1,
	scale: 2,
	begin: async (lab) => {
		// What a shell would read, in each place where an operator sets something.
		const own = { env: { REGION: 'eu', TOKEN: NASTY }, labels: { 'own.label': NASTY } };
		await lab.service('api', { image: 'app:v1', cmd: ['/bin/node', '/app/server.mjs', NASTY], ...own });
		// A task runs for Swarm once its health check says so.
		await lab.settles('api', (_, tasks) => tasks.some(({ Status }) => Status.State === 'running'));
	},
	look: async (docker) => {
		const spec = await specOf(docker);
		const { Mode, TaskTemplate } = spec;
		return {
			running: linesOf(
				await docker('ps', '--quiet', '--no-trunc', '--filter', 'label=com.docker.swarm.service.name=api'),
			),
			kept: rest(spec),
			more: { Mode, TaskTemplate },
		};
	},
	also: (action, before, now) => {
		// Nothing that runs is beside the service.
		expect(forced(now)).toBe(forced(before) + (action === 'restart' ? 1 : 0));
		expect(replicas(now)).toBe(now.runs.length);
		const moves = action === 'deploy' || action === 'rollback';
		if (moves) expect(nameOf(now)).toMatch(/^app:rb-[0-9a-f]{8}$/);
		else expect(nameOf(now)).toBe(nameOf(before));
	},
});
