import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Inspected } from '../lab/containers.ts';
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

		/** A deploy of v3 to which something is done while Compose is under way. */
		const disturbed = async (config: readonly string[], then: (pid: number) => void) => {
			const { shop, now: before } = await bringUp(lab, tool, 'v1');
			const env = lab.env();
			let pid = 0;
			const deploying = watchdeck([...config, 'deploy', 'production/api', '--image', 'app:v3', '--yes'], {
				env,
				started: (is) => {
					pid = is;
				},
			});
			await expect.poll(isUnderWay, { timeout: 60_000, interval: 20 }).toBe(true);
			then(pid);
			return { env, shop, before, said: await deploying };
		};
		/** One container by its proper name, with its volume, which a plain `up` leaves alone. */
		const isLeft = async (
			release: string,
			{ shop, before }: Pick<Awaited<ReturnType<typeof disturbed>>, 'shop' | 'before'>,
		) => {
			const now = await lab.becomes(apiName(tool), isHealthy);
			const image = await lab.imageId(`app:${release}`);
			expect([now.Image, await lab.imageId('live:latest'), await lab.names()]).toEqual([image, image, [apiName(tool)]]);
			expect(now.Mounts.map(({ Name }) => Name)).toEqual(before.Mounts.map(({ Name }) => Name));
			expect(isUnderWay()).toBe(false);
			await shop.run('up', '-d');
			expect((await lab.inspect(apiName(tool))).Id).toBe(now.Id);
		};

		const cases = WAYS.flatMap((way) => (['--undo', '--finish'] as const).map((course) => [way, course] as const));
		test.each(cases)('goes on to its end (%s), then: resume %s', { timeout: 180_000 }, async (way, course) => {
			const config = ['--config', lab.config(composeConfig({ way }))];
			const { said, env, ...rest } = await disturbed(config, (pid) => void process.kill(pid, 'SIGKILL'));
			expect(said.code).toBe(KILLED);
			expect(journalOf(env).at(-1)).toMatchObject({ what: 'begins', way: 'does' });
			const v3 = await lab.imageId('app:v3');
			// For a moment nobody has the name: v2 removes the old one before it renames the new one.
			const isMade = ({ Id, Image, State }: Inspected) => Id !== rest.before.Id && Image === v3 && State.Running;
			const isThere = () => lab.inspect(apiName(tool)).then(isMade, () => false);
			await expect.poll(isThere, { timeout: 60_000 }).toBe(true);

			const resumed = await watchdeck([...config, 'resume', course, '--yes'], { env });
			const outcome = course === '--undo' ? 'UNDONE' : 'VERIFIED';
			expect([resumed.code, resumed.text]).toEqual([0, expect.stringContaining(outcome)]);
			await isLeft(course === '--undo' ? 'v1' : 'v3', rest);
		});

		// What it finds out does not hang on the tool.
		if (tool === 'v2') {
			test('the ssh connection is cut: it finds out that it took effect', { timeout: 180_000 }, async () => {
				const config = ['--config', lab.config(composeConfig({ way: 'ssh' }))];
				const { said, env, ...rest } = await disturbed(config, () => lab.sshd?.cut());
				expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
				const ends = journalOf(env).filter(({ what }) => what === 'ends');
				expect(ends.at(-1)).toMatchObject({ output: expect.stringContaining('It took effect all the same.') });
				await isLeft('v3', rest);
			});
		}

		const course = tool === 'v2' ? '--undo' : '--finish';
		test(`the ssh connection is cut and it is stopped, then: resume ${course}`, { timeout: 180_000 }, async () => {
			const config = ['--config', lab.config(composeConfig({ way: 'ssh' }))];
			const { said, env, ...rest } = await disturbed(config, (pid) => {
				process.kill(pid, 'SIGTERM');
				lab.sshd?.cut();
			});
			// By then it may have a connection again, or not.
			expect([said.code, said.text]).toEqual([2, expect.stringMatching(/HELD FOR YOU|the next start asks what to do/)]);
			const resumed = await watchdeck([...config, 'resume', course, '--yes'], { env });
			const outcome = course === '--undo' ? 'UNDONE' : 'VERIFIED';
			expect([resumed.code, resumed.text]).toEqual([0, expect.stringContaining(outcome)]);
			await isLeft(course === '--undo' ? 'v1' : 'v3', rest);
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
