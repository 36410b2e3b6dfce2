import { describe, expect, test } from 'vitest';
import { drawn } from './drawn.ts';
import { fleetState, is, manyServices, minutes, release, samples, seconds, service, start } from './fleet-state.ts';

const api = service('production/api', {
	releases: [
		release('v412', 'c', { can: 'runs', first: start - minutes(18), at: start - minutes(18) }),
		release('v411', 'b', { first: start - minutes(3000), at: start - minutes(3000), until: start - minutes(18) }),
	],
});
const state = fleetState(
	[service('production/web'), api, service('staging/web', { hosts: ['vps2'] })],
	{
		'production/api': is('down', '500 Internal Server Error, 3 times in a row', start - seconds(221)),
		'production/web': is('ok', 'running, healthy'),
		'staging/web': is('ok', 'running, healthy'),
	},
	{ columns: 200, rows: 50 },
);

const log = Array.from({ length: 40 }, (_, index) => {
	const text = index % 3 === 0 ? `level=error msg="pay failed id=${index}"` : 'GET / 200';
	return { at: start - 1000 * (40 - index), from: 'err', instance: 'api', text } as const;
});

/** The rows from the one that has this text on, as many as asked. */
const from = (rows: readonly string[], text: string, count: number) => {
	const index = rows.findIndex((row) => row.includes(text));
	return rows.slice(index, index + count);
};

describe('Fleet at 200x50', () => {
	test('shows the services, the story with its curves, what was done, and the errors in the log', async () => {
		const screen = await drawn(state);
		screen.numbers.append([
			...samples('production/api', 'errors', (place) => (place > 0.4 ? 0.412 : 0.001)),
			...samples('production/api', 'p95', () => 8100),
		]);
		screen.lines.append('production/api', log);
		await screen.advance(1000);
		const text = await screen.text();
		expect(text).toHaveLength(50);
		expect(text[2]).toMatch(/^ NAME .* AGE +-+ production\/api ---$/);
		const curve = text.findIndex((row) => row.includes('5xx 30m'));
		expect(text.slice(curve - 2, curve + 1).every((row) => /\|█{10}/.test(row))).toBe(true);
		const low = text.findIndex((row) => row.includes('- recent ---  '));
		expect(low).toBe(31);
		expect(text[low]).toMatch(/^ -+ recent --- +-+ errors of production\/api ---$/);
		expect(text[low + 1]).toMatch(
			/^ 13:44 +observed +release +production\/api {2}v412 +14 errors in its newest 40 lines$/,
		);
		expect(text[low + 2]).toMatch(/ 14 {2}level=error msg="#"$/);
		expect(text[47]).toMatch(/14:02:30 level=error msg="pay failed id=39"$/);
		expect(text[49]).toContain('data:');
	});

	test('says how many rows are out of sight on the rule between its zones', async () => {
		const base = fleetState([...manyServices(60), api], {}, { columns: 200, rows: 50 });
		const screen = await drawn(base);
		expect((await screen.text())[31]).toMatch(/^ -- 37 more below: pagedown -+ recent ---/);
		await screen.press('G');
		expect((await screen.text())[31]).toMatch(/^ -- 37 above -+ recent ---/);
		expect((await screen.text())[30]).not.toBe('');
	});

	test('says of whose log it is, and where there is nothing to read', async () => {
		const screen = await drawn(state);
		await screen.press('g');
		expect((await screen.text()).join('\n')).toMatch(/- errors ---\n.*of a service: select one/);
		await screen.press('j', 'j');
		expect((await screen.text()).join('\n')).toMatch(
			/errors of production\/web ---\n.*no line of its log has come yet/,
		);
	});

	test('draws no command of a log, and cuts what is longer than its zone', async () => {
		const screen = await drawn(state);
		const text = `ERROR: \u001b]0;x\u0007\u202e${'long '.repeat(100_000)}`;
		screen.lines.append('production/api', [{ at: start, from: 'err', instance: 'api', text }]);
		await screen.advance(1000);
		const rows = await screen.text();
		expect(from(rows, 'ERROR', 1)[0]).toMatch(/ {2}1 {2}ERROR: long long/);
		expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(200);
		expect(screen.scrolled()).toBe(0);
	});
});
