import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import type { State } from '../../src/core/state.ts';
import type { Dialog } from '../../src/core/ui.ts';
import { aPlan } from '../support/plans.ts';
import { drawn } from './drawn.ts';
import { fleetState, is, manyServices, minutes, release, samples, seconds, service, start } from './fleet-state.ts';

const state = fleetState([service('production/api'), service('staging/web')], {
	'production/api': is('down', 'exit code 137', start - seconds(41)),
	'staging/web': is('ok', 'running'),
});
const rollback: Command = {
	...{ id: 'action/rollback', title: 'roll back', help: 'Plan a roll back.', keys: ['r'], where: ['fleet', 'service'] },
	...{ tier: 2, footer: 20 },
	blocked: ({ readOnly }) => (readOnly ? 'watchdeck was started with --read-only' : undefined),
	run: (_state, _feeds, now) => ({ type: 'text/copied', at: now, text: 'r was pressed' }),
};
const sized = (of: State, columns: number, rows: number): State => ({
	...of,
	ui: { ...of.ui, size: { columns, rows } },
});

describe('help', () => {
	test.each([
		[80, 24],
		[200, 50],
	])(
		'lists the keys of the screen, marks those that change, and is searched by typing: %i x %i',
		async (columns, rows) => {
			const screen = await drawn(sized(state, columns, rows), { commands: [rollback] });
			await screen.press('?');
			const text = (await screen.text()).join('\n');
			expect(text).toContain('KEYS  of fleet and of every screen');
			expect(text).toMatch(/r +roll back CHANGES|r +Plan a roll back\. \(CHANGES; opens a plan first\)/);
			expect(text).toMatch(/down j/);
			expect(text).not.toContain('] tab');
			await screen.press('p', 'l', 'a', 'n');
			const found = (await screen.text()).slice(2, 5).join('\n');
			expect(found).toContain('Plan a roll back');
			expect(found).not.toContain('down j');
			await screen.press('esc');
			expect(screen.state().ui.dialog).toBeUndefined();
			expect(screen.events.some(({ type }) => type === 'text/copied')).toBe(false);
		},
	);
});

describe('the palette', () => {
	test('does what the key would have done', async () => {
		const screen = await drawn(state, { commands: [rollback] });
		await screen.press(':', 'r', 'o', 'l');
		expect((await screen.text()).slice(1, 3)).toEqual([
			' : rol',
			expect.stringMatching(/^>roll back +r +Plan a roll back\. \(tier 2\)/),
		]);
		await screen.press('enter');
		expect(screen.events.at(-1)).toMatchObject({ type: 'text/copied', text: 'r was pressed' });
		expect(screen.state().ui.dialog).toBeUndefined();
	});

	test('opens a service by a few letters, with its condition beside it', async () => {
		const screen = await drawn(state, { commands: [rollback] });
		await screen.press(':', 'p', '/', 'a');
		expect((await screen.text())[2]).toMatch(/^>production\/api +X down/);
		await screen.press('enter');
		expect(screen.state().ui).toMatchObject({ screen: 'service', service: 'production/api' });
	});

	test('says of the selected row under the list what its row has no room for', async () => {
		const screen = await drawn(state);
		await screen.press(':', 'b', 'a', 'c', 'k');
		const text = await screen.text();
		expect(text[2]).toMatch(/^>backups +7 +How the backups .*…$/);
		expect(text.slice(18, 22)).toEqual([
			'',
			` ${'-'.repeat(78)}`,
			' How the backups of each dataset stand: ran, off-site, sane, restored.',
			'',
		]);
	});

	test('says why something cannot be done, before and after', async () => {
		const screen = await drawn({ ...state, readOnly: true }, { commands: [rollback] });
		await screen.press(':', 'r', 'o', 'l');
		expect((await screen.text())[2]).toContain('watchdeck was started with --read-only');
		await screen.press('enter');
		expect((await screen.text())[22]).toBe(' watchdeck was started with --read-only');
	});

	test('moves with the arrows, and letters are text', async () => {
		const screen = await drawn(state, { commands: [rollback] });
		await screen.press(':', 'j', 'backspace', 'down', 'down', 'up');
		expect(screen.state().ui.dialog).toEqual({ is: 'palette', selected: 1 });
		expect((await screen.text())[3]).toMatch(/^>/);
	});
});

