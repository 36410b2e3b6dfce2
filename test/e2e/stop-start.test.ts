import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { composeLabels } from '../lab/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { type Deck, start } from './driver.ts';
import { configOf, deploy, isHealthy, journalOf, makeEnds, openCockpit, WAYS } from './scene.ts';

describeLab('a service is stopped and started', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app', 'quiet'], ssh: true });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());
	afterEach(() => ends.all());

	test.each(WAYS)('from the command line, %s', { timeout: 180_000 }, async (way) => {
		const before = await deploy(lab, 'app:v1');
		const env = lab.env();
		const config = lab.config(configOf({ way }));
		const say = (...words: readonly string[]) => watchdeck(['--config', config, ...words], { env });

		const read = await say('stop', 'production/api', '--dry-run');
		expect(read).toMatchObject({ code: 0 });
		expect(read.text).toContain('Nobody serves api after this, until it is started again.');
		expect(read.text).toContain('its restart policy is "unless-stopped"');
		expect((await lab.inspect('api')).State.StartedAt).toBe(before.State.StartedAt);

		const stopped = await say('stop', 'production/api', '--yes');
		expect([stopped.code, stopped.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const asleep = await lab.inspect('api');
		expect(asleep).toMatchObject({ Id: before.Id, Image: before.Image, State: { Running: false } });
		expect(asleep.HostConfig.RestartPolicy.Name).toBe('unless-stopped');
		expect((await say('status', 'production/api')).text).toMatch(/stopped by tester at \d\d:\d\d:\d\dZ/);
		expect(await say('stop', 'production/api', '--yes')).toMatchObject({
			code: 3,
			text: expect.stringContaining('it is stopped already'),
		});

		const started = await say('start', 'production/api', '--yes');
		expect([started.code, started.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const awake = await lab.inspect('api');
		expect([awake.Id, awake.Image, isHealthy(awake)]).toEqual([before.Id, before.Image, true]);
		expect(await say('start', 'production/api', '--yes')).toMatchObject({
			code: 3,
			text: expect.stringContaining('it runs already'),
		});
		expect(journalOf(env).at(-1)).toMatchObject({ what: 'verified', by: 'tester' });
	});

	test('from the palette, and says who stopped it', { timeout: 120_000 }, async () => {
		await deploy(lab, 'app:v1');
		const deck = openCockpit(lab, ends, configOf());
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press(':');
		await deck.type('stop');
		await deck.enter();
		await deck.sees('STOP  production/api');
		await deck.sees('Nobody serves api after this');
		await deck.enter();
		await deck.type('api');
		expect((await lab.inspect('api')).State.Running).toBe(true);
		await deck.enter();
		await deck.sees('VERIFIED', 60_000);
		expect((await lab.inspect('api')).State.Running).toBe(false);
		await deck.esc();
		await deck.sees(/stopped by tester at \d\d:\d\d:\d\dZ/);
	});

	test('for a drill, which is recovered by the clock, or given up and put back', { timeout: 180_000 }, async () => {
		const before = await deploy(lab, 'app:v1');
		const env = lab.env();
		const config = lab.config(configOf({ protection: 'open' }));
		const words = ['--config', config, 'drill', 'service-down', 'production/api'];
		const guarded = lab.config(configOf({ protection: 'guarded' }));
		expect(await watchdeck(['--config', guarded, ...words.slice(2)], { env })).toMatchObject({
			code: 3,
			text: expect.stringContaining('production/api is in production, whose protection is guarded'),
		});
		const broken = async (): Promise<Deck> => {
			const deck = start(words, { columns: 80, rows: 24, env });
			await deck.sees('STOP production/api', 30_000);
			await deck.sees('For the drill service-down');
			expect((await lab.inspect('api')).State.Running).toBe(true);
			await deck.enter();
			await deck.sees('VERIFIED', 60_000);
			expect((await lab.inspect('api')).State.Running).toBe(false);
			await deck.esc();
			await deck.sees(/DRILL \d:\d\d/);
			return deck;
		};

		const recovered = await broken();
		await recovered.press('R');
		await recovered.sees('RESTART production/api');
		await recovered.enter();
		await recovered.sees('VERIFIED', 60_000);
		// The score then opens at a key, after which its keys are heard once the program is idle.
		await recovered.sees(/DRILL \d:\d\d over/, 30_000);
		await recovered.esc();
		await recovered.sees('DRILL service-down on production/api: recovered', 30_000);
		await recovered.idle();
		await recovered.press('y');
		expect(await recovered.exited()).toBe(0);

		const left = await broken();
		await left.press('q');
		await left.sees('production/api is still stopped by this drill.');
		await left.press('p');
		await left.sees('START production/api');
		await left.enter();
		await left.sees('VERIFIED', 60_000);
		// The score then opens at a key, after which its keys are heard once the program is idle.
		await left.sees(/DRILL \d:\d\d over/, 30_000);
		await left.esc();
		await left.sees('DRILL service-down on production/api: not recovered', 30_000);
		await left.idle();
		await left.press('y');
		expect(await left.exited()).toBe(1);
		expect(await lab.inspect('api')).toMatchObject({ Id: before.Id, State: { Running: true } });
		const stops = journalOf(env).filter(({ what, by }) => what === 'planned' && by === 'tester');
		const wanted = { plan: { want: { action: 'stop', drill: 'service-down' } } };
		expect(stops).toMatchObject([wanted, { plan: { action: 'restart' } }, wanted, { plan: { action: 'start' } }]);
	});

	test('as a container of Compose, which stays as it is', { timeout: 120_000 }, async () => {
		await lab.run('shop-api-1', 'quiet:v1', { labels: composeLabels('shop', 'api'), restart: 'always' });
		const before = await lab.inspect('shop-api-1');
		const env = lab.env();
		const config = lab.config('operator: tester\nhosts:\n  box: { local: true }\n');
		const say = (...words: readonly string[]) => watchdeck(['--config', config, ...words], { env });
		const stopped = await say('stop', 'shop/api', '--yes');
		expect([stopped.code, stopped.text]).toEqual([0, expect.stringContaining('starts it again')]);
		expect(await lab.inspect('shop-api-1')).toMatchObject({ Id: before.Id, State: { Running: false } });
		const started = await say('start', 'shop/api', '--yes', '--watch', '0');
		expect([started.code, started.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect(await lab.inspect('shop-api-1')).toMatchObject({ Id: before.Id, State: { Running: true } });
	});
});
