import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { apiName, bringUp, composeConfig } from './compose-scene.ts';
import { isHealthy, journalOf, WAYS } from './scene.ts';

const KILLED = 137;
const LOCKS = '/run/lock/watchdeck';

/** Whether a Compose was started by watchdeck and has not ended. */
const isUnderWay = () => existsSync(LOCKS) && readdirSync(LOCKS).some((name) => name.endsWith('.sid'));

describe.each(['v2', '1.29'] as const)('Compose %s', (tool) => {
	describeLab(`${tool} while watchdeck is killed`, () => {
		let lab: Lab;
		beforeAll(async () => {
			lab = await startLab({ images: ['app'], ssh: true, compose: tool });
		});
		afterAll(() => lab?.stop());
		beforeEach(async () => {
			await lab.clear();
			rmSync(LOCKS, { recursive: true, force: true });
		});

		const cases = WAYS.flatMap((way) => (['--undo', '--finish'] as const).map((course) => [way, course] as const));
		test.each(cases)('goes on to its end (%s), then: resume %s', { timeout: 180_000 }, async (way, course) => {
			const { shop, now: before } = await bringUp(lab, tool, 'v1');
			const env = lab.env();
			const config = ['--config', lab.config(composeConfig({ way }))];
			let pid = 0;
			const deploying = watchdeck([...config, 'deploy', 'production/api', '--image', 'app:v3', '--yes'], {
				env,
				started: (is) => {
					pid = is;
				},
			});
			await expect.poll(isUnderWay, { timeout: 60_000, interval: 20 }).toBe(true);
			process.kill(pid, 'SIGKILL');
			expect((await deploying).code).toBe(KILLED);
			expect(journalOf(env).at(-1)).toMatchObject({ what: 'begins', way: 'does' });
			const v3 = await lab.imageId('app:v3');
			// For a moment nobody has the name: v2 removes the old one before it renames the new one.
			const isMade = ({ Id, Image, State }: typeof before) => Id !== before.Id && Image === v3 && State.Running;
			const isThere = () => lab.inspect(apiName(tool)).then(isMade, () => false);
			await expect.poll(isThere, { timeout: 60_000 }).toBe(true);

			const said = await watchdeck([...config, 'resume', course, '--yes'], { env });
			expect([said.code, said.text]).toEqual([0, expect.stringContaining(course === '--undo' ? 'UNDONE' : 'VERIFIED')]);
			const now = await lab.becomes(apiName(tool), isHealthy);
			const image = course === '--undo' ? before.Image : v3;
			expect([now.Image, await lab.imageId('live:latest'), await lab.names()]).toEqual([image, image, [apiName(tool)]]);
			expect(now.Mounts.map(({ Name }) => Name)).toEqual(before.Mounts.map(({ Name }) => Name));
			expect(isUnderWay()).toBe(false);
			await shop.run('up', '-d');
			expect((await lab.inspect(apiName(tool))).Id).toBe(now.Id);
		});

		test.each(WAYS)('a release that is never well is undone, %s', { timeout: 180_000 }, async (way) => {
			const { shop, now: before } = await bringUp(lab, tool, 'v1');
			const env = lab.env();
			const config = lab.config(composeConfig({ way, unproven: 'undo', within: '8s' }));
			const said = await watchdeck(['--config', config, 'deploy', 'production/api', '--image', 'app:v2', '--yes'], {
				env,
			});
			expect([said.code, said.text]).toEqual([2, expect.stringContaining('FAILED, UNDONE')]);
			const now = await lab.becomes(apiName(tool), isHealthy);
			expect([now.Image, await lab.imageId('live:latest')]).toEqual([before.Image, before.Image]);
			expect(await lab.names()).toEqual([apiName(tool)]);
			await shop.run('up', '-d');
			expect((await lab.inspect(apiName(tool))).Id).toBe(now.Id);
		});
	}, [tool]);
});
