// The clocks of two machines differ: ours is an hour off, that of the host, over ssh, is right.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { fakeClock } from './fake-clock.ts';
import { configOf, deploy, isHealthy, journalOf, runningNames } from './scene.ts';

const MINUTES = 60_000;
const clock = fakeClock();

describeLab('our clock is not that of the host', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true, swarm: true });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	/** Does it, and says when it was read what came of it; all of it is watched for some seconds. */
	const acting = (off: string, change: (config: string) => string = (config) => config) => {
		const env = lab.env();
		const config = lab.config(change(configOf({ way: 'ssh', watch: '6s' }).replace(/^ *metrics: .*\n/m, '')));
		const before = ['env', `LD_PRELOAD=${clock}`, `FAKETIME=${off}`, 'FAKETIME_DONT_FAKE_MONOTONIC=1'];
		const act = async (...words: readonly string[]) => {
			const said = await watchdeck(['--config', config, ...words, '--yes'], { env, before });
			expect([words[0], said.code, said.text]).toEqual([words[0], 0, expect.stringContaining('VERIFIED')]);
			expect(readdirSync('/run/lock/watchdeck')).toEqual([]);
			return said;
		};
		return { act, env };
	};

	const skews = ['+1h', '-1h'];
	test.skipIf(clock === undefined).each(skews)('%s: a container', { timeout: 4 * MINUTES }, async (off) => {
		await deploy(lab, 'app:v1');
		const old = await deploy(lab, 'app:v3');
		const { act, env } = acting(off);
		await act('restart', 'production/api');
		const restarted = await lab.inspect('api');
		expect(Date.parse(restarted.State.StartedAt)).toBeGreaterThan(Date.parse(old.State.StartedAt));
		await act('stop', 'production/api');
		expect((await lab.inspect('api')).State.Running).toBe(false);
		await act('start', 'production/api');
		await act('rollback', 'production/api');
		const now = await lab.becomes('api', isHealthy);
		expect([now.Image, await runningNames(lab)]).toEqual([await lab.imageId('app:v1'), ['api']]);
		expect(journalOf(env).filter(({ what }) => what === 'verified')).toHaveLength(4);
	});

	test.skipIf(clock === undefined).each(skews)('%s: a service of a Swarm', { timeout: 4 * MINUTES }, async (off) => {
		await lab.service('api', { image: 'app:v1' });
		await lab.settles('api', (_, tasks) => tasks.some(({ Status }) => Status.State === 'running'));
		const { act } = acting(off, (config) => config.replace(/^ *health: .*\n/m, '        platform: swarm\n'));
		await act('restart', 'production/api');
		expect((await lab.inspectService('api')).Spec.TaskTemplate.ForceUpdate).toBe(1);
		await act('deploy', 'production/api', '--image', 'app:v3');
		const running = await runningNames(lab);
		expect(running).toEqual([expect.stringMatching(/^api\.1\./)]);
		expect((await lab.inspect(running[0] ?? '')).Image).toBe(await lab.imageId('app:v3'));
	});
});
