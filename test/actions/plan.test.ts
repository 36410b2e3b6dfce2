import { describe, expect, test } from 'vitest';
import { lockOn } from '../../src/actions/lock.ts';
import { makePlan, type Wanted } from '../../src/actions/plan.ts';
import { interrupted, openOn } from '../../src/actions/resume.ts';
import type { Ask } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import type { Platform } from '../../src/core/making.ts';
import { isQuiet } from '../../src/core/select/plan/stand.ts';
import { restartSteps } from '../../src/platforms/restart-steps.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { entriesOf, notes } from '../support/plans.ts';
import { instance, service } from './service.ts';
import { digest, id } from './world.ts';

const inspected = {
	Id: 'old1',
	Name: '/api',
	Image: 'sha256:bad',
	Config: { StopTimeout: 20 },
	HostConfig: { RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 } },
	State: { Running: true, Restarting: false, StartedAt: '2025-01-02T03:04:05.678901234Z' },
};

function asking(locks: Readonly<Record<string, string>> = {}, container: object = inspected): Ask {
	return async (call) => {
		const text = call.via === 'exec' ? (locks[call.host] ?? 'state=free\nnow=100\n') : JSON.stringify(container);
		return { ok: true, took: 1, value: { code: 200, text, err: '' } };
	};
}

const title = 'test';
function wanted(change: Partial<Wanted<'restart'>> = {}): Wanted<'restart'> {
	return {
		want: { action: 'restart' },
		service: service(),
		platform: { id: 'docker', title, can: { restart: restartSteps } },
		id,
		by: 'op-1',
		now: 100_000,
		oldest: 99_000,
		digest,
		ask: asking(),
		signal: new AbortController().signal,
		...change,
	};
}

