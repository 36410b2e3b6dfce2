import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, journalOf, makeEnds, openCockpit } from './scene.ts';

const MINUTES = 60_000;

describeLab('a locked environment', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());
	afterEach(() => ends.all());

	const locked = configOf({ protection: 'locked' });
	const says = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
		const { code, text } = await watchdeck(['--config', lab.config(locked), ...args], { env });
		return `${code} ${text}`;
	};

	test('is changed by the command line only while it is armed', { timeout: 3 * MINUTES }, async () => {
		const { Id } = await deploy(lab, 'app:v1');
		const env = lab.env();
		const restart = ['restart', 'production/api', '--yes'];
		expect(await says(restart, env)).toMatch(/^3 .*production is locked.*watchdeck arm production 15m/);
		expect(await says(['arm', 'production', '2h'], env)).toMatch(/^3 .*an hour at the most.*Nothing was changed/);
		expect(await says(['arm', 'staging'], env)).toMatch(/^3 .*staging is not locked.*Locked are: production/);
		expect(await says(['--read-only', 'arm', 'production'], env)).toMatch(/^3 .*--read-only/);
		expect(await says(['--as', 'other', 'arm', 'production'], env)).toMatch(/^0 Armed: production for 15m/);
		expect(await says(restart, env)).toMatch(/^3 .*production is locked/);
		expect(await says(['arm', 'production', '10m', '--reason', 'TICKET-7'], env)).toMatch(/^0 .*for 10m.*TICKET-7/);
		expect(await says(restart, env)).toMatch(/^0 .*VERIFIED/);
		expect(await says(['disarm', 'production'], env)).toMatch(/^0 production is locked again/);
		expect(await says(restart, env)).toMatch(/^3 .*production is locked/);
		expect((await lab.becomes('api', isHealthy)).Id).toBe(Id);
		const written = journalOf(env).map(({ what }) => what);
		expect(written.slice(0, 2)).toEqual(['armed', 'armed']);
		expect(written.at(-1)).toBe('disarmed');
		expect(await says(['journal'], env)).toMatch(/tester arm production until/);
	});

	test('is armed in the cockpit, which says so, and locks itself again', { timeout: 3 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		const env = lab.env();
		const deck = openCockpit(lab, ends, locked, { env });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('R');
		await deck.sees('production is locked: :arm production 15m lets it be changed for a while');
		await deck.press('esc');
		await deck.press(':');
		await deck.type('arm production 1m');
		await deck.enter();
		await deck.sees(/ARMED production [01]:\d\d/);
		await deck.press('R');
		await deck.sees('enter opens a line where you type: api');
		await deck.press('w');
		await deck.type('the queue is stuck');
		await deck.enter();
		await deck.sees('why: the queue is stuck');
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees('VERIFIED', 60_000);
		await deck.idle();
		const [consent] = journalOf(env).flatMap(({ what, consent }) => (what === 'confirmed' ? [consent] : []));
		expect(consent).toMatchObject({ by: 'tester', how: 'typed service', why: 'the queue is stuck' });
		await deck.esc();
		await deck.press('R');
		await deck.sees('production is locked: :arm production 15m', 70_000);
		await deck.idle();
		expect(journalOf(env).filter(({ what }) => what === 'planned')).toHaveLength(1);
	});
});