describe('quitting', () => {
	test('is asked, and enter stays', async () => {
		const screen = await drawn(state);
		await screen.press('q');
		expect((await screen.text()).slice(1, 9)).toEqual([
			'',
			'  Quit watchdeck?',
			'',
			'  Nothing runs: quitting changes nothing.',
			'',
			'  y      quits',
			'  enter  stays (so do n and esc)',
			'',
		]);
		await screen.press('enter');
		expect(screen.state().ui.dialog).toBeUndefined();
		await screen.press('q', 'y');
		expect(screen.events.at(-1)?.type).toBe('quit/wanted');
	});

	test('warns of what runs, and the header tells of it', async () => {
		const plan = aPlan();
		const screen = await drawn({
			...state,
			runs: { [plan.id]: { plan, opened: start, stage: 'running', entries: [] } },
		});
		expect((await screen.text())[0]).toContain('running production/api');
		await screen.press('q');
		expect((await screen.text()).join('\n')).toContain('RUNNING  roll back production/api to v411');
		expect((await screen.text()).join('\n')).toContain('  l      leaves it running, without a screen, to its end');
		await screen.press('l');
		expect(screen.events.at(-1)?.type).toBe('leave/wanted');
	});

	test('says how far leaving is, and why it cannot be', async () => {
		const plan = aPlan();
		const screen = await drawn({
			...state,
			runs: { [plan.id]: { plan, opened: start, stage: 'running', entries: [] } },
		});
		const shows = async (dialog: Extract<Dialog, { is: 'quit' }>) => {
			screen.dispatch({ type: 'dialog/opened', at: start, dialog });
			return (await screen.text()).join('\n');
		};
		expect(await shows({ is: 'quit', leaving: 'starting' })).toContain('Starting what goes on with it ..');
		expect(await shows({ is: 'quit', leaving: 'ending' })).toContain('What is under way ends its step first');
		await screen.press('n');
		expect(screen.state().ui.dialog).toEqual({ is: 'quit', leaving: 'ending' });
		expect(await shows({ is: 'quit', refused: 'No memory.' })).toContain('It cannot be left running: No memory.');
	});

	test('of what waits for a person leaves nothing running, and the header names what was left', async () => {
		const plan = aPlan();
		const left = [
			{ run: '1', title: 'RESTART', service: 'production/web', by: 'anna', since: start, session: 'a/1/1' },
		];
		const run = { plan, opened: start, stage: 'held', entries: [] } as const;
		const screen = await drawn(sized({ ...state, left, runs: { [plan.id]: run } }, 120, 24));
		expect((await screen.text())[0]).toContain('left running production/web');
		await screen.press('q');
		expect((await screen.text()).join('\n')).not.toContain('leaves it running');
	});

	test('says nothing of what nobody asked for: it makes way by itself', async () => {
		const plan = aPlan({ unasked: true });
		const runs = { [plan.id]: { plan, opened: start, stage: 'running', entries: [] } } as const;
		const screen = await drawn({ ...state, runs });
		await screen.press('q');
		expect((await screen.text()).join('\n')).toContain('Nothing runs: quitting changes nothing.');
		await screen.press('n', 'ctrl-c');
		expect((await screen.text())[22]).toBe(' ctrl-c again within 2 s quits');
	});

	test('takes two ctrl-c within two seconds', async () => {
		const screen = await drawn(state);
		await screen.press('?', 'ctrl-c');
		expect(screen.state().ui.dialog).toBeUndefined();
		expect((await screen.text())[22]).toBe(' ctrl-c again within 2 s quits');
		await screen.advance(seconds(3));
		expect((await screen.text())[22]).not.toContain('ctrl-c again');
		await screen.press('ctrl-c');
		expect(screen.events.at(-1)?.type).toBe('message/shown');
		await screen.press('ctrl-c');
		expect(screen.events.at(-1)?.type).toBe('quit/wanted');
	});
});

