import { afterEach, describe, expect, test } from 'vitest';
import { failureText } from '../../src/core/failure-text.ts';
import type { HostLock } from '../../src/core/host/locks.ts';
import type { Failure } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import { aPlan } from '../support/plans.ts';
import { fleetState, is, seconds, service, start } from './fleet-state.ts';
import { show } from './screen.ts';

const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

const lock: HostLock = {
	...{ key: 'container-api', plan: '22d4de49', who: 'bob', what: 'restart production/api', why: '' },
	...{ since: start - seconds(42), quiet: seconds(3) },
};
const locked = (more: Partial<HostLock> = {}, size = { columns: 80, rows: 24 }): State => ({
	...fleetState([service('production/api')], { 'production/api': is('ok', 'running, healthy') }, size),
	locks: { vps1: { all: [{ ...lock, ...more }], at: start } },
});
async function drawn(state: State): Promise<readonly string[]> {
	const screen = await show({ state, at: start });
	ends.push(screen.end);
	return screen.text();
}

test('who else changes a service stands in its row, its story and the last line', async () => {
	const text = await drawn(locked());
	expect(text.find((line) => line.startsWith('>'))).toContain('bob acts 40s');
	expect(text.join('\n')).toContain('lock     bob is changing it: restart production/api, for 42s');
	expect(text.at(-1)).toBe(' data: 2 of 2 hosts fresh (4s)   lock: bob restart production/api 42s');
});

test('a lock whose holder is silent says first that it is stale, and what that means', async () => {
	const text = await drawn(locked({ quiet: seconds(130), since: start - seconds(180) }));
	expect(text.find((line) => line.startsWith('>'))).toContain('bob stale 2m');
	const all = text.join(' ').replace(/\s+/g, ' ');
	expect(all).toContain('lock stale: bob is silent for 2m 10s: a new plan can take it over; it was at: restart');
	expect(all).not.toMatch(/bob acts|is changing it/);
	expect(text.at(-1)).toContain('   stale lock: bob restart production/api 3m');
});

test('what others wrote into a lock is drawn as text', async () => {
	const text = (await drawn(locked({ who: '\u001b[2J\u001b]0;evil\u0007eve\n\u202e', what: 'x\r\u009b31m' }))).join(
		'\n',
	);
	expect(text).toContain('eve is changing it: x, for 42s');
	expect(text).not.toMatch(/evil|\u001b|\u202e/);
});

test('a lock of another program is told as a refusal tells it, of what that program manages', async () => {
	const labels = { 'com.dokku.app-name': 'shop' };
	const [instance] = service('production/api').instances;
	if (instance === undefined) throw new Error('no container');
	const managed = service('production/api', { manager: 'Dokku', instances: [{ ...instance, labels }] });
	const foreign = { by: 'Dokku', name: 'shop', who: 'jane', since: start - seconds(720), why: 'deploy' } as const;
	const state = {
		...fleetState([managed, service('production/web')], {
			'production/api': is('ok', 'running'),
			'production/web': is('ok', 'running'),
		}),
		foreign: { vps1: { all: [foreign, { ...foreign, name: 'web' }], at: start } },
	};
	const text = await drawn(state);
	expect(text.find((line) => line.startsWith('>'))).toContain('jane acts 12m');
	expect(text.join('\n')).toContain("lock     Dokku's lock shop on vps1 is held by jane, since 12m ago: deploy.");
	expect(text.filter((line) => line.includes('acts'))).toHaveLength(1);
	const old = await drawn({ ...state, foreign: { vps1: { all: [foreign], at: start - seconds(31) } } });
	expect(old.join('\n')).not.toContain('jane');
});

test('on a service screen it stands too', async () => {
	const state = locked();
	const text = await drawn({ ...state, ui: { ...state.ui, screen: 'service', service: 'production/api' } });
	expect(text.join('\n')).toContain('bob is changing it: restart production/api');
});

describe('a plan that is refused since another operator holds the lock', () => {
	const failure: Failure = {
		kind: 'refused',
		message:
			'The lock on vps1 is held by bob@build-machine (restart production/api, plan 22d4de49: the queue is stuck), since 3m 5s ago, still at it.',
		fix: 'Wait for it, or talk to its holder.',
	};
	const want = { action: 'rollback', to: '' } as const;
	const said = (text: readonly string[]) => text.join(' ').replace(/[\s|]+/g, ' ');

	test.each([
		[80, 24],
		[200, 50],
	])('says who, what, since when and what to do, all of it, until a key: %i x %i', async (columns, rows) => {
		const screen = await show({ state: locked({}, { columns, rows }), at: start });
		ends.push(screen.end);
		const before = await screen.text();
		await screen.dispatch(
			{ type: 'action/wanted', at: start, want, service: 'production/api' },
			{ type: 'plan/refused', at: start, service: 'production/api', failure },
		);
		const text = await screen.text();
		expect(said(text)).toContain(`${failureText(failure)} Nothing was changed.`);
		expect(text.at(-1)).toBe(before.at(-1));
		expect(text.slice(0, 8)).toEqual(before.slice(0, 8));
		expect(screen.scrolled()).toBe(0);
		await screen.press('down', 'up');
		expect(said(await screen.text())).not.toContain('Wait for it');
		expect((await screen.text()).slice(8)).toEqual(before.slice(8));
	});

	test('after it was agreed to stands in its dialog, once', async () => {
		const state = locked();
		const plan = aPlan();
		const screen = await show({ state, at: start });
		ends.push(screen.end);
		await screen.dispatch(
			{ type: 'action/wanted', at: start, want: plan.want, service: plan.service },
			{ type: 'plan/made', at: start, plan },
			{ type: 'plan/refused', at: start, service: plan.service, failure },
		);
		const text = said(await screen.text());
		expect(text.split(`${failureText(failure)} Nothing was changed.`)).toHaveLength(2);
		expect(text).toContain('enter opens a line where you type: api');
		expect(text).toContain('enter confirm esc leave');
	});
});
