import { describe, expect, test } from 'vitest';
import { makeWalkPlan, type WalkWanted } from '../../src/actions/walk-plan.ts';
import type { Ask, Read } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import { writeCall } from '../../src/core/runbook/call.ts';
import { planProtection } from '../../src/core/select/plan/stand.ts';
import type { State } from '../../src/core/state.ts';
import type { Want } from '../../src/core/want.ts';
import { fleetState, start as NOW, service } from '../screens/fleet-state.ts';

const typed = (script: string, host = 'vps1') =>
	writeCall({ host, shell: 'sh', filled: { script, shown: script, secrets: [] }, timeout: 1_000 });
const want = (more: Partial<Want<'run'>> = {}): Want<'run'> => ({
	...{ action: 'run', walk: 'w-1a2b3c', runbook: 'service-down', step: 'clear', title: 'Clear the cache' },
	...{ command: { call: typed('rm -rf /cache'), shown: 'rm -rf /cache' }, expect: [], ...more },
});
const asked: Read[] = [];
const lock =
	(text: string): Ask =>
	async (call) => {
		asked.push(call);
		return { ok: true, took: 1, value: { code: 0, text, err: '' } };
	};
const wanted = (more: Partial<WalkWanted> = {}): WalkWanted => ({
	...{ want: want(), of: 'production/api', id: '7f3a0000', by: 'op-1', now: NOW, digest: (text) => text },
	...{ ask: lock('state=free\n'), signal: new AbortController().signal, ...more },
});
const api = service('production/api');

describe('the plan of a command of a runbook', () => {
	test('is one step: its command, on its host, under the locks of the service', async () => {
		const made = await makeWalkPlan(wanted({ service: api }));
		if (!made.ok) throw new Error(made.failure.message);
		const { value: plan } = made;
		expect(plan.steps).toHaveLength(1);
		expect(plan.steps.map(({ does }) => callText(does))).toEqual(['rm -rf /cache']);
		expect(plan.locks.map(({ host }) => host)).toEqual(api.hosts);
		expect(plan).toMatchObject({ action: 'run', service: 'production/api', proof: [], watch: [], unproven: 'leave' });
		// Nothing was promised of it: it is never VERIFIED by itself.
		expect(plan.lacks).toHaveLength(1);
		expect(plan.steps[0]?.undo).toMatchObject({ none: expect.any(String) });
		expect(asked.every(({ effect }) => effect === 'read')).toBe(true);
	});

	test('takes back what its fence says, and stands on what it promises', async () => {
		const undo = { call: typed('touch /cache'), shown: 'touch /cache' };
		const expect_ = [{ is: 'contains', text: 'cleared' }] as const;
		const made = await makeWalkPlan(wanted({ service: api, want: want({ undo, expect: expect_ }) }));
		if (!made.ok) throw new Error(made.failure.message);
		expect(made.value.steps[0]).toMatchObject({ undo: undo.call, undone: 'accepted', expect: expect_ });
		expect(made.value.lacks).toBeUndefined();
		expect(made.value.impact.join('\n')).toContain('touch /cache');
	});

	test('about no service is locked on its host by the name of the runbook, whatever that is', async () => {
		const odd = want({ runbook: "a b/../'; rm -rf $HOME" });
		const made = await makeWalkPlan(wanted({ of: 'production/x', want: odd }));
		if (!made.ok) throw new Error(made.failure.message);
		const [held] = made.value.locks;
		if (held?.take.via !== 'exec') throw new Error('there is no lock');
		expect(held.host).toBe('vps1');
		expect(held.take.argv).toContain('runbook-a_b_..____rm_-rf__HOME');
	});

	test('is refused where somebody else is at work, and where only an engine is reached', async () => {
		const others = 'state=held\nnow=100\nsince=90\nbeat=99\nplan=1\nwho=op-2\nwhat=restart\nwhy=\n';
		const held = await makeWalkPlan(wanted({ ask: lock(others) }));
		expect(held).toMatchObject({ ok: false, failure: { locked: true, message: expect.stringContaining('op-2') } });
		const far = await makeWalkPlan(wanted({ shellless: ['vps1'] }));
		expect(far).toMatchObject({ ok: false, failure: { kind: 'refused' } });
	});
});

test('the stricter protection counts: of what it is about, and of all that is on its host', () => {
	const state = fleetState([service('staging/web'), service('production/api')], {});
	const protections = { staging: 'open', production: 'guarded' } as const;
	const environments = Object.entries(protections).map(([name, protection]) => ({ name, protection }));
	const given: State = { ...state, fleet: { ...state.fleet, environments } };
	const plan = (of: string, host: string) =>
		planProtection(given, { want: want({ command: { call: typed('x', host), shown: 'x' } }), service: of }, NOW);
	const hostOf = (id: string) => given.services[id]?.hosts[0] ?? '';
	expect(planProtection(given, { want: { action: 'restart' }, service: 'staging/web' }, NOW)).toBe('open');
	// Whoever is on the host can change production's as well.
	expect(['guarded', 'protected']).toContain(plan('staging/web', hostOf('production/api')));
	expect(plan('nowhere/x', hostOf('staging/web'))).toBe('protected');
	expect(plan('staging/web', 'a host that nobody knows')).toBe('protected');
});
