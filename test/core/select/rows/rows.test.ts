import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean } from '../../../../src/core/clean.ts';
import { textOf } from '../../../../src/core/line.ts';
import { commandsHere } from '../../../../src/core/select/commands.ts';
import { fleetScreen } from '../../../../src/core/select/fleet/fleet.ts';
import { frameOf } from '../../../../src/core/select/frame/frame.ts';
import { fuzzy } from '../../../../src/core/select/palette.ts';
import { pointedService, selectedRow } from '../../../../src/core/select/pointed.ts';
import { ordering } from '../../../../src/core/select/rows/order.ts';
import { isOpen, mergedRows, openRows, sortedRows, windowOf } from '../../../../src/core/select/rows/rows.ts';
import { serviceScreen } from '../../../../src/core/select/service/service.ts';
import { visibleServices } from '../../../../src/core/select/visible.ts';
import type { Feeds, State } from '../../../../src/core/state.ts';
import { cells } from '../../../../src/core/table.ts';
import { commands } from '../../../../src/screens/index.ts';
import { dataset } from '../../../screens/datasets-found.ts';
import { fleetState, is, manyServices, service, start } from '../../../screens/fleet-state.ts';
import { found, withFacts } from '../../../screens/found.ts';
import { aDataset } from '../../../support/a-dataset.ts';

const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const ui = (state: State, more: Partial<State['ui']>): State => ({ ...state, ui: { ...state.ui, ...more } });
const three = fleetState(
	[service('staging/web', { hosts: ['vps2'] }), service('production/b'), service('production/a')],
	{ 'production/b': is('down', 'exit code 1'), 'production/a': is('ok', 'fine'), 'staging/web': is('ok', 'fine') },
);
const order = ['production/', 'production/b', 'production/a', 'host/vps1', 'staging/', 'staging/web', 'host/vps2'];

