import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Judging } from '../../src/actions/checks.ts';
import { confirm } from '../../src/actions/confirm.ts';
import { type Deployed, gatesIn, gatesOf, type Surroundings, withGates } from '../../src/actions/gates.ts';
import type { GateSpec, ProbeSpec } from '../../src/core/config/fleet.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import { containerIs } from '../../src/core/expect.ts';
import { shutGates } from '../../src/core/gates.ts';
import type { Result } from '../../src/core/model.ts';
import type { Gate, Plan } from '../../src/core/plan.ts';
import { planDifferences } from '../../src/core/plan-compare.ts';
import type { Reading } from '../../src/core/probe.ts';
import { instance, service } from './service.ts';
import { digest, makeWorld, usualStart, type World } from './world.ts';

const once = { times: 1, within: 0 };
const runsImage = (image: string): Gate => ({
	name: 'staging',
	must: containerIs(`it runs ${image}`, 'staging/api', { host: 'vps1', container: 'api', image }, once),
	fix: 'Deploy it there first',
	was: { is: 'passed', because: 'it did' },
});
const whats = ({ entries }: World) => entries.map(({ what }) => what);
const because = (came: Awaited<ReturnType<World['go']>>) => (came === 'killed' ? came : came.because);

function gated(...gates: readonly Gate[]): World {
	const { plan } = makeWorld();
	return makeWorld({
		...usualStart,
		other: { plan: { ...plan, gates }, boxes: [] },
	});
}

describe('gates under the lock', () => {
	test('that hold are written down before the first order', async () => {
		const world = gated(runsImage('sha256:bad'));
		expect(await world.go()).toMatchObject({ outcome: 'VERIFIED' });
		expect(whats(world).slice(0, 4)).toEqual(['planned', 'confirmed', 'gates', 'begins']);
		expect(world.entries[2]).toMatchObject({ failed: [], text: 'staging passed: it runs sha256:bad' });
	});

	test('one that does not hold any more: nothing is ordered, the lock is given back', async () => {
		const world = gated(runsImage('sha256:good'));
		const came = await world.go();
		expect(came).toMatchObject({ outcome: 'REFUSED' });
		expect(because(came)).toContain('the gate staging did not pass');
		expect(because(came)).toContain('Deploy it there first. Then plan anew.');
		expect(because(came)).toContain('Nothing was changed.');
		expect(whats(world)).toEqual(['planned', 'confirmed', 'gates', 'refused']);
		expect(world.entries[2]).toMatchObject({ failed: ['staging'] });
		expect(world.given).toEqual([]);
		expect(world.engine.locks.size).toBe(0);
	});

	test('are not looked at again once a step began: it goes on', async () => {
		const world = gated(runsImage('sha256:bad'));
		const last = 'killed after effect' as const;
		expect(await world.go({ order: { at: 5, is: last } })).toBe('killed');
		await world.pass(120_000);
		expect(await world.go()).toMatchObject({ outcome: 'VERIFIED' });
		expect(whats(world).filter((what) => what === 'gates')).toHaveLength(1);
	});

	test('that cannot be written down let nothing begin', async () => {
		const world = gated(runsImage('sha256:bad'));
		expect(await world.go({ journal: { at: 2, is: 'fails from here' } })).toMatchObject({ outcome: 'REFUSED' });
		expect(world.given).toEqual([]);
	});
});

/** Judging by a clock that goes on as long as each reading takes. */
function judging(said: ReadonlyMap<string, Result<Reading>>, takes: number, start: number): Judging {
	let now = start;
	return {
		read: async ({ name = '' }) => {
			now += takes;
			return said.get(name) ?? { ok: false, failure: { kind: 'timeout', message: 'no answer' } };
		},
		now: () => now,
		wait: async (ms) => {
			now += ms;
		},
		stopped: () => false,
	};
}
const reading = (is: 'ok' | 'down' | 'unknown'): Result<Reading> => ({
	ok: true,
	value: { layers: { health: { is, because: `it is ${is}`, since: 0 } } },
});
const named = (name: string): Gate => ({
	name,
	must: {
		say: name,
		probe: { kind: 'command', name, of: '', every: 1, timeout: 1, spec: {} },
		holds: 'again',
		...once,
	},
	fix: `mend ${name}`,
});

test('whatever gates say, only a plan all of whose gates passed is confirmed, and it is good as long after them', async () => {
	const is = fc.constantFrom('ok', 'down', 'unknown', 'none');
	await fc.assert(
		fc.asyncProperty(fc.array(is, { minLength: 1, maxLength: 6 }), fc.nat(600_000), async (all, takes) => {
			const { plan } = makeWorld();
			const gates = all.map((_, index) => named(`g${index}`));
			const said = new Map(all.flatMap((one, index) => (one === 'none' ? [] : [[`g${index}`, reading(one)] as const])));
			const clock = judging(said, takes, plan.made);
			const seen = await withGates({ ...plan, gates }, clock);
			const facts = { facts: seen.facts, digest, by: 'op-1', protection: 'open', tier: 2, how: '--yes' } as const;
			const confirmed = confirm({ plan: seen, ...facts, now: clock.now() });
			expect(confirmed.ok).toBe(all.every((one) => one === 'ok'));
			expect(seen.expires - clock.now()).toBe(plan.expires - plan.made);
			const failure = shutGates(seen);
			for (const [index, one] of all.entries()) if (one !== 'ok') expect(failure?.fix).toContain(`mend g${index}`);
			// What was said at the moment is no other plan.
			const planned: Plan = { ...plan, gates };
			expect(planDifferences(planned, seen)).toEqual([]);
			const fewer: Plan = { ...seen, gates: gates.slice(1) };
			expect(planDifferences(seen, fewer)).not.toEqual([]);
		}),
	);
});

