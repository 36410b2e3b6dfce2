import { expect } from 'vitest';
import type { ComposeTool } from '../lab/compose.ts';
import { type Docker, type Look, linesOf, matrix } from './matrix.ts';
import { isHealthy } from './scene.ts';

/** Its file names its image by a name that says nothing of the version, as one does where releases come by that name. */
const FILE = `
services:
  api:
    image: app:live
    environment: { REGION: "eu", API_TOKEN: "tok secret '1'" }
    labels: { own.label: "kept as it is" }
    volumes: ["/data"]
    restart: unless-stopped
    stop_grace_period: 2s
  other:
    image: quiet:v1
    command: ["/bin/sleep", "1000000"]
    init: true
    stop_grace_period: 1s
`;

interface Container {
	readonly Name: string;
	readonly Image: string;
	readonly Config: {
		readonly Env: readonly string[];
		readonly Image: string;
		readonly Labels: Readonly<Record<string, string>>;
	};
	readonly HostConfig: { readonly RestartPolicy: object };
	readonly Mounts: readonly { readonly Name?: string; readonly Destination: string }[];
}

const idsOf = async (docker: Docker, ...more: readonly string[]) =>
	linesOf(
		await docker(
			...['ps', '--quiet', '--no-trunc', ...more],
			...['--filter', 'label=com.docker.compose.project=shop', '--filter', 'label=com.docker.compose.service=api'],
		),
	);
interface More {
	readonly names: readonly string[];
	readonly volumes: readonly (string | undefined)[];
	readonly other: readonly string[];
	/** The names by which changes keep images. */
	readonly pins: readonly string[];
}
const said = ({ more }: Look) => more as More; // it is what `look` gave

const SEPARATORS: Readonly<Record<ComposeTool, string>> = { v2: '-', '1.29': '_' };
for (const tool of ['v2', '1.29'] as const) {
	const join = SEPARATORS[tool];
	const properNames = ({ runs, more }: Look) =>
		Array.from(
			{ length: Math.max(1, runs.length, (more as More).names.length) },
			(_, i) => `/shop${join}api${join}${i + 1}`,
		);
	matrix({
		title: `a service of Compose ${tool}`,
		lab: { compose: tool, images: ['app', 'quiet'] },
		config: 'platform: compose\n        container: shop/api',
		count: 1,
		scale: 2,
		begin: async (lab, docker) => {
			await docker('tag', 'app:v1', 'app:live');
			await lab.compose('shop', FILE);
			await lab.becomes(`shop${join}api${join}1`, isHealthy);
		},
		look: async (docker) => {
			const every = await idsOf(docker, '--all');
			const all: readonly Container[] = JSON.parse(await docker('inspect', ...every));
			const [first] = all.toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
			return {
				running: await idsOf(docker),
				kept: {
					env: first?.Config.Env.filter((line) => /^(REGION|API_TOKEN)=/.test(line)).toSorted(),
					image: [...new Set(all.map(({ Config }) => Config.Image))],
					label: first?.Config.Labels['own.label'],
					policy: first?.HostConfig.RestartPolicy,
				},
				more: {
					names: all.map(({ Name }) => Name).toSorted(),
					volumes: all.flatMap(({ Mounts }) => Mounts.map(({ Name }) => Name)).toSorted(),
					other: linesOf(await docker('ps', '--quiet', '--filter', 'label=com.docker.compose.service=other')),
					// Those of images that are as old as each other come in any order.
					pins: linesOf(await docker('images', '--format', '{{.Tag}}'))
						.filter((tag) => /^(old|was)-/.test(tag))
						.toSorted(),
				} satisfies More,
			};
		},
		also: (action, before, now) => {
			// Each has the name that Compose gives it, its volume goes over, and nothing else of the project was touched.
			expect([action, said(now).names]).toEqual([action, properNames(now)]);
			expect([action, said(now).volumes]).toEqual([action, expect.arrayContaining([...said(before).volumes])]);
			expect(said(now).other).toEqual(said(before).other);
			// What a deploy keeps by name goes with the next verified change, which keeps its own; that of other journals stays.
			const gone = said(before).pins.filter((pin) => !said(now).pins.includes(pin)).length;
			const added = said(now).pins.filter((pin) => !said(before).pins.includes(pin)).length;
			const makes = action === 'deploy' || action === 'rollback' ? 1 : 0;
			expect([action, added, gone]).toEqual([action, makes, action === 'rollback' ? 1 : 0]);
		},
	});
}
