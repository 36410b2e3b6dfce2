import { describe, expect, test } from 'vitest';
import { unfinishedOf, unfinishedText, withoutContainer } from '../../src/core/engine/by-hand.ts';
import type { Instance, Service } from '../../src/core/model.ts';
import { renamed } from '../../src/core/renamed.ts';
import type { State } from '../../src/core/state.ts';
import { instance, service } from '../actions/service.ts';

const now = 1_795_269_751_000;
const stands = [{ host: 'vps1', id: 'old1', name: 'api', image: 'sha256:bad' }];
const kept = instance({ name: 'api-rb-7f3a0c11', state: 'exited' });
const half = instance({
	id: 'n',
	name: 'api-next-7f3a0c11',
	state: 'created',
	labels: { 'watchdeck.plan': '7f3a0c11' },
});

interface World {
	readonly found: Instance;
	readonly quiet?: number;
	readonly read?: number;
}

function told({ found, quiet, read = now }: World, of: Service | undefined): string | undefined {
	const engines = { vps1: { misses: 0, value: { containers: { [found.id]: found }, images: [] } } };
	const lock = { key: 'container-api', plan: '7f3a0c11', who: 'bob', what: '', why: '', since: now, quiet: quiet ?? 0 };
	const locks: State['locks'] = quiet === undefined ? {} : { vps1: { at: read, all: [lock] } };
	return renamed({ engines, locks }, { stands }, of, now);
}

const missing = (former: readonly Instance[]) => service({ instances: [], former });

test('a service that has no container gets its renamed one back by its name', () => {
	const found = instance({ name: 'api2' });
	const why = 'api is called api2 on vps1 now: docker rename api2 api, or deploy it again, then press enter';
	expect(told({ found }, missing([]))).toBe(why);
	expect(told({ found }, undefined)).toBe(why);
});

test('a service that is known by its labels still has it: enter alone plans anew', () => {
	const found = instance({ name: 'api2' });
	expect(told({ found }, service({ platform: 'compose', instances: [found] }))).toBe('api is called api2 on vps1 now');
});

test('a container that has its name, or a follower, is not told', () => {
	expect(told({ found: instance() }, service())).toBeUndefined();
	expect(told({ found: kept }, service({ instances: [instance({ id: 'new' })] }))).toBeUndefined();
	expect(told({ found: kept }, service({ instances: [instance({ id: 'new', name: 'api-2' })] }))).toBeUndefined();
});

describe('a container that a change set aside', () => {
	const wait = 'a change set api on vps1 aside as api-rb-7f3a0c11: wait for its end, then press enter';

	test('is waited for while the roll back holds its lock', () => {
		expect(told({ found: kept, quiet: 5_000 }, missing([kept]))).toBe(wait);
		expect(told({ found: kept, quiet: 5_000 }, undefined)).toBe(wait);
		expect(told({ found: kept, quiet: 5_000 }, missing([half, kept]))).toBe(wait);
	});
	test.each<[string, Omit<World, 'found'>]>([
		['holds none', {}],
		['is silent', { quiet: 61_000 }],
		['held one when the host was last read, long ago', { quiet: 0, read: now - 31_000 }],
	])('has no end to be waited for where the roll back %s', (_, lock) => {
		const cut = missing([half, kept]);
		const left = unfinishedOf(cut);
		expect(left).toBeDefined();
		expect(told({ found: kept, ...lock }, cut)).toBe(left && unfinishedText(left));
		const standsIn = service({ instances: [{ ...half, state: 'running' }], former: [kept] });
		expect(told({ found: kept, ...lock }, standsIn)).toContain('watchdeck resume 7f3a0c11');
		expect(told({ found: kept, ...lock }, missing([kept]))).toBe(withoutContainer(missing([kept])));
	});
});