describe('the rows of Fleet', () => {
	test('stand by environment as configured, worst first, each host once', () => {
		expect(sortedRows(three)).toEqual(order);
	});

	test('of an environment of which only backups are watched are its hosts, or none', () => {
		const { fleet } = three;
		const data = { name: 'data', protection: 'open' } as const;
		const onHost = (host: string): State => ({
			...three,
			fleet: {
				...fleet,
				environments: [...fleet.environments, data],
				hosts: [...fleet.hosts, { name: 'db1', reach: 'local' }],
				datasets: [aDataset({ environment: 'data', host })],
			},
		});
		expect(sortedRows(onHost('db1'))).toEqual([...order, 'data/', 'host/db1']);
		expect(sortedRows(onHost('vps1'))).toEqual([...order, 'data/', 'hosts/', 'host/db1']);
		const shop = dataset('shop', { dataset: 'data/shop' });
		const fact = found('backup', [shop], { source: 'data/shop', kind: 'dataset' });
		const state = withFacts(ui(onHost('vps1'), { order: ['data/'] }), 'data/shop', [fact]);
		const rowOf = (shown: State) => textOf(fleetScreen()(shown, feeds, start).rows[0]?.line ?? []);
		expect(rowOf(state)).toMatch(/^- data .* 9h vrf 6d /);
		expect(rowOf(ui(state, { folded: ['data/'] }))).toMatch(/^\+ data .* 9h vrf 6d /);
		const filtered = (fleet: string) => ui(state, { order: [...order, 'data/'], filter: { fleet } });
		expect(openRows(filtered('data')).map(({ id }) => id)).toEqual(['data/']);
		expect([isOpen(filtered('data'), 'data/'), isOpen(filtered('prod'), 'data/')]).toEqual([true, false]);
		const large = ui(state, { selected: { fleet: 'data/' }, size: { columns: 100, rows: 30 } });
		const told = fleetScreen()(large, feeds, start).story.map(textOf).join('\n');
		expect(told).toMatch(/ data -[\s\S]*\+ ok {2}shop {2}ran, off-site, sane, restored[\s\S]* recent -/);
	});

	test('come in and go out without moving others', () => {
		const known = ui(three, { order: order.toReversed() });
		const more = { ...known, services: { ...known.services, 'production/c': service('production/c') } };
		expect(mergedRows(more)).toEqual([
			...['production/', 'host/vps1', 'production/a', 'production/b', 'production/c'],
			...['staging/', 'host/vps2', 'staging/web'],
		]);
	});

	test('are sorted around the one under the cursor', () => {
		const held = ui(three, { order: ['production/', 'production/a', 'production/b', 'host/vps1'] });
		expect(sortedRows(held, 'production/b').slice(0, 4)).toEqual(held.ui.order);
		expect(sortedRows(held, 'production/a').slice(0, 4)).toEqual(held.ui.order);
		expect(sortedRows(held).slice(0, 3)).toEqual(['production/', 'production/b', 'production/a']);
	});

	test('are not sorted while the cursor moves', () => {
		const held = ui(three, { order: ['production/', 'production/a', 'production/b', 'host/vps1', ...order.slice(4)] });
		const moving = ui(held, { selected: { fleet: 'staging/web' }, moved: start - 4_999 });
		expect(ordering(moving, start)).toEqual([]);
		expect(ordering(moving, start + 1)).toEqual([{ type: 'rows/ordered', at: start + 1, ids: order }]);
	});

	test('of a folded group are out of sight, but for a filter', () => {
		const folded = ui(three, { order, folded: ['production/'] });
		expect(openRows(folded).map(({ id }) => id)).toEqual(['production/', ...order.slice(4)]);
		expect(openRows(ui(folded, { filter: { fleet: 'uction/b' } })).map(({ id }) => id)).toEqual(order.slice(0, 2));
	});

	test('a key never acts on a row that cannot be seen', () => {
		const on = ui(three, { order, selected: { fleet: 'production/b' } });
		expect(pointedService(on)?.id).toBe('production/b');
		expect(pointedService(ui(on, { filter: { fleet: 'web' } }))?.id).toBe('staging/web');
		expect(selectedRow(ui(on, { folded: ['production/'] }))).toBe('staging/web');
		expect(pointedService(ui(on, { order: [] }))).toBeUndefined();
		expect(selectedRow(ui(on, { size: { columns: 40, rows: 10 } }))).toBe('production/');
		expect(pointedService(ui(on, { screen: 'journal', service: 'production/b' }))).toBeUndefined();
	});

	test('isOpen says of each row whether it is among the open ones', () => {
		const some = fc.subarray(['production/', 'staging/']);
		fc.assert(
			fc.property(some, fc.constantFrom('', 'b', 'web', '!a', 'vps', 'x'), (folded, filter) => {
				const state = ui(three, { order, folded, filter: { fleet: filter } });
				const rows = openRows(state).filter(({ kind }) => filter === '' || kind !== 'group');
				expect(order.filter((id) => isOpen(state, id))).toEqual(rows.map(({ id }) => id));
			}),
		);
	});

	test('a page shows its row, is full where it can be, and repeats one row of the page before', () => {
		fc.assert(
			fc.property(fc.nat(300), fc.nat(299), fc.integer({ min: 1, max: 50 }), (length, place, height) => {
				const index = Math.min(place, Math.max(0, length - 1));
				const { from, to } = windowOf(index, length, height);
				expect(to - from).toBe(Math.min(length, height));
				if (length > 0) expect(index >= from && index < to).toBe(true);
				const next = Math.min(to - 1, length - height);
				if (to < length && height > 1) expect(windowOf(to - 1, length, height).from).toBe(next);
			}),
		);
	});

	test('only what is on the screen is streamed', () => {
		const many = fleetState(manyServices(1000), {});
		const all = ui(many, { order: sortedRows(many) });
		expect(visibleServices(all)).toHaveLength(8);
		expect(visibleServices(ui(all, { size: { columns: 200, rows: 50 } }))).toHaveLength(27);
		expect(visibleServices(ui(all, { screen: 'logs', service: 'production/s0007' }))).toEqual(['production/s0007']);
		expect(visibleServices(ui(all, { screen: 'journal' }))).toEqual([]);
	});
});

