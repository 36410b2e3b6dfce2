import { describe, expect, test } from 'vitest';
import { type Agreement, confirm } from '../../src/actions/confirm.ts';
import { planDigest } from '../../src/actions/facts.ts';
import { lockOn } from '../../src/actions/lock.ts';
import type { Protection } from '../../src/core/model.ts';
import type { Consent, Plan } from '../../src/core/plan.ts';
import { digest, makeWorld } from './world.ts';

const { plan } = makeWorld();

function agreement(change: Partial<Agreement>): Agreement {
	const base = { plan, tier: 2, protection: 'protected', how: 'typed service', typed: 'api', by: 'op-1' } as const;
	return { ...base, now: plan.made + 1, facts: plan.facts, digest, ...change };
}

const words: readonly Consent['how'][] = ['enter', 'y', 'typed service', '--yes', 'resume'];

describe('the table of keys.md, tier 2', () => {
	test.each<[Protection, readonly Consent['how'][]]>([
		['open', words],
		['guarded', ['y', 'typed service', '--yes', 'resume']],
		['protected', ['typed service', '--yes', 'resume']],
		['locked', []],
	])('%s', (protection, fine) => {
		for (const how of words) expect(confirm(agreement({ protection, how })).ok).toBe(fine.includes(how));
	});
});

test('the word is kept with the fingerprint of the whole plan', () => {
	const confirmed = confirm(agreement({ why: 'pay is down', session: 'm/1/2' }));
	if (!confirmed.ok) throw new Error(confirmed.failure.message);
	expect(confirmed.value.consent).toEqual({
		by: 'op-1',
		at: plan.made + 1,
		why: 'pay is down',
		session: 'm/1/2',
		how: 'typed service',
		of: planDigest(confirmed.value.plan, digest),
	});
});

describe('what is grave', () => {
	const why = 'the data are lost';
	const full = { tier: 4, how: 'typed env/service', typed: 'production/api', why } as const;
	const open: readonly Protection[] = ['open', 'guarded', 'protected'];

	test('asks for environment and service and a reason at every protection', () => {
		for (const protection of open) {
			const confirmed = confirm(agreement({ ...full, protection }));
			expect(confirmed.ok && confirmed.value.consent).toMatchObject({ how: 'typed env/service', why });
			const ofPlan = agreement({ ...full, protection, tier: 2, plan: { ...plan, tier: 4 } });
			expect(confirm(ofPlan).ok).toBe(true);
			expect(confirm({ ...ofPlan, how: '--yes' }).ok).toBe(false);
		}
		expect(confirm(agreement({ ...full, protection: 'locked' })).ok).toBe(false);
		expect(confirm(agreement({ ...full, readOnly: true })).ok).toBe(false);
	});

	test.each<[string, Partial<Agreement>]>([
		['no reason', { why: '' }],
		['a reason of blanks', { why: ' \n ' }],
		['only the service', { typed: 'api' }],
		['the word of a change', { how: 'typed service', typed: 'api' }],
		['--yes', { how: '--yes' }],
		['kept 7 days', { how: 'kept 7 days' }],
	])('%s is not enough, and says what is', (_, change) => {
		for (const protection of open) {
			const confirmed = confirm(agreement({ ...full, protection, ...change }));
			expect(confirmed.ok ? undefined : confirmed.failure.fix).toMatch(/--reason "…"/);
		}
	});

	test('what was agreed to so once is taken up again by environment and service; its reason was said', () => {
		const { why: _said, ...typed } = full;
		for (const protection of open) {
			expect(confirm(agreement({ ...typed, how: 'resume', protection })).ok).toBe(true);
			const refused = confirm(agreement({ ...typed, how: 'resume', protection, typed: 'api' }));
			expect(refused.ok ? undefined : refused.failure.fix).toBe(
				'Type production/api; on the command line: --confirm production/api',
			);
		}
	});
});

test('the reason stands in the locks too, on one line, and a reason of blanks is none', () => {
	const lock = lockOn('vps1', 'container-api', { plan: plan.id, who: 'op-1', what: 'restart', why: 'before' });
	const locked: Plan = { ...plan, locks: [lock] };
	const of = (why: string) => {
		const confirmed = confirm(agreement({ plan: locked, why }));
		if (!confirmed.ok) throw new Error(confirmed.failure.message);
		return confirmed.value;
	};
	const given = of('  pay is\ndown $(reboot) ');
	const again = { plan: plan.id, who: 'op-1', what: 'restart', why: 'pay is down $(reboot)' };
	expect(given.plan.locks).toEqual([lockOn('vps1', 'container-api', again)]);
	expect(given.consent).toMatchObject({ why: 'pay is\ndown $(reboot)', of: planDigest(given.plan, digest) });
	expect(of(' ').plan).toBe(locked);
	expect(of(' ').consent).not.toHaveProperty('why');
});

test.each<[string, Partial<Agreement>, string, string]>([
	['too old', { now: plan.expires }, 'changed', 'The plan is too old.'],
	['changed', { facts: 'other' }, 'changed', 'production/api changed since the plan was made.'],
	['mistyped', { typed: 'API' }, 'refused', '“API” is not the name of the service.'],
	[
		'mistyped with its environment',
		{ how: 'typed env/service', typed: 'staging/api' },
		'refused',
		'“staging/api” is not the name of the service.',
	],
	['not typed', { how: 'enter' }, 'refused', 'A protected environment asks for more than that.'],
	['read-only', { readOnly: true }, 'forbidden', 'This watchdeck was started with --read-only.'],
	['locked', { protection: 'locked' }, 'forbidden', 'production is locked: nothing may be changed in it.'],
	['grave', { tier: 4 }, 'refused', 'This is grave: it asks for more.'],
])('%s: refused with the remedy', (_, change, kind, message) => {
	const confirmed = confirm(agreement(change));
	expect(confirmed.ok ? undefined : confirmed.failure).toMatchObject({ kind, message, fix: expect.any(String) });
});

describe('the word that was given when the container was kept', () => {
	const kept = { how: 'kept 7 days' } as const;
	const tidy: Plan = { ...plan, action: 'tidy', want: { action: 'tidy', containers: ['c1'] } };
	const ok = (change: Partial<Agreement>) => confirm(agreement({ plan: tidy, ...kept, ...change })).ok;

	test.each<Protection>(['open', 'guarded', 'protected'])('holds for its removal in %s', (protection) => {
		expect(ok({ protection })).toBe(true);
	});

	test('holds for nothing else', () => {
		for (const protection of ['open', 'guarded', 'protected'] as const) {
			expect(confirm(agreement({ ...kept, protection })).ok).toBe(false);
			const restart: Plan = { ...plan, action: 'restart', want: { action: 'restart' } };
			expect(confirm(agreement({ ...kept, protection, plan: restart })).ok).toBe(false);
		}
	});

	test.each<[string, Partial<Agreement>]>([
		['locked', { protection: 'locked' }],
		['read-only', { readOnly: true }],
		['too old', { now: plan.expires }],
		['changed', { facts: 'other' }],
	])('%s: not even for that', (_, change) => {
		expect(ok(change)).toBe(false);
	});
});

test('taking up a run that was agreed to once asks for neither age nor unchanged facts', () => {
	const late = { how: 'resume', now: plan.expires + 1, facts: 'other' } as const;
	expect(confirm(agreement(late)).ok).toBe(true);
	expect(confirm(agreement({ ...late, protection: 'locked' })).ok).toBe(false);
});
