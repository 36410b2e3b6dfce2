import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { SIZES, start } from './driver.ts';
import { configOf, deploy, isHealthy, journalOf, rollBackByKeys, runningNames, WAYS } from './scene.ts';

/** The target is never well: no need to wait for it any longer. */
const within = '8s';
const cases = WAYS.flatMap((way) => SIZES.map((size) => ({ way, ...size })));

describeLab('a roll back whose target fails too', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
		// A release that was good once and no longer is: it serves, but says 500.
		await derive(lab.engine, 'app:v0', ['ENV RELEASE=v0', 'ENV FAIL=500'], 'app:v1');
		await derive(lab.engine, 'app:brief', ['CMD ["/bin/sh", "-c", "sleep 1; exit 3"]'], 'app:v1');
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	/** Version 3 runs and is healthy; the release before it is the one that fails. */
	const scene = async () => {
		await deploy(lab, 'app:v0');
		return deploy(lab, 'app:v3');
	};
	const isBack = async (before: { readonly Id: string }) => {
		const now = await lab.becomes('api', isHealthy);
		expect([now.Id, now.HostConfig.RestartPolicy.Name]).toEqual([before.Id, 'unless-stopped']);
		expect(await runningNames(lab)).toEqual(['api']);
		expect((await lab.names()).filter((name) => /-(next|rb)-/.test(name))).toEqual([]);
	};

	test('on the command line another release can be named, which is planned and proven then', {
		timeout: 180_000,
	}, async () => {
		await deploy(lab, 'app:v1');
		await scene();
		const words = ['--config', lab.config(configOf({ within, protection: 'open' })), 'rollback', 'production/api'];
		const deck = start([...words, '--to', await lab.imageId('app:v0')], { columns: 200, rows: 200, env: lab.env() });
		await deck.sees('Press enter to do it');
		deck.hit('enter');
		await deck.sees('[a]nother release', 90_000);
		deck.tell('a');
		await deck.sees('Which one?', 60_000);
		deck.tell('v1');
		await deck.sees(/Press enter to do it.*Press enter to do it/s, 60_000);
		deck.tell('');
		expect(await deck.exited()).toBe(0);
		expect((await lab.becomes('api', isHealthy)).Image).toBe(await lab.imageId('app:v1'));
		expect(await runningNames(lab)).toEqual(['api']);
	});

	test.each(cases)(
		'is held until the operator chooses: $way, $columns x $rows',
		{ timeout: 180_000 },
		async (given) => {
			const before = await scene();
			const env = lab.env();
			const deck = start(['--config', lab.config(configOf({ ...given, within }))], { ...given, env });
			await deck.sees(/api .*\+ ok/);
			await deck.select('api');
			await deck.press('r');
			await deck.sees('ROLL BACK production/api');
			await deck.sees(/api is healthy/);
			await deck.enter();
			await deck.type('api');
			await deck.enter();
			await deck.sees('DONE, NOT VERIFIED', 90_000);
			await deck.sees('u undo every step that began');
			expect((await lab.inspect('api')).Image).toBe(await lab.imageId('app:v0'));
			await deck.press('u');
			await deck.enter();
			await deck.sees('UNDONE', 60_000);
			await isBack(before);
			expect(journalOf(env).map(({ what }) => what)).toEqual(expect.arrayContaining(['not verified', 'undone']));
			await deck.esc();
			deck.kill('SIGTERM');
			await deck.exited();
		},
	);

	test('is undone with `unproven: undo`, from keys', { timeout: 180_000 }, async () => {
		const before = await scene();
		const deck = start(['--config', lab.config(configOf({ unproven: 'undo', within }))], { env: lab.env() });
		await rollBackByKeys(deck);
		await deck.sees('UNDONE', 120_000);
		await isBack(before);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('is undone with `unproven: undo`, from the command line: exit 2', { timeout: 180_000 }, async () => {
		const before = await scene();
		const config = lab.config(configOf({ unproven: 'undo', within }));
		const said = await watchdeck(['--config', config, 'rollback', 'production/api', '--yes'], { env: lab.env() });
		expect(said.text).toContain('UNDONE');
		expect(said.code).toBe(2);
		await isBack(before);
	});

	/** The target ends as soon as it is started, again and again. */
	const crashing = async (image: string) => {
		await lab.run('api-ancient', image);
		await lab.becomes('api-ancient', (now) => !now.State.Running);
		return { before: await deploy(lab, 'app:v3'), to: await lab.imageId(image) };
	};

	test('whose target crashes in a loop can be undone when the engine waits long between its starts', {
		timeout: 180_000,
	}, async () => {
		const { before, to } = await crashing('app:brief');
		const words = ['--config', lab.config(configOf({ within, protection: 'open' })), 'rollback', 'production/api'];
		const deck = start([...words, '--to', to], { columns: 200, rows: 200, env: lab.env() });
		await deck.sees('Press enter to do it');
		deck.hit('enter');
		await deck.sees('[u]ndo', 90_000);
		// From now on it waits for six seconds and more.
		await lab.becomes('api', (now) => now.RestartCount >= 7 && now.State.Status === 'restarting');
		deck.tell('u');
		await deck.sees('UNDONE', 60_000);
		expect(await deck.exited()).toBe(2);
		await isBack(before);
	});

	test('whose target cannot even start is undone at once', { timeout: 180_000 }, async () => {
		const { before, to } = await crashing('app:broken');
		const config = lab.config(configOf({ unproven: 'undo', within }));
		const said = await watchdeck(['--config', config, 'rollback', 'production/api', '--to', to, '--yes'], {
			env: lab.env(),
		});
		expect(said.text).toContain('UNDONE');
		expect(said.code).toBe(2);
		await isBack(before);
	});
});
