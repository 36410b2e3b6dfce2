import { describe, expect, test } from 'vitest';
import { openSought } from '../../src/app/walks/open-sought.ts';
import { fitness } from '../../src/core/runbook/match.ts';
import type { Listed, OpenWalk } from '../../src/core/runbook/open.ts';
import type { State } from '../../src/core/state.ts';
import { listed, opened, serviceDown, walkEntries, walkHead } from '../support/walks.ts';
import { drawn } from './drawn.ts';
import { days, fleetState, is, minutes, service, start } from './fleet-state.ts';

const all: readonly Listed[] = [
	listed('minor', { about: { severity: 'P3', when: ['degraded'], owner: 'ops', reviewed: '2026-01-02' }, mistakes: 2 }),
	listed('disk-full', {
		about: { severity: 'P1', when: ['host'], owner: 'ops', reviewed: '2026-11-01' },
		origin: 'stock',
	}),
	listed('service-down', {
		about: { severity: 'P0', when: ['down'], variables: [{ name: 'url', ask: 'Which address?', line: 3 }] },
	}),
	listed('api-down', {
		about: { severity: 'P0', when: ['down'], services: ['staging/*'] },
		origin: 'strange',
		trusted: false,
	}),
];
const ended = walkEntries([
	{ at: start - days(2), by: 'op-2', run: 'w-1', did: { is: 'began', head: walkHead } },
	{ at: start - days(2), by: 'op-2', run: 'w-1', did: { is: 'ended', as: 'done' } },
]);
const base = fleetState([service('production/api'), service('staging/api')], {
	'production/api': is('down', 'exit code 137', start - minutes(7)),
	'staging/api': is('ok', 'running'),
});
const sized = (state: State, columns: number, rows: number): State => ({
	...state,
	ui: { ...state.ui, size: { columns, rows } },
});
const known = (state: State = base, more: Partial<State> = {}): State => ({
	...state,
	runbooks: { all, failures: [] },
	journal: { entries: ended },
	...more,
});
const walks = (...open: readonly OpenWalk[]) => ({ walks: Object.fromEntries(open.map((one) => [one.walk.id, one])) });
const walked = opened(serviceDown, [{ is: 'went', to: 'restart-once', because: 'a test' }]);

