// A deploy with gates and a list of what must hold after it, killed anywhere: whichever way is taken then, there is one healthy
// service. Its gates count until a step began; a roll back passes them by.
import { describe, expect, test } from 'vitest';
import type { GateSpec, ProbeSpec } from '../../src/core/config/fleet.ts';
import { shutGates } from '../../src/core/gates.ts';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import { begin, counted, each, finishes, type Killed, undoes } from './killed.ts';
import { makeStage, type Setting } from './stage.ts';

const line = (name: string): ProbeSpec => ({
	...{ kind: 'http', layer: 'outside', name, of: 'production/api', from: 'vps1', every: 1_000, timeout: 5_000 },
	...{ failures: 1, line: { url: 'http://api.production.demo/health' } },
});
/** Passes while production/api itself answers: not any more once a step began. */
const well: GateSpec = { name: 'well', is: 'line', line: line('well') };
/** Never passes: the config has no such line. */
const shut: GateSpec = { name: 'backup', is: 'probe', of: 'production/db', line: 'dumps' };
const after = { checks: [{ line: line('smoke'), within: 30_000 }], errors: 0.01 };
const gated: Setting = { spec: { gates: [well], after } };
const image = 'registry.demo/shop/api:v2';
const deploy: Killed = {
	...{ title: 'deploy', kind: 'docker', want: { action: 'deploy', image }, count: [1, 1], runs: ['v3', 'v2'] },
	setting: gated,
};
const back: Want<ServiceAction> = { action: 'rollback', to: '' };

const gatesIn = (entries: readonly { readonly what: string }[]) => entries.filter(({ what }) => what === 'gates');

describe('a deploy with gates and a list for after it', () => {
	test('has both in its plan, and its gates in the journal before the first step', async () => {
		const { stage, plan } = await begin(deploy);
		expect(plan.gates?.map(({ name, was }) => [name, was?.is])).toEqual([['well', 'passed']]);
		expect(plan.proof.map(({ say }) => say)).toContain('smoke: its http is fine');
		expect((await stage.go(plan)).performed).toMatchObject({ outcome: 'VERIFIED' });
		expect(stage.entries.map(({ what }) => what).slice(0, 4)).toEqual(['planned', 'confirmed', 'gates', 'begins']);
	});

	test('killed anywhere, it is finished: of a service that is stopped half-way no gate is asked', async () => {
		const { kills, lines, orders } = await counted(deploy);
		// Its gates are a line besides.
		expect(lines).toBeGreaterThanOrEqual(5 + 2 * orders);
		await each(deploy, kills, finishes);
	});

	test('killed anywhere, it is undone, and twice is once', async () => {
		await each(deploy, (await counted(deploy)).kills, undoes);
	});

	test('killed right after its gates were written down, they are asked again: nothing began', async () => {
		const { stage, plan } = await begin(deploy);
		expect((await stage.go(plan, 'forward', { line: 2 })).performed).toBe('killed');
		expect(stage.entries.at(-1)?.what).toBe('gates');
		expect((await stage.go(plan)).performed).toMatchObject({ outcome: 'VERIFIED' });
		expect(gatesIn(stage.entries)).toHaveLength(2);
	});
});

describe('where a gate is shut', () => {
	const rollback: Killed = { ...deploy, title: 'roll back', want: back, setting: { spec: { gates: [shut], after } } };

	test('a deploy is kept out, before anything is written down', async () => {
		const stage = await makeStage('docker', rollback.setting);
		const plan = await stage.plan(deploy.want);
		expect(shutGates(plan)?.message).toContain('the gate backup did not pass');
		await expect(stage.go(plan)).rejects.toThrow('the gate backup did not pass');
		expect(stage.entries).toEqual([]);
	});

	test('a roll back passes it by and says so; killed anywhere it is finished', async () => {
		const { plan } = await begin(rollback);
		expect(plan.gates).toBeUndefined();
		expect(plan.impact).toContain('Its gates are made for new code and passed by: backup.');
		expect(plan.proof.map(({ say }) => say)).not.toContain('smoke: its http is fine');
		await each(rollback, (await counted(rollback)).kills, finishes);
	});

	test('killed anywhere it is undone, and twice is once', async () => {
		await each(rollback, (await counted(rollback)).kills, undoes);
	});
});
