import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Quiet } from '../../src/app/run-headless.ts';
import { act } from '../../src/cli/act.ts';
import type { Acting, DatasetCommand } from '../../src/cli/acting.ts';
import { planFor } from '../../src/cli/plan-for.ts';
import { restoreAction } from '../../src/cli/restore.ts';
import { sayWhenSlow } from '../../src/cli/say-when-slow.ts';
import type { Fleet } from '../../src/core/config/fleet.ts';
import { failed } from '../../src/core/failed.ts';
import { initialState } from '../../src/core/initial.ts';
import type { Failure } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import { aDataset } from '../support/a-dataset.ts';
import { catchPrinted } from '../support/printed.ts';

const NOTHING_CHANGED = 3;
const vps1 = { name: 'vps1', reach: { ssh: 'vps1' } } as const;
const none: Fleet = { hosts: [], environments: [], services: [], discover: [] };
const acting: Acting = {
	...{ fleet: none, operator: 'op', service: 'prod', yes: true },
	action: { name: 'restart', does: 'restarts', want: () => ({ ok: true, value: { action: 'restart' } }) },
};

let own: string;
let printed: ReturnType<typeof catchPrinted>;
beforeEach(() => {
	own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	vi.stubEnv('XDG_STATE_HOME', own);
	printed = catchPrinted();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
	vi.useRealTimers();
	rmSync(own, { recursive: true });
});

test('read-only is said before anything is read or shown', async () => {
	expect(await act({ ...acting, readOnly: true })).toBe(NOTHING_CHANGED);
	expect(printed.out()).toBe('');
	expect(printed.err()).toMatch(
		/^watchdeck: This watchdeck was started with --read-only\.\n.*\nNothing was changed\.\n$/,
	);
});

test('a state folder that cannot be used is said before the plan', async () => {
	writeFileSync(join(own, 'watchdeck'), 'a file where the folder should be');
	expect(await act(acting)).toBe(NOTHING_CHANGED);
	expect(printed.out()).toBe('');
	expect(printed.err()).toContain(`The folder ${join(own, 'watchdeck')}: something else is there already.`);
	expect(printed.err()).toMatch(/\nNothing was changed\.\n$/);
	expect(printed.err()).not.toContain('There is no service');
});

test('with nothing to watch, the cause is what status says', async () => {
	expect(await act({ ...acting, looked: ['No socket at /run/docker.sock.'] })).toBe(NOTHING_CHANGED);
	expect(printed.err()).toMatch(
		/There is nothing to watch\.\nNo socket at \/run\/docker\.sock\.\nName a config: --config FILE\n/,
	);
});

const failure: Failure = { kind: 'missing', message: 'There is no engine: no socket at /x.', fix: 'Start Docker.' };
const quietOf = (state: Partial<State>): Quiet => {
	const start = initialState({
		...{ at: 0, fleet: { ...none, hosts: [vps1] }, operator: 'op', demo: false, readOnly: false },
		size: { columns: 80, rows: 24 },
	});
	// Only what is asked before a plan is made: nothing may be planned here.
	return { state: () => ({ ...start, ...state }) } as Quiet;
};

test.each([
	['its engine', { engines: { vps1: { failure, misses: 1 } } }],
	['its link', { links: { vps1: { is: 'down', since: 0, failure, retry: 'never' } } }],
] as const)('no service is known since a host is not read: the failure of %s', async (_of, state) => {
	const planned = await planFor(acting, quietOf(state));
	expect(planned).toEqual({
		ok: false,
		failure: {
			...failure,
			message: 'There is no service prod as far as can be read.\nvps1: There is no engine: no socket at /x.',
		},
	});
});

test('what is asked for a service and is a dataset is said to be one', async () => {
	const quiet = quietOf({ fleet: { ...none, hosts: [vps1], datasets: [aDataset()] } });
	expect(await planFor({ ...acting, service: 'production/shop' }, quiet)).toMatchObject({
		failure: {
			message: 'production/shop is a dataset, no service.',
			fix: expect.stringMatching(/`watchdeck backup`, `verify` and `restore`/),
		},
	});
});

test('what is typed of a restore is what is wanted', async () => {
	const wants: unknown[] = [];
	const action: DatasetCommand = {
		...{ of: 'dataset', name: 'restore', does: '' },
		want: (flags) => {
			const want = restoreAction.want(flags);
			wants.push(want.ok ? want.value : want.failure.message);
			return failed('refused', 'No more is wanted.', '');
		},
	};
	const typed = { ...acting, action, service: 'prod/shop' };
	const spec = aDataset({ environment: 'prod', kind: 'files', settings: { path: '/srv' } });
	const quiet = quietOf({ fleet: { ...none, datasets: [spec] } });
	for (const flags of [{ withoutDump: true }, { to: 'a', withoutDump: true }, { back: '1a2b3c4d' }] as const)
		await planFor({ ...typed, ...flags }, quiet);
	expect(wants).toEqual([
		{ action: 'restore', file: '', undumped: true },
		{ action: 'restore', file: 'a', undumped: true },
		{ action: 'restore', back: '1a2b3c4d' },
	]);
});

test('what takes long is said once, with the hosts, and not when it is over', () => {
	vi.useFakeTimers();
	const end = sayWhenSlow({ hosts: [vps1] });
	vi.advanceTimersByTime(1999);
	expect(printed.err()).toBe('');
	vi.advanceTimersByTime(60_000);
	expect(printed.err()).toBe('Still reading vps1: not every host has answered yet.\n');
	end();
	sayWhenSlow({ hosts: [vps1] })();
	vi.advanceTimersByTime(60_000);
	expect(printed.err()).toMatch(/^[^\n]+\n$/);
});
