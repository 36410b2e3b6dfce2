import { expect, test } from 'vitest';
import { actions } from '../../../src/actions/index.ts';
import { unfinishedOf, withoutContainer } from '../../../src/core/engine/by-hand.ts';
import { targetOf } from '../../../src/core/engine/target.ts';
import type { Instance } from '../../../src/core/model.ts';
import { instance, service } from '../../actions/service.ts';

const next = instance({ id: 'n', name: 'api-next-7f3a0c11', labels: { 'watchdeck.plan': '7f3a0c11' } });
const kept = instance({ name: 'api-rb-7f3a0c11', state: 'exited', policy: 'no' });
const away = 'docker stop api-next-7f3a0c11 && docker rm api-next-7f3a0c11';
const policy = 'docker update --restart unless-stopped api';

test.each<[string, readonly Instance[], readonly Instance[], string]>([
	[
		'the old one was put away',
		[next],
		[kept],
		`${away} && docker rename api-rb-7f3a0c11 api && ${policy} && docker start api`,
	],
	[
		'the old one was stopped and not yet put away',
		[instance({ state: 'exited', policy: 'no' })],
		[next],
		`${away} && ${policy} && docker start api`,
	],
	[
		'the old one was restarted so many times at most',
		[{ ...next, policy: 'on-failure', tries: 5 }],
		[kept],
		`${away} && docker rename api-rb-7f3a0c11 api && docker update --restart on-failure:5 api && docker start api`,
	],
	['the old one runs', [instance()], [next], away],
	[
		'the old one was put away and the new one not yet started',
		[],
		[{ ...next, state: 'created' }, kept],
		`${away} && docker rename api-rb-7f3a0c11 api && ${policy} && docker start api`,
	],
	['the old one is gone', [next], [], 'docker rename api-next-7f3a0c11 api && docker start api'],
])('%s: the commands put back what is there', (_, instances, former, commands) => {
	expect(unfinishedOf({ instances, former })).toEqual({
		plan: '7f3a0c11',
		next: next.name,
		standsIn: instances.some(({ id }) => id === next.id),
		commands,
	});
});

test('a name of an engine is one word of a command to be pasted, whatever it is', () => {
	const name = 'api $(pwned)\0';
	const [old, made] = [stopped(name, 2_000), instance({ name, labels: next.labels })];
	const words = [
		withoutContainer(service({ instances: [], former: [old] })),
		withoutContainer(service({ instances: [], lookalikes: [name] })),
		actions.restart.blocked(service({ instances: [instance({ name, state: 'paused' })] }), 0),
		actions.rollback.blocked(service({ instances: [instance({ name, state: 'paused' })] }), 0),
		unfinishedOf({ instances: [], former: [made] })?.commands ?? "'api $(pwned)␀'",
	];
	for (const said of words) expect(said).toContain("'api $(pwned)␀'");
});

test('a container of another host, or one without the label of its plan, is no half-made one of the service', () => {
	expect(unfinishedOf({ instances: [instance()], former: [{ ...next, host: 'vps2' }] })).toBeUndefined();
	expect(unfinishedOf({ instances: [{ ...next, labels: {} }], former: [] })).toBeUndefined();
});

const stopped = (name: string, ended: number, more: Partial<Instance> = {}) =>
	instance({ id: name, name, state: 'exited', ended, ...more });
const old = stopped('api-old', 2_000);
const faulty = stopped('api-rb-7f3a0c11', 3_000, { policy: 'no' });

test.each<[string, readonly Instance[], string]>([
	['nothing is left of it', [], 'it has no container: deploy it again first'],
	['one is left', [old], 'it has no container; by hand: docker rename api-old api && docker start api'],
	[
		'the newest of several',
		[stopped('api-v1', 1_000), old, stopped('api-v0', 500)],
		'it has no container; by hand: docker rename api-old api && docker start api',
	],
	[
		'what a roll back left is the last choice, though it ended last',
		[faulty, old],
		'it has no container; by hand: docker rename api-old api && docker start api',
	],
	[
		'nothing but what a roll back left',
		[stopped('api-rb-0a1b2c3d', 2_000), stopped('api-rb-7f3a0c11', 3_000)],
		'it has no container; api-rb-7f3a0c11 is what the change 7f3a0c11 left; by hand: docker rename api-rb-7f3a0c11 api && docker start api',
	],
	[
		'its policy was taken, and nobody knows which it was',
		[faulty],
		'it has no container; api-rb-7f3a0c11 is what the change 7f3a0c11 left; its restart policy is "no" until docker update --restart sets another; by hand: docker rename api-rb-7f3a0c11 api && docker start api',
	],
	[
		'its policy was taken, and an older one still has its own',
		[{ ...old, policy: 'no' }, stopped('api-v1', 1_000, { policy: 'on-failure', tries: 5 })],
		'it has no container; by hand: docker rename api-old api && docker update --restart on-failure:5 api && docker start api',
	],
	[
		'its own policy was taken, and nobody knows which it was',
		[{ ...old, policy: 'no' }],
		'it has no container; the restart policy of api-old is "no" until docker update --restart sets another; by hand: docker rename api-old api && docker start api',
	],
	[
		'a roll back was cut off',
		[{ ...next, state: 'created' }, kept],
		`a change of it has no end: its api-next-7f3a0c11 is still there; use, only where it was begun: watchdeck resume 7f3a0c11; when who began it cannot be reached: ${away} && docker rename api-rb-7f3a0c11 api && ${policy} && docker start api`,
	],
])('without a container there is no target, and it says what to do by hand: %s', (_, former, words) => {
	const without = service({ instances: [], former });
	expect(withoutContainer(without)).toBe(words);
	expect(targetOf(without)).toEqual({ none: words });
});

test('a roll back that has no end is told in the same words by the story and by what refuses', () => {
	const without = service({ instances: [], former: [{ ...next, state: 'created' }, kept] });
	const words = withoutContainer(without);
	expect([actions.restart, actions.rollback].map(({ blocked }) => blocked(without, 0))).toEqual([words, words]);
	expect(targetOf(without)).toEqual({ none: words });
});

test('an earlier container gets the name that the config gives, and none where no name is known', () => {
	const former = [stopped('api-v2-old', 1_000)];
	expect(withoutContainer(service({ container: 'api-v2', instances: [], former }))).toContain(
		': docker rename api-v2-old api-v2 && docker start api-v2',
	);
	const { container: _, ...unnamed } = service({ platform: 'compose', instances: [], former });
	expect(withoutContainer(unnamed)).toBe('it has no container: deploy it again first');
});
