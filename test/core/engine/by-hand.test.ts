import { expect, test } from 'vitest';
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

test('a container of another host, or one without the label of its plan, is no half-made one of the service', () => {
	expect(unfinishedOf({ instances: [instance()], former: [{ ...next, host: 'vps2' }] })).toBeUndefined();
	expect(unfinishedOf({ instances: [{ ...next, labels: {} }], former: [] })).toBeUndefined();
});

test.each<[string, readonly Instance[], string]>([
	['nothing is left of it', [], 'it has no container: deploy it again first'],
	[
		'one is kept',
		[instance({ name: 'api-rb-7f3a0c11', state: 'exited' })],
		'it has no container; by hand: docker rename api-rb-7f3a0c11 api && docker start api',
	],
	[
		'the roll back took the policy of the one that is kept',
		[kept],
		'it has no container; by hand: docker rename api-rb-7f3a0c11 api && docker start api (its restart policy is "no")',
	],
	[
		'the newest of several',
		[
			instance({ name: 'api-old', state: 'exited', ended: 3_000 }),
			instance({ name: 'api-rb-7f3a0c11', state: 'exited', ended: 2_000 }),
		],
		'it has no container; by hand: docker rename api-old api && docker start api',
	],
	[
		'nobody knows what another was called',
		[instance({ name: 'web_1', state: 'exited' })],
		'it has no container: deploy it again first',
	],
	[
		'a roll back was cut off',
		[{ ...next, state: 'created' }, kept],
		'it has no container; a roll back of it has no end: watchdeck resume 7f3a0c11',
	],
])('without a container there is no target, and it says what to do by hand: %s', (_, former, words) => {
	const without = service({ instances: [], former });
	expect(withoutContainer(without)).toBe(words);
	expect(targetOf(without)).toEqual({ none: words });
});
