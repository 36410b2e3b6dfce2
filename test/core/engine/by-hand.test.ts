import { expect, test } from 'vitest';
import { unfinishedOf } from '../../../src/core/engine/by-hand.ts';
import type { Instance } from '../../../src/core/model.ts';
import { instance } from '../../actions/service.ts';

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