test('a plan whose gates nobody looked at is not confirmed', () => {
	const { plan } = makeWorld();
	expect(shutGates({ ...plan, gates: [named('tests')] })?.message).toContain('tests: it was not looked at');
});

const line = (kind: string, fields: object): ProbeSpec => ({
	...{ kind, name: 'one', of: 'production/api', layer: 'health', from: 'vps1', every: 2_000, timeout: 60_000 },
	failures: 1,
	line: { ...fields },
});
const backups = { ...line('backup', { folder: '/backups' }), name: 'dumps', of: 'production/db' };
const peers: Readonly<Record<string, ReturnType<Surroundings['peer']>>> = {
	'staging/api': { service: service({ id: 'staging/api', instances: [instance({ host: 'here', name: 'sapi' })] }) },
	'staging/half': {
		service: service({
			id: 'staging/half',
			instances: [instance({ name: 'sapi-1' }), instance({ name: 'sapi-2', state: 'restarting' })],
		}),
	},
	'staging/idle': { service: service({ id: 'staging/idle', instances: [instance({ state: 'exited' })] }) },
};
const around: Surroundings = { peer: (id) => peers[id] ?? {}, lines: [backups] };
const deployed: Deployed = { ref: 'shop/api:v3', promised: { digest: 'sha256:d' } };
const made = (spec: GateSpec, of: Deployed = deployed) => gatesOf([spec], of, around);

describe('a gate of the config', () => {
	test('of a command names it and where it runs, and what to do by hand', () => {
		const run = ['make', 'test', 'A=$B'];
		expect(made({ name: 'tests', is: 'line', line: line('command', { run }) })).toMatchObject([
			{
				name: 'tests',
				must: { say: "make test 'A=$B' on vps1 does what is expected", probe: { spec: { run, from: 'vps1' } } },
				fix: "Run it on vps1: make test 'A=$B'",
			},
		]);
	});

	test('of a backup never says that a restore proved it', () => {
		const [gate] = made({ name: 'fresh', is: 'probe', of: 'production/db', line: 'dumps' });
		expect(gate?.must.say).toBe(
			'the newest backup of production/db dumps is young and whole by its age, size and format; no restore has verified it',
		);
		expect(gate?.must).toMatchObject({ probe: { kind: 'backup', spec: { folder: '/backups' } } });
	});

	test('of a verified backup asks for the newest and its restore test, and says how to come by both', () => {
		const dataset: DatasetSpec = {
			...{ environment: 'production', name: 'shop', kind: 'files', host: 'vps1', folder: '/b', pattern: '*', keep: 7 },
			...{ settings: { path: '/srv' }, shrink: 0.5, tables: [], checks: [], writers: [], every: 1, timeout: 60_000 },
			verify: { in: 'apart' },
		};
		const asked = { within: 86_400_000, verified: 604_800_000 };
		const gate: GateSpec = { name: 'data', is: 'verified-backup', of: 'production/shop', ...asked };
		expect(gatesOf([gate], deployed, { ...around, datasets: [dataset] })).toMatchObject([
			{
				must: { probe: { kind: 'dataset', spec: { dataset, fresh: asked } }, times: 1 },
				fix: 'Take one and test it: watchdeck backup production/shop && watchdeck verify production/shop',
			},
		]);
		expect(gatesOf([gate], deployed, around)).toMatchObject([
			{ must: { none: 'the config has no dataset production/shop' } },
		]);
	});

	test('says what the config says to do, where it does', () => {
		const [gate] = made({ name: 'x', is: 'line', fix: 'Ask Eve', line: line('tcp', { address: 'a:1' }) });
		expect(gate?.fix).toBe('Ask Eve');
	});

	test('of the same image looks for the promised one in each container that runs', () => {
		const [gate] = made({ name: 'staging', is: 'same-image', of: 'staging/api' });
		expect(gate).toMatchObject({
			must: {
				probe: { kind: 'container', spec: { host: 'here', container: 'sapi', digest: 'sha256:d', healthy: true } },
			},
			fix: 'Deploy it there first: watchdeck deploy staging/api --image shop/api:v3',
		});
	});

	test.each<[string, Deployed, string]>([
		['staging/none', deployed, 'there is no service staging/none'],
		['staging/idle', deployed, 'no container of staging/idle runs'],
		['staging/half', deployed, 'sapi-2 of staging/half is restarting'],
		['staging/api', { ref: 'x:1' }, 'what image x:1 is, is not known before it is pulled'],
	])('of the same image as %s, of which nothing can be told, does not pass', async (of, image, why) => {
		const gates = made({ name: 'staging', is: 'same-image', of }, image);
		const seen = await withGates({ ...makeWorld().plan, gates } satisfies Plan, judging(new Map(), 1, 0));
		expect(shutGates(seen)?.message).toContain(why);
	});
});

test('a roll back passes the gates by and says so; what brings no new code asks for none', () => {
	const spec = { gates: [{ name: 'tests', is: 'line', line: line('command', { run: ['x'] }) }] } as const;
	const given = { spec, surroundings: around };
	expect(gatesIn({ action: 'rollback', to: 'x' }, given, undefined)).toEqual({
		impact: ['Its gates are made for new code and passed by: tests.'],
	});
	expect(gatesIn({ action: 'restart' }, given, undefined)).toEqual({ impact: [] });
	expect(gatesIn({ action: 'deploy', image: 'x:1' }, given, undefined).gates).toHaveLength(1);
});
