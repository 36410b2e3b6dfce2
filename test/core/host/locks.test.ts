import fc from 'fast-check';
import { expect, test } from 'vitest';
import { locksIn } from '../../../src/core/host/locks.ts';

const clocks = { host: 1000, here: 5_000_000 };
const api = [
	...['container-api=plan=22d4de49', 'container-api=who=bob', 'container-api=what=restart production/api'],
	...['container-api=why=a=b', 'container-api=since=988', 'container-api=beat=995'],
];

test('a lock is told with who, what and since when by our own clock', () => {
	expect(locksIn(api, clocks)).toEqual([
		{
			...{ key: 'container-api', plan: '22d4de49', who: 'bob', what: 'restart production/api', why: 'a=b' },
			...{ since: 4_988_000, quiet: 5_000 },
		},
	]);
});

test('a lock that is not whole is none, and none costs another', () => {
	const half = ['x=plan=1', 'x=since=soon', 'x=beat=1', '=plan=2', 'y', '../z=plan=1'];
	expect(locksIn([...half, ...api], clocks).map(({ key }) => key)).toEqual(['container-api']);
});

test('one that was taken in the future began now', () => {
	expect(locksIn([...api, 'container-api=since=4000'], clocks)[0]?.since).toBe(clocks.here);
});

test('whatever stands there, it is read, and no more of it than can be shown', () => {
	fc.assert(
		fc.property(
			fc.array(fc.string({ unit: 'binary', maxLength: 300 })),
			fc.string({ unit: 'binary' }),
			(lines, who) => {
				const found = locksIn([...lines, ...api, `container-api=who=${who.replaceAll('\n', '')}`], clocks);
				expect(found.length).toBeLessThanOrEqual(20);
				for (const lock of found) expect(lock.who.length).toBeLessThanOrEqual(200);
			},
		),
	);
});
