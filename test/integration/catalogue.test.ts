// Each runbook of the catalogue, walked from its first step to its last on a real engine and real databases.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deck, openDeck } from '../catalogue/deck.ts';
import { config, HOME, type Stage, setStage } from '../catalogue/stage.ts';
import { table } from '../catalogue/table.ts';
import { emptyTally, walkScene } from '../catalogue/walk.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const MINUTES = 60_000;

describeLab('the catalogue', () => {
	let lab: Lab;
	let stage: Stage;
	let deck: Deck;
	beforeAll(async () => {
		lab = await startLab({ images: ['app', 'databases', 'quiet'], compose: 'v2' });
		stage = await setStage(lab);
		const env = { ...lab.env(), CURL_CA_BUNDLE: `${HOME}/live.pem` };
		deck = await openDeck(lab, { config, env, folder: HOME });
		// What a machine that runs tests is busy with is no part of a scene.
		for (const [measure, value] of Object.entries({ cpu: 0.2, memory: 0.4, disk: 0.5 }))
			deck.measures(`host/box/${measure}`, value);
	});
	afterAll(async () => {
		await deck?.close();
		await stage?.stop();
		await lab?.stop();
	});

	test.each(Object.entries(table))('%s', { timeout: 2 * MINUTES }, async (name, { scenes, left = {} }) => {
		const tally = emptyTally();
		const began = Date.now();
		for (const scene of scenes) await walkScene(deck, name, scene, tally);
		const { commands, standIns, actions, checks, ticks, messages, skipped } = tally;
		const took = Date.now() - began;
		const done = `${commands} commands, ${standIns} more by stand-ins, ${actions} actions, ${checks} checks, ${messages} messages, ${ticks} by hand`;
		const untried = [...skipped, ...Object.entries(left).map(([step, why]) => `${step}: ${why}`)];
		process.stdout.write(`${name}: ${done}, ${took} ms\n${untried.map((one) => `  not tried: ${one}\n`).join('')}`);
		expect(tally.visited.size).toBeGreaterThan(0);
	});
}, ['v2']);
