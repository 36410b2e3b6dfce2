import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { apiName, bringUp, composeConfig } from './compose-scene.ts';
import { start } from './driver.ts';
import { isHealthy, journalOf, keptBytes, WAYS } from './scene.ts';

const SECRET = 'hunter-4711-compose';

describe.each(['v2', '1.29'] as const)('Compose %s', (tool) => {
	describeLab(`${tool}: a new release answers 500`, () => {
		let lab: Lab;
		beforeAll(async () => {
			lab = await startLab({ images: ['app'], ssh: true, compose: tool });
		});
		afterAll(() => lab?.stop());
		beforeEach(() => lab.clear());

		test.each(WAYS)('and is rolled back by the host’s own Compose, %s', { timeout: 180_000 }, async (way) => {
			const good = await bringUp(lab, tool, 'v1', SECRET);
			const env = lab.env();
			const deck = start(['--config', lab.config(composeConfig({ way }))], { columns: 200, rows: 50, env });
			await deck.sees(/api .*\+ ok/);
			const bad = await bringUp(lab, tool, 'v2', SECRET);
			await deck.sees(/api .*X down/);
			await deck.select('api');
			await deck.press('r');
			await deck.sees('ROLL BACK production/api');
			await deck.sees('live:latest');
			await deck.enter();
			await deck.type('api');
			await deck.enter();
			await deck.sees('VERIFIED', 60_000);
			await deck.idle();
			await deck.esc();
			await deck.press('q', 'y');
			expect(await deck.exited()).toBe(0);

			const now = await lab.inspect(apiName(tool));
			expect([now.Image, isHealthy(now), now.Config.Image]).toEqual([good.now.Image, true, 'live:latest']);
			expect(now.Config.Env).toEqual(expect.arrayContaining(['RELEASE=v1', 'REGION=eu', `API_TOKEN=${SECRET}`]));
			const volume = (of: typeof now) => of.Mounts.map(({ Name, Destination }) => ({ Name, Destination }));
			expect(volume(now)).toEqual(volume(bad.now));
			expect(await lab.names()).toEqual([apiName(tool)]);
			expect((await fetch('http://127.0.0.1:18080/')).status).toBe(200);
			const journal = journalOf(env);
			expect(journal.at(-1)).toMatchObject({ what: 'verified', by: 'tester' });
			const { plan } = journal.find(({ what }) => what === 'planned') as { plan: { id: string } };
			expect(await lab.imageId(`live:old-${plan.id}`)).toBe(bad.now.Image);
			expect(JSON.stringify(journal)).not.toContain(SECRET);
			expect(keptBytes(env).filter(({ bytes }) => bytes.includes(SECRET))).toEqual([]);
			expect(deck.screen().join('\n')).not.toContain(SECRET);

			// A later plain `up` makes nothing anew.
			await bad.shop.run('up', '-d');
			expect(await lab.inspect(apiName(tool))).toMatchObject({ Id: now.Id, Image: good.now.Image });
		});
	}, [tool]);
});
