import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Deck, start } from './driver.ts';
import { configOf, deploy, journalOf } from './scene.ts';

describeLab('what is removed or taken while a plan is open', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	/** The plan of a roll back from version 3 to version 1 is open. */
	const opened = async (env = lab.env()): Promise<Deck> => {
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
		const deck = start(['--config', lab.config(configOf({ protection: 'open' }))], { env });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('r');
		await deck.sees('good for');
		return deck;
	};
	const left = async (deck: Deck) => {
		deck.kill('SIGTERM');
		await deck.exited();
	};

	test('its container: the plan is stale and says what to do', { timeout: 120_000 }, async () => {
		const deck = await opened();
		await lab.rm('api');
		await deck.sees('STALE', 20_000);
		await deck.sees('its container was removed: start or deploy it again first');
		await left(deck);
	});

	test('its port: the run says which, and how to find who has it', { timeout: 120_000 }, async () => {
		const deck = await opened();
		await lab.halt('api');
		await lab.run('thief', 'app:v1', { ports: { 8080: 18080 } });
		await deck.enter();
		await deck.sees('Port 18080 is taken on box', 60_000);
		await deck.sees('docker ps --filter publish=18080');
		await left(deck);
	});

	test("the target's image: the plan is stale at once, and enter starts nothing", { timeout: 120_000 }, async () => {
		const env = lab.env();
		const deck = await opened(env);
		const old = (await lab.names()).find((name) => name.startsWith('api-old'));
		await lab.rm(old ?? '');
		// By its id: an earlier test's run pinned it under a name of its own.
		await lab.engine.ask('DELETE', `/images/${await lab.imageId('app:v1')}`, { query: { force: '1' } });
		await deck.sees('STALE', 10_000);
		await deck.sees('the image of v1 is gone from box');
		await deck.sees(/> v1 [0-9a-f]{12} \?/);
		await deck.enter();
		await deck.idle();
		expect(journalOf(env)).toEqual([]);
		await left(deck);
	});
});
