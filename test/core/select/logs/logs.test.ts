import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { LogsUi } from '../../../../src/core/logs/looks.ts';
import type { Lines, LogLine } from '../../../../src/core/model.ts';
import { logsStatus, logsView } from '../../../../src/core/select/logs/logs.ts';
import { logsPlace, nextWhere, selecting } from '../../../../src/core/select/logs/place.ts';
import { fitted, logRow, logRows, type RowRoom, unfoldedRows } from '../../../../src/core/select/logs/row.ts';
import { logsScreen } from '../../../../src/core/select/logs/screen.ts';
import type { State } from '../../../../src/core/state.ts';
import { aService, aState, start } from '../../../support/plans.ts';
import { specOf } from '../../engine/world.ts';

const line = (seq: number, text: string, more: Partial<LogLine> = {}): LogLine => ({
	seq,
	at: start + seq * 1000,
	from: 'out',
	instance: 'old',
	text,
	...more,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => line(index + 1, `line ${index + 1}`));
const room: RowRoom = { width: 40, times: true, left: 0, search: '', clean: (text) => text };
const text = (row: readonly { readonly text: string }[]) => row.map((part) => part.text).join('');

function stateWith(logs: Partial<LogsUi>, filter = ''): State {
	const state = aState();
	return {
		...state,
		ui: { ...state.ui, service: 'production/api', logs: { ...state.ui.logs, ...logs }, filter: { logs: filter } },
	};
}

describe('what Logs shows', () => {
	const all: Lines = {
		lines: [line(1, 'GET /health'), line(2, 'ERROR boom'), line(3, 'GET /pay')],
		seen: 12_345,
		dropped: 4,
	};
	const feeds = { numbers: () => undefined, lines: () => all };
	const status = (state: State) => text(logsStatus(state, logsView(state, feeds, start + 3_000)));

	test('says whose it is, whether it follows, and how many lines there are', () => {
		expect(status(stateWith({}))).toBe('LOGS  production/api  FOLLOW  all  seen 12,345  dropped 4');
		expect(status(stateWith({ follow: false, window: 60_000, search: 'pay' }, '!health'))).toBe(
			'LOGS  production/api  PAUSED  last 1m  filter !health  search pay  seen 12,345  matched 2  dropped 4',
		);
	});
	test('says that its service is gone, or has no container, once its engine was read', () => {
		const state = stateWith({});
		expect(status({ ...state, services: {} })).toMatch(/FOLLOW {2}not there any more {2}all {2}seen/);
		const bare = { ...state, services: { 'production/api': aService({ instances: [] }) } };
		expect(status(bare)).toMatch(/FOLLOW {2}all/);
		const value = { containers: {}, images: [] };
		const read = { ...bare, engines: { vps1: { value, at: start, misses: 0 } } };
		expect(status(read)).toMatch(/FOLLOW {2}without a container {2}all/);
		const logs = [{ is: 'unit', host: 'vps1', unit: 'api' }] as const;
		expect(status({ ...read, fleet: { ...read.fleet, services: [specOf('api', { logs })] } })).toMatch(/FOLLOW {2}all/);
	});
	test('does not say of a service that is gone that nothing came yet', () => {
		const none = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
		const rows = logsScreen()({ ...stateWith({}), services: {} }, none, start).rows;
		expect(rows.map(({ line }) => text(line))).toEqual([
			'no line has come from production/api: it is not there any more',
		]);
	});
	test('counts what lines say, and not what marks say of containers', () => {
		const lines = [line(1, 'ERROR boom'), line(2, 'api stopped: exit 137 (killed: out of memory)', { from: 'mark' })];
		const some = { numbers: () => undefined, lines: () => ({ lines, seen: 2, dropped: 0 }) };
		const state = stateWith({});
		const wide = { ...state, ui: { ...state.ui, size: { columns: 200, rows: 50 } } };
		const side = logsScreen()(wide, some, start).side.map((row) => text(row).trim());
		expect(side.slice(0, 2)).toEqual(['in the newest 1 lines', '1  errors']);
		expect(side.join()).not.toMatch(/memory/i);
	});
	test('a filter goes on from what it found before', () => {
		const state = stateWith({}, 'get');
		const before = logsView(state, feeds, start);
		expect(logsView(state, feeds, start, before).matched).toBe(before.matched);
		expect(before.lines.map(({ seq }) => seq)).toEqual([1, 3]);
	});
});

describe('the place in a log', () => {
	const ui = aState().ui.logs;
	test('following is at the newest line', () => {
		expect(logsPlace(ui, many(5), 3)).toMatchObject({ bottom: 4, selected: 4 });
		expect(logsPlace(ui, [], 3)).toMatchObject({ bottom: -1, selected: -1 });
	});
	test('a paused view stays at its line while others come and go', () => {
		const paused = { ...ui, follow: false, at: 3, line: 2 };
		expect(logsPlace(paused, many(9), 2)).toMatchObject({ bottom: 2, selected: 1 });
		expect(logsPlace(paused, many(9).slice(1), 2)).toMatchObject({ bottom: 1, selected: 0 });
		expect(logsPlace(paused, many(9).slice(6), 2)).toMatchObject({ bottom: 1, selected: 0 });
	});
	test('selecting moves the view no further than it must', () => {
		const place = logsPlace({ ...ui, follow: false, at: 10, line: 8 }, many(30), 5);
		expect(selecting(place, 6, 5)).toEqual({ follow: false, line: 7, at: 10 });
		expect(selecting(place, 3, 5)).toEqual({ follow: false, line: 4, at: 8 });
		expect(selecting(place, 14, 5)).toEqual({ follow: false, line: 15, at: 15 });
		expect(selecting(logsPlace(ui, [], 5), 3, 5)).toEqual({});
	});
	test('what is selected is always in view', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 40 }),
				fc.array(fc.integer({ min: -45, max: 45 })),
				fc.integer({ min: 1, max: 20 }),
				(count, moves, rows) => {
					const lines = many(count);
					let logs: LogsUi = ui;
					for (const by of moves) {
						const place = logsPlace(logs, lines, rows);
						logs = { ...logs, ...selecting(place, place.selected + by, rows) };
						const after = logsPlace(logs, lines, rows);
						expect(after.selected).toBeLessThanOrEqual(after.bottom);
						expect(after.selected).toBeGreaterThan(after.bottom - rows);
					}
				},
			),
		);
	});
	test('the next line that fits, each way', () => {
		const place = logsPlace({ ...ui, follow: false, at: 5, line: 3 }, many(9), 3);
		expect(nextWhere(place, 1, ({ seq }) => seq % 4 === 0)).toBe(3);
		expect(nextWhere(place, -1, ({ seq }) => seq === 1)).toBe(0);
		expect(nextWhere(place, -1, () => false)).toBeUndefined();
	});
});

