// Each runbook of the catalogue, walked from its first step to its last on a real engine and real databases.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deck, openDeck } from '../catalogue/deck.ts';
import { table } from '../catalogue/table.ts';
import { emptyTally, walkScene } from '../catalogue/walk.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const MINUTES = 60_000;

const config = (): string => {
	const services = Object.assign({}, ...Object.values(table).map((one) => one.services ?? {}));
	const datasets = Object.assign({}, ...Object.values(table).map((one) => one.datasets ?? {}));
	return JSON.stringify({
		operator: 'tester',
		discover: false,
		hosts: { box: { local: true } },
		environments: { production: { protection: 'protected', services, datasets } },
	});
};

describeLab('the catalogue', () => {
	let lab: Lab;
	let deck: Deck;
	beforeAll(async () => {
		lab = await startLab({ images: ['app', 'databases'] });
		const folder = join(lab.folder, 'catalogue');
		mkdirSync(folder);
		deck = await openDeck(lab, { config: config(), env: lab.env(), folder });
		// What a machine that runs tests is busy with is no part of a scene.
		for (const [measure, value] of Object.entries({ cpu: 0.2, memory: 0.4, disk: 0.5 }))
			deck.measures(`host/box/${measure}`, value);
	});
	afterAll(async () => {
		await deck?.close();
		await lab?.stop();
	});

	test.each(Object.entries(table))('%s', { timeout: 2 * MINUTES }, async (name, { scenes, left = {} }) => {
		const tally = emptyTally();
		const began = Date.now();
		for (const scene of scenes) await walkScene(deck, name, scene, tally);
		const { commands, standIns, actions, checks, ticks, messages, skipped } = tally;
		const notTried = [...skipped, ...Object.entries(left).map(([step, why]) => `${step}: ${why}`)];
		process.stdout.write(
			`${name}: ${commands} commands, ${standIns} of them by a stand-in, ${actions} actions, ${checks} checks, ${messages} messages, ${ticks} by hand, ${Date.now() - began} ms\n${notTried.map((one) => `  not tried: ${one}\n`).join('')}`,
		);
		expect(tally.visited.size).toBeGreaterThan(0);
	});
});