describe('a plan', () => {
	test('joins steps, proof and locks, and orders nothing', async () => {
		const made = await makePlan(wanted());
		expect(made.ok && made.value).toMatchObject({
			id,
			action: 'restart',
			title: 'RESTART production/api',
			made: 100_000,
			expires: 400_000,
			oldest: 99_000,
			unproven: 'hold',
			locks: [lockOn('vps1', 'container-api', { plan: id, who: 'op-1', what: 'restart production/api' })],
			stands: [{ host: 'vps1', id: 'old1', name: 'api', image: 'sha256:bad' }],
			steps: [
				{
					say: 'restart api',
					does: { method: 'POST', path: '/containers/old1/restart', timeout: 80_000, effect: 'write' },
					took: { probe: { kind: 'container', spec: { startedAfter: Date.parse('2025-01-02T03:04:05.678Z') } } },
				},
			],
		});
		expect(made.ok && made.value.proof).toHaveLength(1);
	});

	test('that was asked for is no quiet run, also where its steps harm nothing', async () => {
		const steps: typeof restartSteps = async (...of) => {
			const made = await restartSteps(...of);
			if (!made.ok) return made;
			const harmless = { none: 'It stays.', harmless: true } as const;
			return {
				ok: true,
				value: { ...made.value, steps: made.value.steps.map((step) => ({ ...step, undo: harmless })) },
			};
		};
		const made = await makePlan(wanted({ platform: { id: 'docker', title, can: { restart: steps } } }));
		if (!made.ok) throw new Error(made.failure.message);
		expect(made.value).not.toHaveProperty('unasked');
		expect(made.value.unproven).toBe('hold');
		const plan = made.value;
		const consent = { by: 'op-1', at: 0, of: '', how: 'enter' } as const;
		const cut = interrupted(
			entriesOf(
				notes(
					[
						{ what: 'planned', plan },
						{ what: 'confirmed', consent },
					],
					id,
				),
			),
			() => false,
		);
		expect(openOn(cut, plan.service)).toMatchObject({ kind: 'refused' });
		expect(isQuiet({ plan })).toBe(false);
	});

	test('restarts several containers one after the other, each healthy before the next', async () => {
		const several = service({ instances: [instance(), instance()], hosts: ['vps1'] });
		const made = await makePlan(wanted({ service: several }));
		expect(made.ok && made.value.steps.map(({ check }) => check?.say)).toEqual(['api is healthy', 'api is healthy']);
	});

	test.each(['docker', 'compose'] as const)('of a restart on %s removes what was kept only there', async (platform) => {
		const former = [instance({ id: 'kept1', name: 'api-rb-00000001', state: 'exited' })];
		const made = await makePlan(wanted({ service: service({ platform, former }) }));
		if (!made.ok) throw new Error(made.failure.message);
		const ours = platform === 'docker';
		expect(made.value.tidy.map(callText)).toEqual(ours ? ['docker rm kept1'] : []);
		expect(made.value.impact.some((line) => line.includes('api-rb-00000001'))).toBe(ours);
	});

	test('takes its locks in the order of host names', async () => {
		const made = await makePlan(wanted({ service: service({ hosts: ['b', 'a', 'c'] }) }));
		expect(made.ok && made.value.locks.map(({ host }) => host)).toEqual(['a', 'b', 'c']);
	});

	test('to take over a lock is grave while it beats, has no other step, and wants a lock that is there', async () => {
		const held = (beat: number) =>
			`state=held\nplan=p0\nwho=op-2\nwhat=restart\nwhy=\nsince=10\nbeat=${beat}\nnow=100\n`;
		const takeover = async (answer?: string, platform: Platform = { id: 'swarm', title, can: {} }) =>
			makePlan({
				...wanted({ ask: asking(answer === undefined ? {} : { vps1: answer }) }),
				platform,
				want: { action: 'takeover' },
			});
		const beating = await takeover(held(95));
		if (!beating.ok) throw new Error(beating.failure.message);
		expect(beating.value).toMatchObject({ tier: 4, steps: [], proof: [], watch: [], stands: [] });
		const take = beating.value.locks[0]?.take;
		expect(take?.via === 'exec' && take.argv.slice(-2)).toEqual(['p0', 'force']);
		expect(beating.value.impact.at(-1)).toMatch(/^Takes over the lock on vps1 of op-2 .*, still at it\.$/);
		const stale = await takeover(held(40));
		expect(stale.ok && 'tier' in stale.value).toBe(false);
		const none = await takeover();
		expect(!none.ok && none.failure.message).toBe('Nobody holds the lock of production/api on vps1.');
	});

	test('knows that a lock lies here where the host has no shell', async () => {
		const [away, here] = await Promise.all([['vps1'], ['vps2']].map((shellless) => makePlan(wanted({ shellless }))));
		expect(away?.ok === true && away.value.localLock).toBe(true);
		expect(here?.ok === true && 'localLock' in here.value).toBe(false);
	});

	test('takes over a stale lock only, and says so', async () => {
		const held = (beat: number) =>
			`state=held\nplan=p0\nwho=op-2\nwhat=restart\nwhy=\nsince=10\nbeat=${beat}\nnow=100\n`;
		const fresh = await makePlan(wanted({ ask: asking({ vps1: held(95) }) }));
		expect(fresh).toMatchObject({ ok: false, failure: { kind: 'refused' } });
		expect(!fresh.ok && fresh.failure.message).toContain('op-2');
		const stale = await makePlan(wanted({ ask: asking({ vps1: held(40) }) }));
		expect(stale.ok && stale.value.impact.at(-1)).toContain('Takes over the lock on vps1 of op-2');
		const take = stale.ok ? stale.value.locks[0]?.take : undefined;
		expect(take?.via === 'exec' && take.argv.at(-1)).toBe('p0');
		expect(stale.ok && stale.value.locks[0]?.over).toMatch(
			/^op-2 \(restart, plan p0\), since 1m 30s ago, silent for 1m/,
		);
	});

	test.each<[string, Partial<Wanted<'restart'>>, string, string]>([
		['facts too old', { oldest: 69_999 }, 'changed', 'What is known of production/api is 30 s old'],
		['blocked', { service: service({ instances: [] }) }, 'refused', 'it has no container'],
		['not here', { platform: swarm }, 'refused', 'docker service update --force'],
		['renamed', { ask: asking({}, { ...inspected, Name: '/other' }) }, 'changed', 'changed just now'],
		['another image', { ask: asking({}, { ...inspected, Image: 'sha256:x' }) }, 'changed', 'changed just now'],
		['garbled', { ask: asking({}, { Id: 1 }) }, 'garbled', 'is not understood'],
	])('%s: refused with the remedy', async (_, change, kind, words) => {
		const made = await makePlan(wanted(change));
		expect(made).toMatchObject({ ok: false, failure: { kind, fix: expect.any(String) } });
		expect(!made.ok && made.failure.message).toContain(words);
	});

	test('is refused when its container vanished while it was made', async () => {
		const reply = { code: 404, text: '{"message":"No such container: old1"}', err: '' };
		const gone: Ask = async () => ({ ok: false, took: 1, failure: { kind: 'missing', message: '404' }, reply });
		const made = await makePlan(wanted({ ask: gone }));
		expect(!made.ok && made.failure.message).toBe('There is no container api on vps1 any more.');
	});
});
