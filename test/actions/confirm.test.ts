import { describe, expect, test } from 'vitest';
import { type Agreement, confirm } from '../../src/actions/confirm.ts';
import { planDigest } from '../../src/actions/facts.ts';
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
	expect(confirmed.ok && confirmed.value.consent).toEqual({
		by: 'op-1',
		at: plan.made + 1,
		why: 'pay is down',
		session: 'm/1/2',
		how: 'typed service',
		of: planDigest(plan, digest),
	});
});

test.each<[string, Partial<Agreement>, string, string]>([
	['too old', { now: plan.expires }, 'changed', 'The plan is too old.'],
	['changed', { facts: 'other' }, 'changed', 'production/api changed since the plan was made.'],
	['mistyped', { typed: 'API' }, 'refused', '“API” is not the name of the service.'],
	['not typed', { how: 'enter' }, 'refused', 'A protected environment asks for more than that.'],
	['read-only', { readOnly: true }, 'forbidden', 'This watchdeck was started with --read-only.'],
	['locked', { protection: 'locked' }, 'forbidden', 'production is locked: nothing may be changed in it.'],
	['grave', { tier: 4 }, 'forbidden', 'What is grave is not confirmed like this.'],
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