describe('a row of a log', () => {
	test('has its time, its level as a letter, on the selected row as a word too', () => {
		const row = line(1, 'ERROR: no route', { at: start });
		expect(text(logRow(row, room, false))).toBe('14:02:31 E ERROR: no route');
		expect(text(logRow(row, room, true))).toBe('14:02:31 E error ERROR: no route');
		expect(text(logRow(row, { ...room, times: false }, false))).toBe('E ERROR: no route');
	});
	test('says why something failed before all else, where a narrow row does not cut it', () => {
		const row = line(0, '{"level":"error","msg":"failed","path":"/pay","err":"no pool"}');
		expect(text(logRow(row, room, false))).toBe('14:02:31 E failed: no pool  path=/pay');
	});
	test('of JSON is its message with the fields that say something', () => {
		const row = line(1, '{"level":"warn","time":1,"msg":"slow","ms":900}', { at: start });
		expect(text(logRow(row, room, false))).toBe('14:02:31 W slow  ms=900');
		expect(unfoldedRows(row, room, 9).map(text)).toEqual(['  | level = warn', '  | time = 1', '  | ms = 900']);
	});
	test('has the name of its log where there are several, and unfolded its whole one', () => {
		const row = line(1, 'hi', { at: start, instance: '/var/log/app.log on vps2' });
		expect(text(logRow(row, { ...room, names: 15 }, false))).toBe('14:02:31 app.log on vps2   hi');
		expect(unfoldedRows(row, { ...room, names: 15 }, 9).map(text)).toEqual([
			'  | log = /var/log/app.log on vps2',
			'  | hi',
		]);
	});
	test('marks what is searched for', () => {
		expect(logRow(line(1, 'a pay b'), { ...room, search: 'pay' }, false).slice(2)).toEqual([
			{ text: 'a ', tone: 'plain' },
			{ text: 'pay', tone: 'cursor' },
			{ text: ' b', tone: 'plain' },
		]);
	});
	test('is scrolled sideways', () => expect(fitted('0123456789', { ...room, width: 5, left: 3 })).toBe('3456…'));
	test('of 10 MB says how much is missing', () => {
		expect(fitted('x'.repeat(10_000_000), { ...room, width: 20 })).toBe('xxxxxxxxxxx… +9.9 MB');
		expect(fitted(`${'x'.repeat(60_000)}… +9.9 MB`, { ...room, width: 20 })).toBe('xxxxxxxxxxx… +9.9 MB');
	});
	test('says where lines are missing', () => {
		const mark = line(1, 'api restarted', { from: 'mark', at: start });
		expect(text(logRow(mark, room, false))).toBe('--- 14:02:31 api restarted ---');
	});
	test('says all of it, in as many rows as it takes but no more than five', () => {
		const mark = (words: string) => line(1, words, { from: 'mark', at: start });
		const rows = logRows(mark('log of api lost: vps1: no answer within 5 s'), room, { selected: false, most: 9 });
		expect(rows.map(text)).toEqual(['--- 14:02:31 log of api lost: vps1: no', '             answer within 5 s ---']);
		expect(logRows(mark('api started'), room, { selected: false, most: 9 }).map(text)).toEqual([
			'--- 14:02:31 api started ---',
		]);
		const long = logRows(mark('word '.repeat(99)), room, { selected: false, most: 9 }).map(text);
		expect(long).toHaveLength(5);
		expect(long.at(-1)).toMatch(/…/);
		expect(logRows(mark('word '.repeat(99)), room, { selected: false, most: 2 })).toHaveLength(2);
	});
	test('wraps under its own text', () => {
		const row = line(1, 'one two three four five six seven eight', { at: start });
		expect(logRows(row, { ...room, width: 31 }, { selected: false, most: 9 }).map(text)).toEqual([
			'14:02:31   one two three four',
			'           five six seven eight',
		]);
	});
	test('is no wider than its room', () => {
		const words = fc.string({ unit: 'grapheme', maxLength: 200 });
		fc.assert(
			fc.property(
				words,
				fc.integer({ min: 30, max: 120 }),
				fc.nat(80),
				fc.boolean(),
				(words, width, left, selected) => {
					const some = { ...room, width, left };
					expect(stringWidth(text(logRow(line(1, words), some, selected)))).toBeLessThanOrEqual(width);
					const mark = logRows(line(1, words, { from: 'mark' }), some, { selected, most: 5 });
					for (const row of [...mark, ...logRows(line(1, words), some, { selected, most: 5 })]) {
						expect(stringWidth(text(row))).toBeLessThanOrEqual(width);
					}
				},
			),
		);
	});
});