describe('a service', () => {
	const api = service('production/api', {
		releases: [
			release('v412', 'c', { can: 'runs', first: start - minutes(18) }),
			release('v411', 'b', { until: start - minutes(18) }),
		],
	});
	const down = fleetState([api], { 'production/api': is('down', 'exit code 137', start - seconds(41)) });

	test.each([
		[80, 24],
		[200, 50],
	])('says why it is down, what runs, what ran: %i x %i', async (columns, rows) => {
		const screen = await drawn(sized(down, columns, rows));
		screen.numbers.append(samples('production/api', 'errors', () => 0.2));
		await screen.press('enter');
		await screen.advance(1000);
		const text = (await screen.text()).join('\n');
		expect(text).toContain(' production/api    [overview]   releases');
		expect(text).toContain(' X down for 42s: exit code 137');
		expect(text).toMatch(/vps1 {2}api api-01234567: running for 2d, healthy, 0 restarts|running for 2d/);
		expect(text).toContain('target   v411 READY: it ran here, by the ledger');
		expect(text).toMatch(/5xx 1h +.*20\.0%!/);
		expect(text).toMatch(/r -> v411/);
		await screen.press(']');
		expect((await screen.text())[1]).toBe(' production/api     overview   [releases]');
		expect(screen.scrolled()).toBe(0);
	});

	test('says of a container on a lost host when it was seen, and counts no further', async () => {
		const failure = { kind: 'unreachable', message: 'no answer' } as const;
		const state: State = {
			...sized(down, 200, 50),
			links: { vps1: { is: 'down', since: start - seconds(2), failure, retry: 'now' } },
		};
		const screen = await drawn(state);
		await screen.press('enter');
		await screen.advance(minutes(180));
		expect((await screen.text()).join('\n')).toMatch(
			/vps1 {2}api api-01234567: seen 3h ago, running for 1d 23h, healthy/,
		);
	});

	test('shows at 200x50 its log below, in rows that stay as they are when lines come', async () => {
		const screen = await drawn(sized(down, 200, 50));
		await screen.press('enter');
		const ruleOf = (rows: readonly string[]) => rows.findIndex((row) => row.includes(' log'));
		const before = await screen.text();
		expect(before[ruleOf(before) + 1]).toBe(' no line of its log has come yet');
		const line = (text: string) => ({ at: start, from: 'out', instance: 'api', text }) as const;
		screen.lines.append('production/api', [line('{"level":"error","msg":"no pool"}'), line('GET /')]);
		await screen.advance(1000);
		const after = await screen.text();
		expect(ruleOf(after)).toBe(ruleOf(before));
		expect(after.slice(ruleOf(after), ruleOf(after) + 3)).toEqual([
			expect.stringMatching(/^ -+ log, 1 error in its newest 2 lines ---$/),
			' 14:02:31 E no pool',
			' 14:02:31   GET /',
		]);
		expect(after.join('\n')).toMatch(/-+ depends ---/);
		expect(screen.scrolled()).toBe(0);
	});

	test('that is gone says so', async () => {
		const screen = await drawn({
			...down,
			services: {},
			ui: { ...down.ui, screen: 'service', service: 'production/api' },
		});
		expect((await screen.text())[2]).toBe(' production/api is not there any more');
	});
});

test('nothing to watch: says what was looked for, and enter opens the demo', async () => {
	const looked = ['$DOCKER_HOST: not set', '/var/run/docker.sock: not there'];
	const none = fleetState([], {});
	const screen = await drawn({
		...none,
		fleet: { ...none.fleet, hosts: [], environments: [] },
		ui: { ...none.ui, screen: 'welcome', looked },
	});
	const text = (await screen.text()).join('\n');
	expect(text).toContain('watchdeck found nothing to watch.');
	expect(text).toContain('  - $DOCKER_HOST: not set');
	expect(text).toContain('  - /var/run/docker.sock: not there');
	await screen.press('enter');
	expect(screen.events.at(-1)?.type).toBe('demo/wanted');
});

describe('keys', () => {
	test('that come in one piece are each heard', async () => {
		const screen = await drawn(fleetState(manyServices(9), {}));
		await screen.send('jjj', 3);
		expect(screen.state().ui.selected.fleet).toBe('production/s0003');
	});

	test('that the terminal pasted filter the list', async () => {
		const screen = await drawn(state, { commands: [rollback] });
		await screen.paste('rrr\n');
		expect(screen.state().ui.field).toEqual({ of: 'filter', text: 'rrr', at: 3 });
		expect(screen.events.some(({ type }) => type === 'text/copied')).toBe(false);
	});

	test('another size is drawn at once', async () => {
		const screen = await drawn(state);
		for (const [columns, rows] of [
			[200, 50],
			[60, 15],
			[40, 12],
			[100, 30],
		] as const) {
			await screen.resize(columns, rows);
			const text = await screen.text();
			expect(text).toHaveLength(rows);
			expect(text[0]).toContain('WATCHDECK');
			expect(text.at(-1)).toContain('data:');
		}
	});
});
