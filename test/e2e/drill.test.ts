import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { watchdeck } from './cli.ts';
import { SIZES, start } from './driver.ts';

const homes: string[] = [];
afterAll(() => {
	for (const home of homes) rmSync(home, { recursive: true, force: true });
});

function ownEnv(): Readonly<Record<string, string>> {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-drill-'));
	homes.push(home);
	return { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', TERM: 'xterm-256color', HOME: home };
}

test.concurrent.each(SIZES)(
	'a drill on the demo from its beginning to its score, $columns x $rows',
	{ timeout: 120_000 },
	async (size) => {
		const deck = start(['demo', '--drill', 'service-down'], { ...size, env: ownEnv() });
		await deck.sees('Drill service-down: something breaks in a moment.');
		await deck.sees(/DRILL 0:0\d/);
		await deck.sees('down production/api for', 30_000);
		await deck.select('api');
		await deck.press('l');
		await deck.sees('LOGS production/api');
		await deck.press('R');
		await deck.sees('RESTART production/api');
		await deck.press('enter');
		await deck.type('api');
		await deck.enter();
		await deck.sees('VERIFIED', 60_000);
		await deck.sees(/DRILL 0:\d\d over/, 30_000);
		await deck.esc();
		await deck.sees('DRILL service-down on production/api: recovered');
		const score = deck.screen().join('\n');
		expect(score).toMatch(/first key on it +0:\d\d\n/);
		expect(score).toMatch(/diagnosed +0:\d\d +by its log\n/);
		expect(score).toMatch(/recovered +0:\d\d +RESTART production\/api\n/);
		expect(score).toMatch(/deadline of P0 +5:00 +kept\n/);
		expect(score).toMatch(/wrong turns +0\n/);
		// It opened by itself, so that keys are not heard for a second.
		await deck.idle();
		await deck.press('y');
		expect(await deck.exited()).toBe(0);
		expect(deck.left()).toEqual({
			...{ alternateScreen: false, hiddenCursor: false, bracketedPaste: false, mouse: false, rawMode: false },
		});
		expect(deck.screen().join('\n')).toMatch(/drill service-down on production\/api: recovered\n +first key on it/);
	},
);

test('a drill that is left is not recovered, and says so; one that is not there lists those there are', {
	timeout: 60_000,
}, async () => {
	const env = ownEnv();
	const deck = start(['demo', '--drill', 'redis-lost'], { env });
	await deck.sees('DRILL 0:00');
	await deck.press('q');
	await deck.press('y');
	expect(await deck.exited()).toBe(1);
	expect(deck.screen().join('\n')).toContain('drill redis-lost on production/redis: not recovered');

	const listed = await watchdeck(['demo', '--drill'], { env });
	expect(listed).toMatchObject({ code: 0, text: expect.stringContaining('disk-full') });
	expect(await watchdeck(['drill'], { env })).toEqual(listed);
	const unknown = await watchdeck(['demo', '--drill', 'redis'], { env });
	expect(unknown).toMatchObject({ code: 3, text: expect.stringContaining('There is no drill redis.') });
	expect(await watchdeck(['demo', '--drill', 'redis-lost', '--read-only'], { env })).toMatchObject({ code: 3 });
});
