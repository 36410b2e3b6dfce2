import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, journalOf, makeEnds, openCockpit, runningNames, type Setting } from './scene.ts';

const MINUTES = 60_000;
const MIB = 1024 * 1024;
const LIMIT = 160 * MIB;

describeLab('a release that fails only after a while', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		await derive(lab.engine, 'app:leaky', ['ENV RELEASE=leaky', 'ENV LEAK=100', 'ENV ONLY_IN_LEAKY=1'], 'app:v1');
		await derive(lab.engine, 'app:late', ['ENV RELEASE=late', 'ENV FAIL_AFTER=20000'], 'app:v1');
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());
	afterEach(() => ends.all());

	test('is killed for its memory again and again: rolled back', { timeout: 3 * MINUTES }, async () => {
		const good = await deploy(lab, 'app:v1', { memory: LIMIT });
		const leaky = await deploy(lab, 'app:leaky', { memory: LIMIT });
		const env = lab.env();
		const deck = openCockpit(lab, ends, configOf(), { env });
		await lab.becomes('api', ({ RestartCount }) => RestartCount >= 3);
		await deck.sees(/api .*X down/);
		await deck.select('api');
		await deck.sees('out of memory');
		await deck.press('r');
		await deck.sees('ROLL BACK production/api');
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees(/plan [0-9a-f]{8} VERIFIED/, 60_000);
		const now = await lab.inspect('api');
		expect([now.Image, isHealthy(now), now.RestartCount]).toEqual([good.Image, true, 0]);
		expect(now).toMatchObject({ HostConfig: { Memory: LIMIT, RestartPolicy: { Name: 'unless-stopped' } } });
		expect(now.Config.Env.join('\n')).not.toContain('LEAKY');
		expect(await runningNames(lab)).toEqual(['api']);
		const kept = await lab.inspect(leaky.Id);
		expect([kept.State.Running, kept.HostConfig.RestartPolicy.Name]).toEqual([false, 'no']);
		expect(journalOf(env).at(-1)).toMatchObject({ what: 'verified' });
	});

	/** Only its health checks tell how it does. */
	const saying = (setting: Setting) => {
		const env = lab.env();
		const config = lab.config(configOf({ watch: '60s', ...setting }).replace(/^ *metrics: .*\n/m, ''));
		return { env, say: (...words: readonly string[]) => watchdeck(['--config', config, ...words, '--yes'], { env }) };
	};
	const endsOf = (env: Readonly<Record<string, string>>) =>
		journalOf(env).flatMap(({ what }) => (/proven|verified|undone|held/.test(String(what)) ? String(what) : []));

	test('its health check fails after 20 s: proven, never verified, and rolled back', {
		timeout: 4 * MINUTES,
	}, async () => {
		const good = await deploy(lab, 'app:v1');
		const { env, say } = saying({});
		const said = await say('deploy', 'production/api', '--image', 'app:late');
		expect([said.code, said.text]).toEqual([1, expect.stringMatching(/DONE, NOT VERIFIED .*(unhealthy|503)/)]);
		expect(said.text).not.toMatch(/(?<!NOT )VERIFIED/);
		expect(endsOf(env)).toEqual(['proven', 'not verified']);
		const bad = await lab.becomes('api', (now) => now.State.Health?.Status === 'unhealthy');
		expect(bad.Image).toBe(await lab.imageId('app:late'));

		// What is held for a person is left as it is first, in words; then another change may begin.
		expect((await say('rollback', 'production/api')).text).toMatch(
			/First end that one: watchdeck resume .* Nothing was/,
		);
		expect((await say('resume', '--handled')).code).toBe(0);
		const back = await say('rollback', 'production/api', '--watch', '25s');
		expect([back.code, back.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const now = await lab.inspect('api');
		expect([now.Image, isHealthy(now), await runningNames(lab)]).toEqual([good.Image, true, ['api']]);
	});

	test('as the target of a roll back: what ran before is put back by itself', { timeout: 4 * MINUTES }, async () => {
		await deploy(lab, 'app:late');
		const before = await deploy(lab, 'app:v3');
		const { env, say } = saying({ unproven: 'undo' });
		const said = await say('rollback', 'production/api', '--to', await lab.imageId('app:late'));
		expect([said.code, said.text]).toEqual([2, expect.stringContaining('FAILED, UNDONE')]);
		expect(endsOf(env)).toEqual(['proven', 'not verified', 'undone']);
		const now = await lab.becomes('api', isHealthy);
		expect([now.Id, await runningNames(lab)]).toEqual([before.Id, ['api']]);
		expect((await lab.names()).filter((name) => /-(next|rb)-/.test(name))).toEqual([]);
	});
});
