import { describe, expect, onTestFinished, test } from 'vitest';
import type { State } from '../../src/core/state.ts';
import { dataset } from './datasets-found.ts';
import { days, fleetState, is, minutes, release, samples, seconds, service, start } from './fleet-state.ts';
import { found, sized, withFacts } from './found.ts';
import { type Screen, show } from './screen.ts';

async function drawn(state: State): Promise<Screen> {
	const screen = await show({ state, at: start });
	onTestFinished(() => screen.end());
	screen.numbers.append([
		...samples('production/api', 'errors', (place) => (place > 0.4 ? 0.412 : 0.001)),
		...samples('production/api', 'memory', (place) => 0.3 + place * 0.63),
		...samples('production/api', 'p95', () => 8100),
		...samples('production/web', 'p95', () => 120),
		...samples('production/web', 'cpu', () => 0.3),
		...samples('host/vps1', 'disk', () => 0.78),
	]);
	await screen.advance(1000);
	return screen;
}
const hour = minutes(60);
const api = service('production/api', {
	releases: [
		release('v412', 'c', { can: 'runs', first: start - minutes(18), at: start - minutes(18) }),
		release('v411', 'b', { first: start - days(2), at: start - days(2), until: start - minutes(18) }),
	],
});
const ahead = service('staging/api', {
	releases: [release('v413', 'd', { can: 'runs', first: start - hour })],
	hosts: ['vps2'],
});
const base = fleetState([service('production/web'), api, ahead], {
	'production/api': is('down', '500 Internal Server Error, 3 times in a row', start - seconds(221)),
	'production/web': is('ok', 'running, healthy'),
	'staging/api': is('ok', 'running'),
});
const certificate = { is: 'certificate', name: 'shop.example', by: 'CA', until: start + days(12) } as const;
const late = {
	is: 'backup',
	name: 'db',
	place: 'vps1:/backups',
	newest: start - 33 * hour,
	within: 26 * hour,
	size: 9e8,
	median: 9e8,
} as const;
const state = withFacts(
	withFacts(base, 'production/api', [found('outside', [certificate], { facts: { took: 812 } })]),
	'host/vps1',
	[found('backup', [late])],
);

describe('Environment', () => {
	test('says at 80x24 how it stands and why, five panels a line each, and its services', async () => {
		const screen = await drawn(state);
		await screen.press('g', 'enter');
		expect((await screen.text()).slice(0, 12)).toEqual([
			' WATCHDECK  production 1X  staging ok                           op-1  14:02:32Z',
			' ENVIRONMENT  production  protected',
			' X down, 1 of 2 up for 3m 42s: api: 500 Internal Server Error, 3 times in a row',
			' health    1/2 up   slowest answer 812ms api   certificate 11d shop.example',
			' errors    5xx 41.2%! api   p95 8.1s! api',
			' resources cpu 30% web   mem 93%! api   disk 78% vps1',
			' backups   33h LATE! db   33h ago, promised every 26h',
			' releases  newest v412 18m ago   staging has api v413',
			' NAME          HEALTH         RELEASE       UP RST  CPU  MEM REQ/S    5XX    P95',
			'>api           X down         v412 18m !    2d   0    -  93!     -  41.2!  8.1s!',
			' web           + ok           v412 2d       2d   0  30%    -     -      -  120ms',
			'',
		]);
	});

	test('says of its datasets how many were never restored', async () => {
		const facts = [
			found('backup', [dataset('shop')]),
			found('backup', [dataset('users', { proofs: [] })], { source: 'users' }),
		];
		const screen = await drawn(withFacts(base, 'production/api', facts));
		await screen.press('g', 'enter');
		expect((await screen.text())[6]).toBe(' backups   9h users   1 of 2 never restored');
	});

	test('shows at 200x50 the panels side by side with their curves, and every column', async () => {
		const screen = await drawn(sized(state, 200, 50));
		await screen.press('g', 'enter');
		const text = await screen.text();
		expect(text).toHaveLength(50);
		expect(text[3]).toMatch(/^ health -+ {2}errors -+ {2}resources -+ {2}backups -+ {2}releases -+$/);
		expect(text.join('\n')).toMatch(/5xx 30m {2}▁+█+ +41\.2% {2}mem 30m {2}[▁-█]+ +93%/);
		expect(text[11]).toMatch(/NAME .* RELEASE .* UP +RST +CPU +MEM +REQ\/S +5XX +P50 +P95 +HOST +AGE$/);
	});

	test('shows at 40x10 its services before its panels', async () => {
		const screen = await drawn(sized(state, 40, 10));
		await screen.press('g', 'enter');
		const text = await screen.text();
		expect(text.filter((row) => /^.(api|web) /.test(row))).toHaveLength(2);
	});

	test('has the keys of the service under its cursor, and goes back where one came from', async () => {
		const screen = await drawn(state);
		await screen.press('g', 'enter', 'down', 'enter');
		expect(screen.state().ui).toMatchObject({ screen: 'service', service: 'production/web' });
		await screen.press('q');
		expect(screen.state().ui).toMatchObject({ screen: 'environment', environment: 'production' });
		await screen.press('l');
		expect(screen.state().ui).toMatchObject({ screen: 'logs', service: 'production/web' });
		await screen.press('q', 'esc');
		expect(screen.state().ui.screen).toBe('fleet');
	});

	test('filters its services by name', async () => {
		const screen = await drawn(state);
		await screen.press('g', 'enter', '/', 'w', 'e', 'enter');
		const text = await screen.text();
		expect(text[1]).toContain('filter we');
		expect(text[9]).toMatch(/^>web/);
		await screen.press('/', 'x', 'enter');
		expect((await screen.text())[8]).toBe(' no row has "wex": esc shows all');
	});

	test('says unknown of one of which nothing is known, and that no backup is watched', async () => {
		const screen = await drawn(fleetState([], {}));
		await screen.dispatch({ type: 'screen/opened', at: start, screen: 'environment', environment: 'staging' });
		const text = await screen.text();
		expect(text[2]).toBe(' ? unknown  no service of it was found yet');
		expect(text[6]).toContain('none is watched');
	});
});
