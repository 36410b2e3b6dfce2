import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { SIZES, start } from './driver.ts';
import { brokenRelease, configOf, deploy, isHealthy, journalOf, WAYS } from './scene.ts';

const cases = [
	...WAYS.flatMap((way) => SIZES.map((size) => ({ way, ...size }))),
	...SIZES.slice(0, 1).map((size) => ({ way: 'jump' as const, ...size })),
];

describeLab('a new release answers 500', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	test.each(cases)(
		'is seen, read about and rolled back: $way, $columns x $rows',
		{ timeout: 180_000 },
		async (given) => {
			const good = await deploy(lab, 'app:v1');
			const env = lab.env();
			const deck = start(['--config', lab.config(configOf(given))], { ...given, env });
			await deck.sees(/api .*\+ ok/);

			const bad = await deploy(lab, 'app:v2');
			await deck.sees(/api .*X down/);
			await deck.select('api');
			await deck.sees(/500|unhealthy/);

			await deck.press('l');
			await deck.sees('payment queue unreachable');
			await deck.esc();
			await deck.sees(/api .*X down/);

			await deck.press('r');
			await deck.sees('ROLL BACK production/api');
			await deck.sees('nothing has been changed yet');
			await deck.sees(good.Image.slice('sha256:'.length, 'sha256:'.length + 12));
			await deck.enter();
			await deck.type('api');
			expect((await lab.inspect('api')).Id).toBe(bad.Id);
			await deck.enter();
			await deck.sees('VERIFIED', 60_000);
			await deck.idle();

			const now = await lab.inspect('api');
			expect(isHealthy(now)).toBe(true);
			expect(now.Image).toBe(good.Image);
			expect(now.Config.Env).toEqual(expect.arrayContaining(['RELEASE=v1', 'ONLY_IN_V1=1', 'REGION=eu']));
			expect(now.Config.Env.join('\n')).not.toContain('V2');
			expect(now.Config.Labels).not.toHaveProperty('only.in');
			expect(now.HostConfig.RestartPolicy.Name).toBe('unless-stopped');
			const volume = (of: typeof now) => of.Mounts.map(({ Name, Destination }) => ({ Name, Destination }));
			expect(volume(now)).toEqual(volume(bad));
			const kept = await lab.inspect(bad.Id);
			expect([kept.State.Running, kept.HostConfig.RestartPolicy.Name]).toEqual([false, 'no']);
			expect(kept.Name).toMatch(/^\/api-rb-[0-9a-f]{8}$/);
			expect((await fetch('http://127.0.0.1:18080/')).status).toBe(200);
			expect(journalOf(env).at(-1)).toMatchObject({ what: 'verified', by: 'tester' });

			await deck.esc();
			await deck.sees(/api .*\+ ok/);
			await deck.press('q', 'y');
			expect(await deck.exited()).toBe(0);
			expect(Object.values(deck.left())).not.toContain(true);
		},
	);

	test('neither a repeated key nor a pasted name can start it', async () => {
		const before = await brokenRelease(lab);
		const env = lab.env();
		const deck = start(['--config', lab.config(configOf())], { env });
		await deck.sees(/api .*X down/);
		await deck.select('api');
		for (let i = 0; i < 5; i += 1) deck.hit('r');
		await deck.sees('ROLL BACK production/api');
		await deck.enter();
		await deck.paste('api\r');
		await deck.enter();
		await deck.idle();
		expect((await lab.inspect('api')).Id).toBe(before.Id);
		expect(journalOf(env).map(({ what }) => what)).not.toContain('begins');
		await deck.esc();
		deck.kill('SIGTERM');
		await deck.exited();
	});
});
