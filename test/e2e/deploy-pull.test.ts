import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type FakeRegistry, startRegistry } from '../support/registry.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, WAYS } from './scene.ts';

describeLab('an image is pulled', () => {
	let lab: Lab;
	let registry: FakeRegistry;
	beforeAll(async () => {
		// Where a line breaks, an engine tries five times, in 75 s; what it says of the last is the same after two, in 5 s.
		const daemon = { 'max-download-attempts': 2 };
		lab = await startLab({ images: ['app'], ssh: true, swarm: true, daemon });
	});
	afterAll(() => lab?.stop());
	beforeEach(async () => {
		await registry?.close();
		await lab.clear();
		registry = await startRegistry();
		return () => registry.close();
	});

	const saying = (way: (typeof WAYS)[number] = 'local') => {
		const env = lab.env();
		const config = lab.config(configOf({ way }));
		return (...words: readonly string[]) => watchdeck(['--config', config, ...words], { env });
	};
	const served = async () => (await fetch('http://127.0.0.1:18080/')).text();
	const tags = async () => {
		const all = (await lab.engine.ask('GET', '/images/json')) as readonly { RepoTags: readonly string[] | null }[];
		return all.flatMap(({ RepoTags }) => RepoTags ?? []).toSorted();
	};

	test.each(WAYS)('layer by layer, and runs, %s', { timeout: 180_000 }, async (way) => {
		const before = await deploy(lab, 'app:v1');
		const name = `${registry.name}/shop/api`;
		const digest = await registry.push('shop/api', 'v4', { name: 'v4', weight: way === 'ssh' ? 1_600_000 : 1_500_000 });
		registry.slow(500_000);
		const say = saying(way);
		const said = await say('deploy', 'production/api', '--image', `${name}:v4`, '--yes');
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const told = said.err.match(/^1 {2}\d of \d layers.*$/gm) ?? [];
		expect(told.length).toBeGreaterThan(1);
		expect(told.length).toBeLessThan(30);
		expect(told.join('\n')).toMatch(/of \d\.\dM under way/);
		const now = await lab.inspect('api');
		expect([now.Config.Image, isHealthy(now), await served()]).toEqual([`${name}:v4`, true, 'ok v4\n']);
		expect(now.Config.Env).toEqual(expect.arrayContaining(['RELEASE=v4', 'REGION=eu']));
		const image = (await lab.engine.ask('GET', `/images/${now.Image}/json`)) as { RepoDigests: readonly string[] };
		expect(image.RepoDigests).toEqual([`${name}@${digest}`]);
		expect((await lab.inspect(before.Id)).State.Running).toBe(false);
	});

	test('whose line breaks off in the second layer: all is as it was', { timeout: 240_000 }, async () => {
		const before = await deploy(lab, 'app:v1');
		const had = await tags();
		await registry.push('shop/api', 'v5', { name: 'v5', weight: 900_000 });
		registry.cut('shop/api', 'v5', 1, 100);
		const said = await saying()('deploy', 'production/api', '--image', `${registry.name}/shop/api:v5`, '--yes');
		expect([said.code, said.text]).toEqual([2, expect.stringContaining('FAILED, UNDONE')]);
		expect(said.text).toMatch(/The line from box to 127\.0\.0\.1:\d+ broke off .*Look on box whether/);
		const now = await lab.inspect('api');
		expect([now.Id, now.State.StartedAt, await tags()]).toEqual([before.Id, before.State.StartedAt, had]);
		expect(await lab.names()).toEqual(['api']);
	});

	test('that is never well: it is held, and undone with its name', { timeout: 240_000 }, async () => {
		const before = await deploy(lab, 'app:v1');
		const had = await tags();
		await registry.push('shop/api', 'v6', { name: 'v6', sick: true });
		const config = lab.config(configOf({ unproven: 'undo', within: '8s' }));
		const env = lab.env();
		const words = ['--config', config, 'deploy', 'production/api', '--image', `${registry.name}/shop/api:v6`, '--yes'];
		const said = await watchdeck(words, { env });
		expect([said.code, said.text]).toEqual([2, expect.stringContaining('FAILED, UNDONE')]);
		const now = await lab.becomes('api', isHealthy);
		expect([now.Id, await lab.names(), await tags()]).toEqual([before.Id, ['api'], had]);
	});

	test('for a roll back to a release that its host lacks', { timeout: 240_000 }, async () => {
		await deploy(lab, 'app:v1');
		const name = `${registry.name}/shop/api`;
		const say = saying();
		await registry.push('shop/api', 'v4', { name: 'v4' });
		await registry.push('shop/api', 'v5', { name: 'v5' });
		for (const tag of ['v4', 'v5']) {
			const said = await say('deploy', 'production/api', '--image', `${name}:${tag}`, '--yes');
			expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		}
		const { Image: former } = await lab.inspect((await lab.names()).find((each) => each !== 'api') ?? '');
		for (const each of await lab.names()) if (each !== 'api') await lab.rm(each);
		await lab.engine.ask('DELETE', `/images/${former}?force=1`);
		const said = await say('rollback', 'production/api', '--to', former, '--yes');
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect([(await lab.inspect('api')).Image, await served()]).toEqual([former, 'ok v4\n']);
	});

	test('for a roll back of a Swarm’s service, on its node, over ssh; what wants a login is refused', {
		timeout: 240_000,
	}, async () => {
		const name = `${registry.name}/shop/api`;
		const v4 = await registry.push('shop/api', 'v4', { name: 'v4' });
		const v5 = await registry.push('shop/api', 'v5', { name: 'v5' });
		const env = lab.env();
		const config = lab.config(
			configOf({ way: 'ssh' }).replace(
				'        host: box\n',
				'        host: box\n        platform: swarm\n        keep-images: 1\n',
			),
		);
		const back = (to: string) =>
			watchdeck(['--config', config, 'rollback', 'production/api', '--to', to, '--yes'], { env });
		const runs = async () => {
			const ids = (await lab.tasks('api')).filter(({ Status }) => Status.State === 'running');
			return Promise.all(
				ids.map(async ({ Status }) => (await lab.inspect(Status.ContainerStatus?.ContainerID ?? '')).Image),
			);
		};
		const isAt = (image: string) =>
			lab.settles(
				'api',
				// The end of an update is a change of the service too, which a plan made before it would be refused for.
				({ UpdateStatus }, tasks) =>
					UpdateStatus?.State !== 'updating' &&
					tasks.some(({ Status, Spec }) => Status.State === 'running' && Spec.ContainerSpec.Image === image),
			);
		await lab.service('api', { image: `${name}@${v4}`, ports: { 8080: 18_080 } });
		await isAt(`${name}@${v4}`);
		const [former = ''] = await runs();
		await lab.respec('api', (spec) => ({
			...spec,
			TaskTemplate: {
				...spec.TaskTemplate,
				ContainerSpec: { ...spec.TaskTemplate.ContainerSpec, Image: `${name}@${v5}` },
			},
		}));
		await isAt(`${name}@${v5}`);
		const [later = ''] = await runs();
		await lab.engine.ask('DELETE', `/images/${former}?force=1`);

		const said = await back(former);
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect(said.text).toContain('is pulled on box first, while the old tasks serve');
		expect([await runs(), await served()]).toEqual([[former], 'ok v4\n']);
		expect((await lab.inspectService('api')).Spec.TaskTemplate.ContainerSpec.Image).toBe(`${name}@${v4}`);
		expect(await tags()).toContain(`${name}:good-${former.slice('sha256:'.length, 'sha256:'.length + 12)}`);

		await lab.engine.ask('DELETE', `/images/${later}?force=1`);
		registry.lock('shop/api');
		const refused = await back(later);
		expect([refused.code, refused.text + refused.err]).toEqual([
			3,
			expect.stringMatching(/wants a login.*docker login/s),
		]);
		expect([await runs(), await served()]).toEqual([[former], 'ok v4\n']);
	});
});
