import { describe, expect, test } from 'vitest';
import type { Answer, Read, Write } from '../../src/core/call.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { makeCalls } from '../../src/store/calls.ts';
import { aPlan, aState, entriesOf, notes, start } from '../support/plans.ts';
import { show } from './screen.ts';

const seconds = (count: number) => count * 1000;
const drawn = (state: State, calls?: NonNullable<Feeds['calls']>) =>
	show({ state, at: start, ...(calls === undefined ? {} : { calls }) });
const plan = aPlan();
const consent = { by: 'op-1', at: start, of: '', how: 'y' } as const;
const lock = {
	...{ key: 'container-api', plan: '22d4de49', who: 'bob', what: 'restart production/api', why: 'oom' },
	...{ since: start - seconds(185), quiet: seconds(4) },
};
const others = { ...notes([{ what: 'planned', plan }])[0], by: 'bob', run: 'ffff0000' };
const entries = [
	...entriesOf([{ ...others, what: 'planned', plan: aPlan({ id: 'ffff0000' }), at: start - seconds(600) }]),
	...entriesOf(
		notes([
			{ what: 'planned', plan },
			{ what: 'confirmed', consent },
		]),
	),
];
const state = (more: Partial<State> = {}): State => ({ ...aState(), journal: { entries }, ...more });

const ok: Answer = { took: 12, ok: true, value: { code: 0, text: '', err: '' } };
const late: Answer = { took: 5000, ok: false, failure: { kind: 'timeout', message: 'docker ps did not answer' } };
const read = (...argv: readonly string[]): Read => ({ effect: 'read', via: 'exec', host: 'vps1', argv, timeout: 1000 });
const order: Write = {
	...{
		effect: 'write',
		via: 'engine',
		host: 'vps1',
		method: 'POST',
		path: '/containers/api/restart?t=10',
		timeout: 1000,
	},
};
function someCalls() {
	const calls = makeCalls();
	calls.redacting(String);
	calls.add(read('uptime'), start - 9000, ok);
	calls.add(order, start - 8000, { took: 12, ok: true, value: { code: 204, text: '', err: '' } });
	for (const ago of [7000, 6000, 5000]) calls.add(read('docker', 'ps'), start - ago, late);
	calls.add(read('sh', '-c', `echo ${'x'.repeat(200)}`), start - 4000, ok);
	return calls;
}