describe('lines', () => {
	const text = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 60 }),
		fc.constantFrom('漢字'.repeat(20), '👨‍👩‍👧'.repeat(9)),
	);
	const size = fc.record({ columns: fc.integer({ min: 8, max: 220 }), rows: fc.integer({ min: 4, max: 60 }) });

	test('are never wider than the screen, whatever names and reasons say', () => {
		fc.assert(
			fc.property(text, text, size, (name, because, { columns, rows }) => {
				const odd = service('production/x', { original: name, hosts: ['vps1'] });
				const first = fleetState([odd], { 'production/x': is('down', because) }, { columns, rows });
				const state = ui({ ...first, operator: name }, { order: sortedRows(first), service: 'production/x' });
				const fleet = fleetScreen()(state, feeds, start);
				const { header, keys, age } = frameOf(commands)(state, feeds, start);
				const about = serviceScreen()(state, feeds, start);
				const whole = [fleet.headline, header, keys, age, ...about.head];
				for (const line of whole) expect(cells(clean(textOf(line)))).toBeLessThanOrEqual(columns);
				for (const { line } of fleet.rows) expect(cells(clean(textOf(line)))).toBeLessThan(Math.max(columns, 2));
				for (const line of fleet.story) expect(cells(clean(textOf(line)))).toBeLessThanOrEqual(fleet.layout.storyWidth);
				for (const line of about.lines) expect(cells(clean(textOf(line)))).toBeLessThanOrEqual(about.width);
				expect(fleet.rows.length).toBeLessThanOrEqual(Math.max(1, rows));
			}),
			{ numRuns: 200 },
		);
	});

	test('that say the same keep their identity, so that they are not painted again', () => {
		const state = ui(three, { order });
		const screen = fleetScreen();
		const before = screen(state, feeds, start);
		const moved = screen(ui(state, { selected: { fleet: 'production/a' } }), feeds, start);
		expect(moved.rows.map(({ line }) => line)).toEqual(before.rows.map(({ line }) => line));
		for (const [index, row] of moved.rows.entries()) expect(row).toBe(before.rows[index]);
		const later = screen(state, feeds, start + 500);
		expect(later.rows[2]).toBe(before.rows[2]);
		const ill = { ...state, conditions: { ...state.conditions, 'production/a': is('degraded', 'slow') } };
		const worse = screen(ill, feeds, start + 500);
		expect(worse.rows[2]).not.toBe(later.rows[2]);
		expect(worse.rows[1]).toBe(later.rows[1]);
	});
});

describe('commands', () => {
	test('of one place have one meaning a key', () => {
		const places = [...new Set(commands.flatMap(({ where }) => where))];
		for (const place of places) {
			const keys = commands.filter(({ where }) => where.includes(place)).flatMap((command) => command.keys);
			expect(keys.length, place).toBe(new Set(keys).size);
		}
	});

	test('under a dialog are none of the screen', () => {
		const asked = ui(three, { dialog: { is: 'quit' } });
		expect(commandsHere(asked, commands).every(({ where }) => where.includes('dialog quit'))).toBe(true);
	});
});

test('the palette finds letters in their order, near ones and beginnings first', () => {
	const best = (wanted: string, texts: readonly string[]) =>
		texts
			.flatMap((text) => ({ text, far: fuzzy(wanted, text) }))
			.filter(({ far }) => far !== undefined)
			.sort((a, b) => (a.far ?? 0) - (b.far ?? 0))
			.map(({ text }) => text);
	expect(best('pa', ['staging/pay', 'production/api', 'palette'])[0]).toBe('palette');
	expect(best('prapi', ['production/api', 'preview/web'])).toEqual(['production/api']);
	expect(best('zz', ['production/api'])).toEqual([]);
});
