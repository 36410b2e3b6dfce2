import { describe, expect, test } from 'vitest';
import type { ActionEvent } from '../../../../src/core/event.ts';
import { textOf } from '../../../../src/core/line.ts';
import type { LogsUi } from '../../../../src/core/logs/looks.ts';
import { reduceAction } from '../../../../src/core/reduce/action.ts';
import { journalScreen } from '../../../../src/core/select/journal/screen.ts';
import { logsScreen } from '../../../../src/core/select/logs/screen.ts';
import { entryScreen, interruptedScreen, planScreen } from '../../../../src/core/select/plan/screen.ts';
import type { Feeds, State } from '../../../../src/core/state.ts';
import { createLines } from '../../../../src/store/lines.ts';
import { aPlan, aState, entriesOf, minutes, notes, start } from '../../../support/plans.ts';

const small = { columns: 80, rows: 24 };
const large = { columns: 200, rows: 50 };
const plan = aPlan();
const noFeeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };

function reduced(state: State, ...events: readonly ActionEvent[]): State {
	return events.reduce((before, event) => reduceAction(before, { ...event, at: start }), state);
}

function shown(size = small, protection: 'open' | 'protected' = 'protected'): State {
	return reduced(
		aState(protection, size),
		{ type: 'action/wanted', want: plan.want, service: plan.service },
		{ type: 'plan/made', plan },
	);
}

function page(state: State, now = start + 29_000): string {
	return planScreen()(state, noFeeds, now)
		.map((line) => textOf(line).trimEnd())
		.join('\n');
}

describe('the plan on the screen', () => {
	test('at 80x24, framed, with the line that asks in sight while the rest scrolls', () => {
		expect(page(shown())).toBe(`\
+-- PRODUCTION ----------------------------------------------------------------+
| ROLL BACK  production/api                      plan 7f3a1b2c   good for 4:31 |
| from    v412  cccccccccccc  since 18m                                        |
| to    > v411  bbbbbbbbbbbb  READY  ran here until 2d ago, by the ledger      |
|         v410  aaaaaaaaaaaa  READY  stopped container api-old                 |
|         v409  999999999999  GONE   ran here, by the ledger                   |
|         v500  888888888888  READY  never ran here                            |
| impact      nobody serves production/api for about 10s                       |
|             env, ports and volumes stay as they are                          |
| locks       taken on vps1 before step 1, held until the proof; refused when  |
|             another operator has it                                          |
| will run                                                                     |
|            1. stop api                                                       |
|               on vps1: docker stop -t 10 old                                 |
|            2. set api aside as api-rb-7f3a1b2c                               |
|               on vps1: docker rename old api-rb-7f3a1b2c                     |
|            3. start v411                                                     |
| ----------------------------------------------------- 8 more below: space -- |
| This changes PRODUCTION. enter opens a line where you type:  api             |
| nothing has been changed yet                                                 |
+-- PRODUCTION ----------------------------------------------------------------+`);
	});

	test('scrolled to its end', () => {
		const state = shown();
		const end: State = { ...state, ui: { ...state.ui, dialog: { is: 'plan', run: plan.id, scroll: 99, more: false } } };
		const rows = page(end).split('\n');
		expect(rows).toHaveLength(21);
		expect(rows[16]).toContain('stands on   facts that are at most 33s old');
		expect(rows[17]).toContain('8 above');
		expect(rows[18]).toContain('enter opens a line where you type:  api');
	});

	test('at 200x50 everything is in sight', () => {
		const rows = page(shown(large)).split('\n');
		expect(rows).toHaveLength(47);
		expect(rows.some((row) => row.includes('more below'))).toBe(false);
		expect(rows.at(-4)).toMatch(/^\| -{196} \|$/);
		expect(rows.every((row) => row.length === 200)).toBe(true);
	});

	test('an open environment has no frame', () => {
		expect(page(shown(small, 'open')).split('\n')[0]).toBe(
			' ROLL BACK  production/api                        plan 7f3a1b2c   good for 4:31',
		);
	});

	test('the line in which the name is typed has a cursor', () => {
		const asked = reduced(shown(), { type: 'plan/asked', run: plan.id });
		const typing: State = { ...asked, ui: { ...asked.ui, field: { of: 'confirm', text: 'ap', at: 2 } } };
		const rows = planScreen()(typing, noFeeds, start);
		expect(rows.slice(18, 20).map((row) => textOf(row).slice(2, -1).trimEnd())).toEqual([
			'type  api  and press enter:  ap',
			'letters are text here; esc closes this line',
		]);
		expect(rows[18]?.find(({ tone }) => tone === 'cursor')?.text).toBe(' ');
	});

	test('lines that say the same keep their identity', () => {
		const select = planScreen();
		const before = select(shown(), noFeeds, start);
		const after = select(shown(), noFeeds, start + 1000);
		expect(after.map((line, index) => line === before[index]).filter((same) => !same)).toHaveLength(1);
	});

	test('text from outside cannot steer the terminal', () => {
		const evil = aPlan({ impact: ['a\u001b[2Jb\u202ec'], to: '\u001b]0;x\u0007' });
		const state = reduced(
			aState('open'),
			{ type: 'action/wanted', want: evil.want, service: evil.service },
			{ type: 'plan/made', plan: evil },
		);
		expect(page(state)).toContain('impact      abc\n');
	});
});

