import { describe, expect, test } from 'vitest';
import { agreed } from '../../src/cli/agree.ts';
import type { Protection } from '../../src/core/model.ts';
import { aPlan } from '../support/plans.ts';

const grave = aPlan({ tier: 4 });
const protections: readonly Protection[] = ['open', 'guarded', 'protected'];

describe('where nobody sits', () => {
	test('--yes stands for the typing, with the reason', async () => {
		for (const protection of protections) {
			expect(await agreed({ yes: true, reason: 'x' }, aPlan(), protection)).toEqual({
				ok: true,
				value: { how: '--yes', why: 'x' },
			});
		}
	});

	test('without it nothing is confirmed, and the remedy is named', async () => {
		const word = await agreed({}, aPlan(), 'open');
		expect(word.ok ? '' : word.failure.fix).toBe('Read the plan with --dry-run, then add --yes.');
	});

	test('what is grave is not confirmed by --yes at any protection, but by --confirm', async () => {
		for (const protection of protections) {
			const word = await agreed({ yes: true, reason: 'x' }, grave, protection);
			expect(word.ok ? '' : word.failure.fix).toContain('--confirm production/api --reason "…"');
			expect(await agreed({ confirm: 'production/api', reason: 'x' }, grave, protection)).toEqual({
				ok: true,
				value: { how: 'typed env/service', typed: 'production/api', why: 'x' },
			});
		}
	});

	test('what --confirm names is handed on as it was typed, to be weighed', async () => {
		const word = await agreed({ yes: true, confirm: 'staging/api' }, aPlan(), 'open');
		expect(word).toEqual({ ok: true, value: { how: 'typed env/service', typed: 'staging/api' } });
	});
});
