import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { dockerOf, linesOf } from './matrix.ts';
import { configOf, deploy, isHealthy } from './scene.ts';

const MINUTES = 60_000;

describeLab('the last good images are kept', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	test('a clean-up of the host does not take what one would go back to', { timeout: 4 * MINUTES }, async () => {
		const docker = dockerOf(lab);
		// Images of a team that gives each new one the same name.
		const build = (release: string) => derive(lab.engine, 'app:live', [`ENV RELEASE=${release}`], 'app:v1');
		const ours = async () =>
			linesOf(await docker('images', '--no-trunc', '--format', '{{.Tag}} {{.ID}}', 'app')).filter((line) =>
				line.startsWith('good-'),
			);
		const named = (id: string) => `good-${id.slice('sha256:'.length, 'sha256:'.length + 12)} ${id}`;
		const config = lab.config(configOf().replace('        host: box\n', '        host: box\n        keep-images: 2\n'));
		const env = lab.env();
		const say = (...words: readonly string[]) => watchdeck(['--config', config, ...words, '--yes'], { env });
		await deploy(lab, 'app:v3');
		const ids: string[] = [];
		for (const release of ['one', 'two', 'three']) {
			await build(release);
			ids.push(await lab.imageId('app:live'));
			const said = await say('deploy', 'production/api', '--image', 'app:live');
			expect([said.code, said.text]).toEqual([0, expect.stringContaining('keep-images: 2')]);
			expect(await ours()).toEqual(expect.arrayContaining([named(ids.at(-1) ?? '')]));
		}
		const [one = '', two = '', three = ''] = ids;
		expect((await ours()).toSorted()).toEqual([named(two), named(three)].toSorted());

		// What is kept, stopped, goes too: nothing but its name holds the image any more.
		await docker('container', 'prune', '--force');
		await docker('image', 'prune', '--force');
		const there = linesOf(await docker('images', '--no-trunc', '--quiet'));
		expect(there).toEqual(expect.arrayContaining([two, three]));
		expect(there).not.toContain(one);
		const back = await say('rollback', 'production/api');
		expect([back.code, back.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const now = await lab.becomes('api', isHealthy);
		expect([now.Image, now.Config.Env.includes('RELEASE=two')]).toEqual([two, true]);
	});
});