describe('a run without an end', () => {
	test('says where it stood and what can be done', () => {
		const state = aState('guarded');
		const entries = entriesOf(
			notes([
				{ what: 'planned', plan },
				{ what: 'confirmed', consent: { by: 'op-1', at: start, of: '', how: 'y' } },
				{ what: 'begins', step: 0, way: 'does' },
				{ what: 'ends', step: 0, way: 'does', took: 4_000, output: '' },
				{ what: 'begins', step: 1, way: 'does' },
			]),
		);
		const asking: State = {
			...state,
			journal: { entries },
			ui: { ...state.ui, dialog: { is: 'interrupted', run: plan.id } },
		};
		const rows = interruptedScreen()(asking, noFeeds, start + minutes(7)).map((line) => textOf(line).trimEnd());
		expect(rows.filter((row) => row !== '').join('\n')).toBe(`\
 NO END WRITTEN  production/api                     run 7f3a1b2c   begun 7m ago
 what    roll back production/api to v411
 who     confirmed by op-1 (y)
 watchdeck ended before this run did. A step that shows .. was ordered, and
 nothing says how it came out: undo and finish both look first whether it took
 effect.
 ok 4s      1. stop api
 ..         2. set api aside as api-rb-7f3a1b2c
            3. start v411
 ------------------------------------------------------------------------------
 u undo what began   f finish what is left   h it was handled by hand
 esc leaves it as it is; it is asked again at the next start`);
	});
});

describe('the journal on the screen', () => {
	const entries = entriesOf([
		...notes(
			[{ what: 'planned', plan: aPlan({ id: '00000001', service: 'staging/web' }) }],
			'00000001',
			start - minutes(60),
		),
		...notes([
			{ what: 'planned', plan },
			{
				what: 'confirmed',
				consent: { by: 'op-1', at: start + 1000, of: '', how: 'typed service', why: '5xx since v412' },
			},
			{ what: 'verified', text: 'healthy' },
		]),
	]);
	const at = (size: State['ui']['size'], more: Partial<State> = {}) => {
		const { head, titles, rows, selected } = journalScreen()(
			{ ...aState('open', size), journal: { entries }, ...more },
			noFeeds,
			start,
		);
		return [
			...[...head, titles].map((line) => textOf(line).trimEnd()),
			...rows.map(({ id, line }) => `${id === selected ? '>' : ' '}${textOf(line).trimEnd()}`),
		];
	};

	test('at 80x24', () => {
		expect(at(small)).toEqual([
			' JOURNAL  [all]   running    mine    locks    commands    calls   2 runs',
			' TIME (UTC)     WHO       WHAT      WHERE            RESULT                 TOOK',
			'>11-21 14:02:31 op-1      roll back production/api   VERIFIED                 1s',
			' 11-21 13:02:31 op-1      roll back staging/web      only planned              -',
		]);
	});
	test('at 200x50 with the reason', () => expect(at(large)[2]).toContain('1s 5xx since v412'));
	test('a journal that cannot be read says what to do, and keeps what it had', () => {
		const failure = { kind: 'full', message: 'no space left on the disk', fix: 'free some in ~/.local/state' } as const;
		expect(at(small, { journal: { entries, failure } }).slice(1, 2)).toEqual([
			' the journal could not be read: no space left on the disk: free some in',
		]);
	});
	test('an empty one says what would fill it', () => {
		expect(at(small, { journal: { entries: [] } })[1]).toBe(
			' nothing was planned yet: r on a service plans a roll back, R a restart',
		);
	});
	test('a stored run fills the dialog', () => {
		const state = aState('open', small);
		const dialog = { is: 'entry', run: plan.id, scroll: 0 } as const;
		const rows = entryScreen()({ ...state, journal: { entries }, ui: { ...state.ui, dialog } }, noFeeds, start);
		expect(rows).toHaveLength(21);
		expect(rows.map(textOf).join('\n')).toContain('11-21 14:02:33  verified: healthy');
	});
});

