import { describe, expect, test } from 'vitest';
import { callText } from '../../src/core/call-text.ts';
import { earlierKept } from '../../src/core/engine/former.ts';
import { tidyImpact, tidyOf } from '../../src/platforms/kept-containers.ts';
import { repositoryOf } from '../../src/platforms/repository.ts';
import { type Back, rollbackSteps } from '../../src/platforms/rollback-steps.ts';
import { instance, service } from '../actions/service.ts';

describe('the repository of a pin', () => {
	test('is made of the container where no image has a name', () => {
		expect(repositoryOf([`sha256:${'5'.repeat(64)}`, ''], 'My_Api.1')).toBe('watchdeck/my-api-1');
		expect(repositoryOf(['', 'shop/api:v1'], 'x')).toBe('shop/api');
	});
});

function swap(change: Partial<Back['old']> = {}): Back {
	const policy = { name: 'on-failure', tries: 3 };
	return {
		host: 'vps1',
		service: 'production/api',
		id: '7f3a0c11',
		old: { id: 'old1', name: 'api', running: true, grace: 10_000, policy, json: {}, ...change },
		image: 'sha256:11',
		repository: 'shop/api',
		body: { Image: 'shop/api:rb-7f3a0c11' },
		networks: [{ network: 'back', endpoint: {} }],
	};
}

describe('the steps of a roll back', () => {
	const text = (given: Back) =>
		rollbackSteps(given).map(({ does, undo }) => [callText(does), 'none' in undo ? undo.none : callText(undo)]);

	test('are these commands, with these undos', () => {
		expect(text(swap()).filter((_, index) => index !== 1)).toEqual([
			['docker tag sha256:11 shop/api:rb-7f3a0c11', 'The image stays pinned as shop/api:rb-7f3a0c11.'],
			['docker network connect back api-next-7f3a0c11', 'docker network disconnect -f back api-next-7f3a0c11'],
			['docker stop old1', 'docker start old1'],
			['docker update --restart=no old1', 'docker update --restart=on-failure:3 old1'],
			['docker rename old1 api-rb-7f3a0c11', 'docker rename old1 api'],
			['docker start api-next-7f3a0c11', 'docker stop api-next-7f3a0c11'],
			['docker rename api-next-7f3a0c11 api', 'docker rename api api-next-7f3a0c11'],
		]);
		expect(text(swap())[1]?.[0]).toContain('/containers/create?name=api-next-7f3a0c11');
		expect(text(swap())[1]?.[1]).toBe('docker rm -f api-next-7f3a0c11');
	});

	test('leave out the policy where there is none, but never the stop: somebody may have started it since', () => {
		const steps = text(swap({ running: false, policy: { name: 'no', tries: 0 } }));
		const stop = steps.find(([does]) => does === 'docker stop old1');
		expect(stop).toBeDefined();
		expect(stop?.join('\n')).not.toContain('docker start old1');
		expect(steps.some(([does]) => does?.startsWith('docker update'))).toBe(false);
	});
});

test('what earlier roll backs kept is removed without volumes, with the pins that nothing else uses', () => {
	const kept = (id: string, ref: string) =>
		instance({ id: `c-${id}`, name: `api-rb-${id}`, state: 'exited', image: { id: `sha256:${id}`, ref } });
	const current = instance({ image: { id: 'sha256:now', ref: 'shop/api:rb-00000002' } });
	const former = [
		kept('00000001', 'shop/api:v1'),
		kept('00000002', 'shop/api:rb-00000001'),
		kept('00000003', 'shop/api:rb-00000002'),
		instance({ id: 'other', name: 'api-rb-backup', state: 'exited' }),
		instance({ id: 'else', name: 'web-rb-00000001', state: 'exited' }),
		instance({ id: 'runs', name: 'api-rb-00000004' }),
	];
	const of = service({ instances: [current], former });
	const earlier = earlierKept(of, current);
	expect(earlier.map(({ id }) => id)).toEqual(['c-00000001', 'c-00000002', 'c-00000003']);
	expect(tidyImpact(of, [])).toEqual([]);
	expect(tidyImpact(of, earlier)).toEqual([
		'Removed once this is verified, without volumes: api-rb-00000001, api-rb-00000002, api-rb-00000003; also the image name that it kept: shop/api:rb-00000001.',
	]);
	expect(tidyOf(of, earlier).map(callText)).toEqual([
		'docker rm c-00000001',
		'docker rm c-00000002',
		'docker rm c-00000003',
		'docker rmi shop/api:rb-00000001',
	]);
});
