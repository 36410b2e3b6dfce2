import { expect } from 'vitest';
import { type Docker, type Look, matrix } from './matrix.ts';
import { NASTY } from './nasty.ts';
import { deploy } from './scene.ts';

interface Container {
	readonly Name: string;
	readonly State: { readonly Running: boolean };
	readonly Config: {
		readonly Env: readonly string[];
		readonly Labels: Readonly<Record<string, string>>;
		readonly Cmd: readonly string[];
	};
	readonly HostConfig: { readonly RestartPolicy: object; readonly PortBindings: object };
	readonly Mounts: readonly { readonly Name?: string; readonly Destination: string }[];
}

/** The containers of the host, the one that is called `api` first. */
const containers = async (docker: Docker): Promise<readonly Container[]> => {
	const names = (await docker('ps', '--all', '--format', '{{.Names}}')).trim().split('\n');
	const order = ['api', ...names.filter((name) => name !== 'api')];
	return JSON.parse(await docker('inspect', ...order));
};

/** Those that are kept: their names, and that nothing starts them. */
const stopped = ({ more }: Look) => more as readonly unknown[]; // it is what `look` gave

/** What a shell would read, in each place where an operator sets something. */
const own = {
	env: { LOAD: '4', REGION: NASTY },
	labels: { 'own.label': NASTY },
	cmd: ['/bin/node', '/app/server.mjs', NASTY],
};

matrix({
	title: 'a plain container',
	lab: {},
	config: "health: { url: 'http://127.0.0.1:18080/health', every: 1s, timeout: 2s, failures: 2 }",
	count: 1,
	scale: /a plain container is one/,
	begin: (lab) => deploy(lab, 'app:v1', own),
	look: async (docker) => {
		const [api, ...others] = await containers(docker);
		if (api === undefined) throw new Error('there is no container api');
		const { Config, HostConfig, Mounts } = api;
		return {
			running: (await docker('ps', '--quiet', '--no-trunc')).trim().split('\n').filter(Boolean),
			kept: {
				env: Config.Env.filter((line) => /^(?:LOAD|REGION)=/.test(line)).toSorted(),
				label: Config.Labels['own.label'],
				cmd: Config.Cmd,
				policy: HostConfig.RestartPolicy,
				ports: HostConfig.PortBindings,
				mounts: Mounts.map(({ Name, Destination }) => [Name, Destination]),
			},
			more: others.map(({ Name, State, HostConfig: of }) => [Name, State.Running, of.RestartPolicy]),
		};
	},
	also: (action, before, now) => {
		const replaced = action === 'deploy' || action === 'rollback';
		if (!replaced) expect(now.names).toEqual(before.names);
		// What was replaced is kept, stopped, until the next change that is verified.
		const kept = [expect.stringMatching(/^\/api-rb-[0-9a-f]{8}$/), false, expect.objectContaining({ Name: 'no' })];
		expect(stopped(now)).toEqual(replaced ? [kept] : stopped(before));
	},
});