describe('the log on the screen', () => {
	const store = createLines();
	store.append(
		'production/api',
		Array.from({ length: 60 }, (_, index) => ({
			at: start + index * 1000,
			from: index === 50 ? ('mark' as const) : ('out' as const),
			instance: 'api',
			text:
				index === 50
					? 'api restarted'
					: index % 7 === 3
						? `ERROR no route to 10.0.0.${index}`
						: `GET /pay?id=${index} 200`,
		})),
	);
	const feeds: Feeds = { numbers: () => undefined, lines: store.lines };
	const stateWith = (size: State['ui']['size'], logs: Partial<LogsUi> = {}, filter = ''): State => {
		const state = aState('open', size);
		const ui = {
			...state.ui,
			service: 'production/api',
			logs: { ...state.ui.logs, ...logs },
			filter: { logs: filter },
		};
		return { ...state, ui };
	};
	const at = (state: State) => {
		const { status, rows, selected } = logsScreen()(state, feeds, start + 60_000);
		return [
			textOf(status).trimEnd(),
			...rows.map(({ id, line }) => `${id === selected ? '>' : ' '}${textOf(line).trimEnd()}`),
		];
	};

	test('at 80x24 follows the newest lines', () => {
		const rows = at(stateWith(small));
		expect(rows).toHaveLength(21);
		expect(rows[0]).toBe(' LOGS  production/api  FOLLOW  all  seen 60');
		expect(rows.slice(-11, -8)).toEqual([
			' 14:03:20   GET /pay?id=49 200',
			' --- 14:03:21 api restarted ---',
			' 14:03:22   GET /pay?id=51 200',
		]);
		expect(rows.at(-1)).toBe(' 14:03:30 E ERROR no route to 10.0.0.59');
	});
	test('paused marks the selected line and says its level as a word', () => {
		const rows = at(stateWith(small, { follow: false, at: 20, line: 18 }));
		expect(rows[0]).toContain('PAUSED');
		expect(rows.find((row) => row.startsWith('>'))).toBe('>14:02:48 E error ERROR no route to 10.0.0.17');
	});
	test('with a filter that lets nothing through says so', () => {
		expect(at(stateWith(small, {}, 'nothing like it')).at(-1)).toBe(' --- 14:03:21 api restarted ---');
		expect(at(stateWith(small, { window: 1 })).at(-1)).toBe(
			' no line is let through: & changes the filter, 0 shows all times',
		);
		expect(logsScreen()(stateWith(small), noFeeds, start).rows.map(({ line }) => textOf(line))).toEqual([
			'no line has come from production/api yet',
		]);
	});
	test('at 200x50 counts patterns beside the text', () => {
		const { side, rows } = logsScreen()(stateWith(large), feeds, start);
		expect(rows).toHaveLength(46);
		expect(side.map((line) => textOf(line).trimEnd())).toEqual([
			'in the newest 59 lines',
			'     9  errors',
			'',
			'kinds of errors',
			'     9  ERROR no route to #',
		]);
	});
	test('a frame in which nothing came is the same screen', () => {
		const select = logsScreen();
		const state = stateWith(small);
		const first = select(state, feeds, start);
		expect(select(state, feeds, start)).toBe(first);
	});
	test('the rows that stay keep their identity when a line comes', () => {
		const lines = createLines();
		lines.append('production/api', [{ from: 'out', instance: 'api', text: 'one' }]);
		const select = logsScreen();
		const of: Feeds = { numbers: () => undefined, lines: lines.lines };
		const before = select(stateWith(small), of, start).rows[0];
		lines.append('production/api', [{ from: 'out', instance: 'api', text: 'two' }]);
		const after = select(stateWith(small), of, start).rows;
		expect(after.map(({ line }) => textOf(line).trim())).toEqual(['one', 'two']);
		expect(after[0]?.line).toBe(before?.line);
	});
});
