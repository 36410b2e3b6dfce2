import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ComposeTool } from '../lab/compose.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const SHOP = `
services:
  api:
    image: app:v1
    environment: { LOAD: "1" }
  queue:
    image: quiet:v1
    command: ["/bin/sleep", "1000000"]
    init: true
    stop_grace_period: 1s
`;

/** What each says of itself on the host, asked over ssh as `ops`, and what the other's command says. */
const WORDS = {
	v2: { there: 'docker compose version --short', says: /^2\.26\.1/, missing: 'docker-compose version' },
	'1.29': { there: 'docker-compose version --short', says: /^1\.29\.2$/, missing: 'docker compose version' },
} as const;

const overSsh = (lab: Lab, command: string): { readonly code: number; readonly said: string } => {
	const words = ['-T', '-o', 'BatchMode=yes', 'lab', `${command} 2>&1; echo "code $?"`];
	const said = execFileSync('ssh', words, { env: lab.env(), encoding: 'utf8' });
	const [, text = '', code] = /^(.*)code (\d+)\n$/s.exec(said) ?? [];
	return { code: Number(code), said: text.trim() };
};

describe.each(['v2', '1.29'] as const)('Compose', (tool: ComposeTool) => {
	describeLab(`${tool} in the lab`, () => {
		let lab: Lab;
		beforeAll(async () => {
			lab = await startLab({ compose: tool, ssh: true });
		});
		afterAll(() => lab?.stop());

		test('is found over ssh, and the other is not', () => {
			const { there, says, missing } = WORDS[tool];
			expect(overSsh(lab, there)).toEqual({ code: 0, said: expect.stringMatching(says) });
			expect(overSsh(lab, missing).code).not.toBe(0);
			expect(overSsh(lab, 'command -v docker').said).toBe('/usr/bin/docker');
		});

		test('brings a project of two services up, and down again', async () => {
			const began = performance.now();
			const shop = await lab.compose('shop', SHOP);
			process.stderr.write(`Compose ${tool}: up of two services in ${Math.round(performance.now() - began)} ms\n`);
			const names = tool === 'v2' ? ['shop-api-1', 'shop-queue-1'] : ['shop_api_1', 'shop_queue_1'];
			expect(await lab.names()).toEqual(names);
			const api = await lab.becomes(names[0] ?? '', (now) => now.State.Health?.Status === 'healthy');
			expect(api.Image).toBe(await lab.imageId('app:v1'));
			expect(api.Config.Labels).toMatchObject({
				'com.docker.compose.project': 'shop',
				'com.docker.compose.service': 'api',
				'com.docker.compose.container-number': '1',
				'com.docker.compose.project.working_dir': shop.folder,
				'com.docker.compose.project.config_files': tool === 'v2' ? shop.file : 'compose.yaml',
				'com.docker.compose.version': expect.stringMatching(/^(2\.26\.1|1\.29\.2)/),
				'com.docker.compose.config-hash': expect.stringMatching(/^[0-9a-f]{64}$/),
			});
			expect(api.Config.Labels['com.docker.compose.image']).toBe(tool === 'v2' ? api.Image : undefined);
			await shop.run('down');
			expect(await lab.names()).toEqual([]);
		});
	}, [tool]);
});

describeLab('no Compose in the lab', () => {
	test('is what a lab has unless it is asked for one', async () => {
		const lab = await startLab({ images: [], ssh: true });
		try {
			expect(overSsh(lab, 'docker-compose version')).toEqual({ code: 127, said: expect.stringContaining('not found') });
			expect(overSsh(lab, 'docker compose version').code).not.toBe(0);
			expect(() => lab.compose('shop', SHOP)).toThrow('no Compose');
		} finally {
			await lab.stop();
		}
	});
});
