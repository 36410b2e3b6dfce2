import { describe, expect, test } from 'vitest';
import { actions } from '../../src/actions/index.ts';
import { blockedReason } from '../../src/actions/plan.ts';
import { group } from '../../src/core/engine/group.ts';
import type { Instance, Release, Service } from '../../src/core/model.ts';
import { compose } from '../../src/platforms/compose.ts';
import { docker } from '../../src/platforms/docker.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { saidOf, serviceJson } from '../core/engine/swarm.ts';
import { fleetOf } from '../core/engine/world.ts';
import { instance, release, service } from './service.ts';

/** A service of a Swarm, as its manager tells it. */
function ofSwarm(): Service {
	const observed = { value: saidOf([serviceJson('api')]), at: 1, misses: 0 };
	const [one] = group(fleetOf(), { vps1: { containers: {}, images: [], node: 'node1', swarm: observed } }, []);
	if (one === undefined) throw new Error('no service');
	return one;
}

const halfMade = (state: Instance['state']) =>
	instance({ id: 'n', name: 'api-next-7f3a0c11', state, labels: { 'watchdeck.plan': '7f3a0c11' } });

describe('r', () => {
	const reason = (change: Partial<Service>) => actions.rollback.blocked(service(change), 0);

	test('opens on a healthy service too', () => expect(reason({})).toBeUndefined());

	test.each<[string, Partial<Service>, string]>([
		['no container', { instances: [] }, 'it has no container'],
		[
			'no container but a kept one',
			{ instances: [], former: [instance({ name: 'api-rb-7f3a0c11', state: 'exited' })] },
			'by hand: docker rename api-rb-7f3a0c11 api && docker start api',
		],
		[
			'no container but a half-made one',
			{ instances: [], former: [halfMade('created'), instance({ name: 'api-rb-7f3a0c11', state: 'exited' })] },
			'docker rm api-next-7f3a0c11 && docker rename api-rb-7f3a0c11 api && ',
		],
		['several', { instances: [instance(), instance({ id: 'b', name: 'api-2' })] }, 'it has 2 containers'],
		['--rm', { instances: [instance({ autoRemove: true })] }, 'started with --rm'],
		['paused', { instances: [instance({ state: 'paused' })] }, 'docker unpause api'],
		['Swarm', { manager: 'Swarm' }, 'docker service update --image'],
		['Dokku', { manager: 'Dokku' }, 'dokku git:from-image'],
		['Kamal', { manager: 'Kamal' }, 'kamal rollback good'],
		['Kubernetes', { manager: 'Kubernetes' }, 'kubectl rollout undo'],
		['another manager', { manager: 'Nomad' }, 'act through it'],
		['a half-made one stands in', { instances: [halfMade('running')] }, 'watchdeck resume 7f3a0c11'],
		['a half-made one stands beside', { former: [halfMade('created')] }, 'watchdeck resume 7f3a0c11'],
		[
			'a half-made one of another operator stands in',
			{ instances: [halfMade('running')] },
			'only where it was begun: watchdeck resume 7f3a0c11; when who began it cannot be reached: docker ',
		],
		['a half-made one runs beside', { former: [halfMade('running')] }, 'docker rm api-next-7f3a0c11'],
		['no target', { releases: [release('bad', { can: 'runs' })] }, 'no other release is known'],
		['never ran', { releases: [release('x', { proof: 'image only' })] }, 'no other release is known to have run'],
		[
			'its image is gone',
			{
				releases: [
					release('v1', { can: 'unknown', image: { id: 'sha256:v1', ref: 'r:5000/shop/api:v1', digest: 'sha256:d1' } }),
				],
			},
			'docker pull r:5000/shop/api@sha256:d1',
		],
	])('%s: says why not', (_, change, words) => expect(reason(change)).toContain(words));

	test.each<[string, readonly Release[]]>([
		['none is known', [release('bad', { can: 'runs' })]],
		['none is known to have run', [release('x', { proof: 'image only' })]],
		['its image is gone and nobody has it', [release('v1', { can: 'gone' })]],
	])('%s: says what to do', (_, releases) => {
		expect(reason({ releases })).toContain('; deploy the image that you want the usual way');
	});

	test.each(['docker', 'compose', 'swarm'] as const)('%s: goes to one that its registry has', (platform) => {
		const image = { id: 'sha256:v1', ref: 'r:5000/shop/api:v1', digest: 'sha256:d1' };
		expect(reason({ platform, releases: [release('v1', { can: 'pull', image })] })).toBeUndefined();
	});

	test.each([docker, compose, swarm])('$id: is asked for by name though none can be chosen by itself', (platform) => {
		const image = { id: 'sha256:v1', ref: 'r:5000/shop/api:v1', digest: 'sha256:d1' };
		const known = release('v1', { can: 'unknown', image });
		const { swarm: facts } = ofSwarm();
		const of = service({
			platform: platform.id,
			releases: [known],
			...(platform.id === 'swarm' && facts ? { swarm: facts } : {}),
		});
		const why = (named: boolean) => blockedReason('rollback', of, platform, { now: 0, named });
		expect([why(true), why(false)]).toEqual([undefined, expect.stringContaining('its registry has it is not known')]);
	});

	test('says what makes a release known where none is', () => {
		expect(reason({ releases: [release('bad', { can: 'runs' })] })).toMatch(
			/\. A release is known while its stopped container is there, or once watchdeck saw it run$/,
		);
	});

	test('goes to the newest release that ran here and is on the host', () => {
		const releases = [
			release('runs', { can: 'runs' }),
			release('never', { proof: 'image only' }),
			release('gone', { can: 'gone' }),
			release('v3', { proof: 'container' }),
			release('v2'),
		];
		const want = actions.rollback.settled?.({ action: 'rollback', to: '' }, service({ releases }));
		expect(want).toEqual({ ok: true, value: { action: 'rollback', to: 'sha256:v3' } });
	});

	test('settles an open want, and refuses what is no release of the service', () => {
		const settle = (to: string) => actions.rollback.settled?.({ action: 'rollback', to }, service());
		expect(settle('')).toEqual({ ok: true, value: { action: 'rollback', to: 'sha256:good' } });
		expect(settle('sha256:bad')).toMatchObject({ ok: false });
		expect(settle('sha256:other')).toMatchObject({ ok: false });
	});

	test('says that the new one will not be restarted, where that may be what a cut change left behind', () => {
		const told = (change: Partial<Instance>) =>
			actions.rollback
				.impact({ action: 'rollback', to: 'sha256:good' }, service({ instances: [instance(change)] }))
				.some((line) => line.includes('restart policy is "no"'));
		expect(told({ state: 'exited', policy: 'no' })).toBe(true);
		expect(told({ state: 'exited' })).toBe(false);
		expect(told({ policy: 'no' })).toBe(false);
	});

	test('names the proof of its target', () => {
		const head = actions.rollback.head?.({ action: 'rollback', to: 'sha256:good' }, service());
		expect(head).toEqual({ from: 'bad', to: 'good', proven: 'ran here, by the ledger' });
	});
});