describe('the tabs of the journal', () => {
	test('are turned, and runs without an end and those of the operator stand on their own', async () => {
		const screen = await drawn(state());
		await screen.press('9');
		const rows = async () => (await screen.text()).slice(3, 6).map((row) => row.trimEnd());
		expect(await rows()).toEqual([
			expect.stringMatching(/^>.* op-1 .*no end written/),
			expect.stringMatching(/^ .* bob .*only planned/),
			'',
		]);
		await screen.press(']');
		expect((await screen.text())[1]).toContain('[running]');
		expect(await rows()).toEqual([expect.stringContaining('op-1'), '', '']);
		await screen.press(']');
		expect((await screen.text())[1]).toContain('[mine]');
		expect(await rows()).toEqual([expect.stringContaining('op-1'), '', '']);
	});

	test('show the locks that lie on hosts: who, for what, since when, and the beat', async () => {
		const stale = { ...lock, key: 'container-web', plan: '33d4de49', who: 'eve', quiet: seconds(400), why: '' };
		const locks = {
			vps1: { all: [lock, stale], at: start },
			vps2: { all: [{ ...lock, plan: plan.id }], at: start - seconds(90) },
		};
		const screen = await drawn(state({ locks }));
		await screen.press('9', ']', ']', ']');
		const text = await screen.text();
		expect(text.slice(1, 7).map((row) => row.trimEnd())).toEqual([
			' JOURNAL   all    running    mine   [locks]   commands    calls   3 locks',
			' LOCK      HOST       ON                WHO       FOR                SINCE  BEAT',
			expect.stringMatching(/^>held +vps1 +production\/api +bob +restart productio… +3m +4s$/),
			expect.stringMatching(/^ ~ stale +vps1 +container-web +eve +.* 3m +6m$/),
			expect.stringMatching(/^ \? unknown +vps2 +.* bob .* 1m$/),
			expect.stringMatching(/^ -+ lock of production\/api on vps1 ---$/),
		]);
		const all = text.join('\n');
		expect(all).toContain('held by  bob, for: restart production/api');
		expect(all).toContain('why      oom');
		expect(all).toContain('plan     22d4de49, not in this journal');
		await screen.press('enter');
		expect((await screen.text()).join('\n')).toContain('journal of whoever holds the lock');
		await screen.press('j');
		expect((await screen.text()).join('\n')).toContain('silent for 6m 40s, so its holder is gone');
		await screen.press('j', 'enter');
		expect((await screen.text()).join('\n')).toContain(`run ${plan.id}`);
	});

	test('offer to take over a lock, or to settle the run of this journal that left it', async () => {
		const own = { ...lock, plan: plan.id, quiet: seconds(400) };
		const screen = await drawn(state({ locks: { vps1: { all: [lock], at: start } } }));
		await screen.press('9', ']', ']', ']');
		expect((await screen.text()).at(-2)).toContain('x take over the lock');
		await screen.press('x');
		expect(screen.events.at(-1)).toMatchObject({
			...{ type: 'action/wanted', want: { action: 'takeover' }, service: 'production/api' },
		});
		const settling = await drawn(state({ locks: { vps1: { all: [own], at: start } } }));
		await settling.press('9', ']', ']', ']', 'x');
		expect(settling.state().ui.dialog).toEqual({ is: 'interrupted', run: plan.id });
	});

	test('say that nobody changes anything where there is no lock', async () => {
		const screen = await drawn(state());
		await screen.press('9', ']', ']', ']');
		expect((await screen.text())[2]).toContain('no lock lies on a host that was read');
	});
});

describe('the log of commands', () => {
	test('has the orders and what failed, once where it goes on failing, and on the next press all that was read', async () => {
		const screen = await drawn(state(), someCalls().calls);
		await screen.press('@');
		const text = (await screen.text()).map((row) => row.trimEnd());
		expect(text.slice(1, 6)).toEqual([
			' JOURNAL   all    running    mine    locks   [commands]   calls   2 calls',
			' TIME (UTC)     HOST         TOOK RESULT      CALL',
			'>11-21 14:02:21 vps1         5.0s timeout     docker ps',
			' 11-21 14:02:22 vps1         12ms 204         docker restart -t 10 api',
			'',
		]);
		await screen.press('@');
		const all = (await screen.text()).map((row) => row.trimEnd());
		expect(all[1]).toContain('[calls]  6 calls');
		expect(all[3]).toMatch(/^>11-21 14:02:26 vps1 +12ms ok +sh -c 'echo x+… …$/);
		await screen.press('@');
		expect((await screen.text())[1]).toContain('[commands]');
	});

	test('shows the whole of a call at enter, and copies it as evidence', async () => {
		const screen = await drawn(state(), someCalls().calls);
		await screen.press('@', '@', 'enter');
		const text = (await screen.text()).join('\n');
		expect(text).toContain('COMMAND');
		expect(text.match(/x/g)?.length).toBeGreaterThan(199);
		await screen.press('esc');
		expect((await screen.text())[1]).toContain('[calls]');
	});

	test('is filtered as other lists are', async () => {
		const screen = await drawn(state(), someCalls().calls);
		await screen.press('@', '@', '/');
		for (const key of 'order') await screen.press(key);
		await screen.press('enter');
		const text = (await screen.text()).map((row) => row.trimEnd());
		expect(text[3]).toContain('docker restart');
		expect(text[4]).toBe('');
	});

	test('says where the reads are when nothing was ordered', async () => {
		const screen = await drawn(state(), () => []);
		await screen.press('@');
		expect((await screen.text())[2]).toContain('nothing was ordered and nothing failed; @ shows what was only read');
	});
});
