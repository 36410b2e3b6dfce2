import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { start } from './driver.ts';
import { configOf, deploy, isHealthy, journalOf } from './scene.ts';

const MINUTES = 60_000;

describeLab('for a screen reader', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());

	test('changes are told, and a roll back is asked for, confirmed and proven, in lines', {
		timeout: 4 * MINUTES,
	}, async () => {
		await lab.clear();
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
		const env = lab.env();
		// A terminal that can do no more than print lines is enough; this one is high, to see all of them.
		const deck = start(['--config', lab.config(configOf()), '--screen-reader'], {
			rows: 200,
			env: { ...env, TERM: 'dumb' },
		});
		await deck.sees('Everything is ok: 2 of 2 services and hosts.');
		deck.tell('why api');
		await deck.sees(/Ready to go back to: v1\b/);
		deck.tell('logs production/api');
		await deck.sees(/The last \d+ lines of production\/api:/);
		await lab.halt('api');
		await deck.sees(/\d\d:\d\d:\d\d production\/api down: /);
		deck.tell('rolback production/api');
		await deck.sees('Did you mean `rollback`?');
		deck.tell('rollback production/api');
		await deck.sees('Type api to do it:');
		expect(journalOf(env)).toEqual([]);
		deck.tell('web');
		await deck.sees('Nothing was changed.');
		deck.tell('rollback production/api');
		await deck.sees(/Type api to do it:[\s\S]*Type api to do it:/);
		deck.tell('api');
		await deck.sees('VERIFIED', MINUTES);
		await deck.sees(/\d\d:\d\d:\d\d production\/api ok: /);
		expect((await lab.becomes('api', isHealthy)).Image).toBe(await lab.imageId('app:v1'));
		deck.tell('quit');
		expect(await deck.exited()).toBe(0);
		const written = deck.written.map(({ text }) => text).join('');
		// Neither another screen, nor a hidden cursor, nor a move up or to a place.
		expect(written).not.toMatch(/\u001b\[(\?1049h|\?25l|\d*A|\d*;?\d*H|2J)/);
		expect(deck.left()).toEqual({
			...{ alternateScreen: false, hiddenCursor: false, bracketedPaste: false, mouse: false, rawMode: false },
		});
	});

	test('a signal ends it', { timeout: 2 * MINUTES }, async () => {
		const deck = start(['--config', lab.config(configOf())], { env: { ...lab.env(), WATCHDECK_SCREEN_READER: '1' } });
		await deck.sees('Type help for the commands.');
		deck.kill('SIGINT');
		expect(await deck.exited()).toBe(130);
	});
});