describe('Runbooks', () => {
	test('lists at 80x24 the open walks, then the runbooks, those for what is down first', async () => {
		const screen = await drawn(known(base, walks(walked)));
		await screen.press('6');
		expect((await screen.text()).slice(1, 18)).toEqual([
			' RUNBOOKS  4 runbooks, 1 open walk   those for production/api first',
			' NAME                     SEV FOR                 STEPS LAST WALK        CHECKED',
			'>walk w-20 service-down   P0  production/api     4 of 9 6:12 by op-1',
			' service-down             P0  down                    9 done 2d op-2     ok',
			' api-down (strange)       P0  down staging/*          9 never            ok',
			' disk-full                P1  host                    9 never            ok',
			' minor                    P3  degraded                9 never            2 wrong',
			' -------------------------------------------------------- w-20 Service down ---',
			' start    enter comes back to it',
			' on       production/api',
			' begun    6:12 ago by op-1',
			' walker   op-1, last 5:42 ago',
			' step     4 Restart once',
			' values   container is api-prod, url is http://api.example',
			' op-1  began Service down on production/api (document d1d1d1d1d1d1)',
			' op-1  went to 4 Restart once: a test',
			'',
		]);
	});

	test('says of a runbook how it is begun, where its values come from, and what is wrong with it', async () => {
		const screen = await drawn(known());
		await screen.press('6');
		const first = (await screen.text()).join('\n');
		expect(first).toContain(' start    enter reads it, o begins a walk');
		expect(first).toContain(' severity P0: somebody is at it within 5m');
		expect(first).toContain(' trust    lies where only you write');
		expect(first).toContain(' values   url: asked: Which address?');
		await screen.press('down');
		expect((await screen.text()).join('\n')).toContain(
			'trust    was written by others: nothing of it runs until its text is accepted',
		);
		await screen.press('G');
		const minor = (await screen.text()).join('\n');
		expect(minor).toContain(' reviewed 2026-01-02, more than 90 days ago');
		expect(minor).toContain(' mistakes 2: watchdeck runbook lint minor names them');
	});

	test('shows at 200x50 owner and review beside the rest, and is read without colours', async () => {
		const screen = await drawn(sized(known(), 200, 50), { colours: false });
		await screen.press('6');
		const rows = (await screen.text()).join('\n');
		expect(rows).toMatch(/NAME +SEV +FOR +STEPS +LAST WALK +CHECKED +OWNER +REVIEWED/);
		expect(rows).toMatch(/minor +P3 +degraded +9 +never +2 wrong +ops +2026-01-02 !/);
	});

	test('says that nobody looked yet, that there is none, and which files could not be read', async () => {
		const screen = await drawn(base);
		await screen.press('6');
		expect((await screen.text())[2]).toMatch(/^ the runbooks were not looked for yet/);
		const failure = { kind: 'missing', message: 'it is a folder', fix: 'Name a file.' } as const;
		const failures = ['/a.md', '/b.md', '/c.md'].map((path) => ({ path, failure }));
		await screen.dispatch({ type: 'runbooks/read', at: start, runbooks: { all: [], failures } });
		expect((await screen.text()).slice(2, 6)).toEqual([
			' X /a.md: it is a folder: Name a file.',
			' X /b.md: it is a folder: Name a file.',
			' and 1 more could not be read',
			expect.stringMatching(/^ no runbook was found/),
		]);
	});

	test('reads a runbook, begins a walk, comes back to one', async () => {
		const screen = await drawn(known(base, walks(walked)));
		await screen.press('6', 'enter');
		expect(screen.state().ui).toMatchObject({ screen: 'walk', walk: 'w-20' });
		await screen.press('esc', 'down', 'enter');
		const wanted = { type: 'walk/wanted', runbook: 'service-down', of: 'production/api' };
		expect(screen.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({ ...wanted, begin: false });
		await screen.press('esc', 'o');
		expect(screen.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({ ...wanted, begin: true });
		expect(screen.state().ui).toMatchObject({ screen: 'walk', begins: true });
	});

	test('is filtered by the words of a row', async () => {
		const screen = await drawn(known());
		await screen.press('6', '/', 'd', 'i', 's', 'k', 'enter');
		const rows = (await screen.text()).filter((row) => /^[ >]\S+ +P\d +\S/.test(row));
		expect(rows).toEqual([expect.stringMatching(/^>disk-full /)]);
	});

	test('draws no command of what stands in a document', async () => {
		const evil = '\u001b]0;x\u0007\u202eevil\u001b[2J';
		const bad = listed(evil, { title: evil, path: `/${evil}`, about: { owner: evil, services: [evil] } });
		const screen = await drawn(known(base, { runbooks: { all: [bad], failures: [] } }));
		await screen.press('6');
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain('evil');
		expect(rows).not.toMatch(/[\u001b\u202e\u0007]/);
	});
});

describe('o', () => {
	test('begins the nearest runbook for what is down, and says so in the footer', async () => {
		const screen = await drawn(known());
		expect((await screen.text())[22]).toContain('o runbook  ');
		await screen.resize(120, 24);
		expect((await screen.text())[22]).toContain('o runbook service-down');
		await screen.press('o');
		expect(screen.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({
			...{ runbook: 'service-down', of: 'production/api', begin: true },
		});
		expect(screen.state().ui.screen).toBe('walk');
	});

	test('comes back to the walk that is open about it', async () => {
		const screen = await drawn(known(base, walks(walked)));
		await screen.press('o');
		expect(screen.state().ui).toMatchObject({ screen: 'walk', walk: 'w-20' });
		expect(screen.events.some(({ type }) => type === 'walk/wanted')).toBe(false);
	});

	test('opens the list where several fit as well as each other, those first, or none fits', async () => {
		const two = [...all, listed('also-down', { about: { severity: 'P2', when: ['down'] } })];
		const several = await drawn(known(base, { runbooks: { all: two, failures: [] } }));
		await several.press('o');
		expect(several.state().ui.screen).toBe('runbooks');
		const rows = (await several.text())
			.filter((row) => /^[ >]\S+.* P\d/.test(row))
			.map((row) => row.slice(1, 14).trim());
		expect(rows.slice(0, 2)).toEqual(['service-down', 'also-down']);
		const none = await drawn(known(base, { runbooks: { all: all.slice(0, 1), failures: [] } }));
		await none.press('o');
		expect(none.state().ui.screen).toBe('runbooks');
	});

	test('on a host begins the one for hosts, from Service and Logs the one for that service', async () => {
		const screen = await drawn(known());
		await screen.press('0');
		await screen.press('o');
		expect(screen.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({ runbook: 'disk-full' });
		const other = await drawn(known());
		await other.press('enter', 'l', 'o');
		expect(other.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({ of: 'production/api' });
	});

	test('waits for the runbooks where they are looked for still, and opens then what fits', async () => {
		const screen = await drawn(base);
		await screen.press('o');
		const text = await screen.text();
		expect(text[2]).toContain('looking for the runbook that fits production/api');
		expect(text[3]).toContain('esc leaves');
		await screen.dispatch({ type: 'runbooks/read', at: start, runbooks: { all, failures: [] } });
		for (const event of openSought(screen.state(), start)) await screen.dispatch(event);
		expect(screen.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({
			...{ runbook: 'service-down', of: 'production/api', begin: true },
		});
		expect(screen.state().ui).toMatchObject({ screen: 'walk', back: ['fleet'] });
		expect(screen.state().ui.sought).toBeUndefined();
	});

	test('does not call back whoever went elsewhere meanwhile', async () => {
		const screen = await drawn(base);
		await screen.press('o', 'esc');
		await screen.dispatch({ type: 'runbooks/read', at: start, runbooks: { all, failures: [] } });
		expect(openSought(screen.state(), start)).toEqual([]);
		expect(screen.state().ui.screen).toBe('fleet');
	});

	test('with --read-only only reads', async () => {
		const screen = await drawn({ ...known(), readOnly: true });
		await screen.press('o');
		expect(screen.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({ begin: false });
	});
});

describe('the palette', () => {
	test('finds a runbook by its name, and the walks that are open', async () => {
		const screen = await drawn(known(base, walks(walked)));
		await screen.press(':');
		await screen.send('runbook disk', 12);
		expect((await screen.text())[2]).toMatch(/^>runbook disk-full/);
		await screen.press('enter');
		expect(screen.events.findLast(({ type }) => type === 'walk/wanted')).toMatchObject({
			runbook: 'disk-full',
			begin: false,
		});
		expect(screen.state().ui.screen).toBe('walk');
		await screen.press('esc', ':');
		await screen.send('walks ', 6);
		expect((await screen.text())[2]).toMatch(/^>walks w-20 {2}Service down on production\/api, by op-1/);
		await screen.press('enter');
		expect(screen.state().ui).toMatchObject({ screen: 'walk', walk: 'w-20' });
	});
});

test('a runbook that names the service is nearer than one for its condition alone', () => {
	const subject = { id: 'staging/api', is: 'down', service: { platform: 'docker' } } as const;
	const [, , down, api] = all;
	expect(fitness(api?.head ?? walkNone, subject)).toBeGreaterThan(fitness(down?.head ?? walkNone, subject));
});
const walkNone = { when: [], services: [], platforms: [] };