describe('R', () => {
	const reason = (change: Partial<Service>) => actions.restart.blocked(service(change), 0);
	test('restarts what is healthy, what is down, and several', () => {
		expect(reason({})).toBeUndefined();
		expect(reason({ instances: [instance({ state: 'exited' })] })).toBeUndefined();
		expect(reason({ instances: [instance(), instance({ id: 'b' })] })).toBeUndefined();
	});
	test.each<[Partial<Service>, string]>([
		[{ instances: [] }, 'it has no container'],
		[
			{ instances: [], former: [instance({ name: 'api-rb-7f3a0c11', state: 'exited' })] },
			'by hand: docker rename api-rb-7f3a0c11 api && docker start api',
		],
		[{ manager: 'Swarm' }, 'docker service update --force'],
		[{ instances: [halfMade('running')] }, 'watchdeck resume 7f3a0c11'],
		[{ manager: 'Dokku' }, 'dokku ps:restart'],
	])('%#: says why not', (change, words) => expect(reason(change)).toContain(words));
});

test('what a platform cannot do is said in its words, without a hint at what may come', () => {
	const replicas = service({ platform: 'compose', instances: [instance(), instance({ id: 'old2', name: 'api-2' })] });
	expect(blockedReason('rollback', replicas, compose, { now: 0 })).toBeUndefined();
	expect(blockedReason('rollback', { ...replicas, platform: 'docker' }, compose, { now: 0 })).toContain('2 containers');
	expect(blockedReason('restart', service({ platform: 'compose' }), compose, { now: 0 })).toBeUndefined();
	expect(blockedReason('restart', service({ platform: 'swarm' }), swarm, { now: 0 })).toContain(
		'docker service update --force',
	);
	const mute = { id: 'swarm', title: 'Swarm', can: {} } as const;
	expect(blockedReason('restart', service(), mute, { now: 0 })).toBe('Swarm has no way to restart');
});

test('the proof asks for image, label, health and no restart, then for the web address', () => {
	const health = { url: 'https://x.test/health', from: 'local', every: 5_000, timeout: 2_000, failures: 3 };
	const asks = { times: 4, within: 60_000, health };
	const proof = actions.rollback.proof({ action: 'rollback', to: 'sha256:good' }, service(), '7f3a0c11', asks);
	expect(proof.map(({ probe }) => probe.kind)).toEqual(['container', 'http']);
	expect(proof[0]).toMatchObject({ holds: 'again', times: 4, within: 60_000 });
	expect(proof[0]?.probe.spec).toEqual({
		host: 'vps1',
		container: 'api',
		image: 'sha256:good',
		labels: { 'watchdeck.plan': '7f3a0c11' },
		healthy: true,
		restarts: 0,
	});
	const restart = actions.restart.proof({ action: 'restart' }, service(), '7f3a0c11', { times: 3, within: 9 });
	expect(restart.map(({ probe }) => probe.spec)).toEqual([
		{ host: 'vps1', container: 'api', image: 'sha256:bad', startedAfter: 1_000, healthy: true, restarts: 0 },
	]);
	// A proof compares with what the engine says: by its own clock.
	const { instances, ...rest } = service();
	const skewed = { ...rest, instances: instances.map((one) => ({ ...one, ahead: 500 })) };
	const [proven] = actions.restart.proof({ action: 'restart' }, skewed, '7f3a0c11', { times: 3, within: 9 });
	expect(proven?.probe.spec).toMatchObject({ startedAfter: 1_500 });
});
