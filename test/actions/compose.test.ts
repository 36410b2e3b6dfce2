// A roll back on Compose, killed at every line of its journal and at every order of Compose: what the next start makes of it.
import { describe, expect, test } from 'vitest';
import { FILE_NAME, idOf } from '../simulated/compose-host.ts';
import { composeWorld, id } from './compose-world.ts';

const ORDERS = { v2: 5, '1.29': 7 } as const;
const WAYS = ['forward', 'back'] as const;
const outcomes = { forward: 'VERIFIED', back: 'UNDONE' } as const;
const images = { forward: 'NEW', back: 'OLD' } as const;

/** Every choice of one of each. */
const each = <A, B>(as: readonly A[], bs: readonly B[]): readonly (readonly [A, B])[] =>
	as.flatMap((a) => bs.map((b) => [a, b] as const));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe.each(['v2', '1.29'] as const)('a roll back on Compose %s', (tool) => {
	const orders = upTo(ORDERS[tool]).map((index) => index + 1);

	test('is proven, and undone it is as before, also twice', async () => {
		const { go, isEnd, plan, host, entries } = await composeWorld(tool);
		expect(await go('forward')).toMatchObject({ outcome: 'VERIFIED' });
		isEnd('NEW');
		expect(host.tags.get(`live:old-${id}`)).toBe('OLD');
		for (const _ of ['once', 'twice']) {
			expect(await go('back')).toMatchObject({ outcome: 'UNDONE' });
			isEnd('OLD');
		}
		expect(JSON.stringify([plan, entries])).not.toContain('tok-secret-1');
		expect(plan.before).toMatchObject([{ pin: `live:old-${id}`, image: idOf('OLD'), name: host.compose.proper }]);
		expect(JSON.stringify(plan.before)).toContain('TOKEN=');
	});

	test.each(each(orders, each(WAYS, WAYS)))(
		'killed before order %i of Compose: one runs, with its name (%s)',
		async (order, [way, then]) => {
			const { go, isEnd } = await composeWorld(tool);
			if (way === 'back') await go('forward');
			expect(await go(way, { order })).toBe('killed');
			expect(await go(then)).toMatchObject({ outcome: outcomes[then] });
			isEnd(images[then]);
		},
	);

	test.each([
		['forward', 'back', 'back'],
		['forward', 'back', 'forward'],
		['forward', 'forward', 'back'],
		['forward', 'forward', 'forward'],
	] as const)('killed at any two orders, %s then %s, and at last %s', async (first, second, last) => {
		for (const [one, two] of each(orders, orders)) {
			const { go, isEnd } = await composeWorld(tool);
			await go(first, { order: one });
			await go(second, { order: two });
			expect([one, two, await go(last)]).toMatchObject([one, two, { outcome: outcomes[last] }]);
			isEnd(images[last]);
		}
	});

	test.each(each(WAYS, WAYS))('killed at any line of its journal, on the way %s, then %s', async (way, then) => {
		const whole = await composeWorld(tool);
		await whole.go('forward');
		const there = whole.entries.length;
		await whole.go('back');
		const lines = way === 'forward' ? there : whole.entries.length - there;
		expect(lines).toBeGreaterThan(3);
		for (const [line, written] of each(upTo(lines), [false, true])) {
			const { go, isEnd } = await composeWorld(tool);
			if (way === 'back') await go('forward');
			expect(await go(way, { line, written })).toBe('killed');
			await go(then);
			isEnd(images[then]);
		}
	});
});

test('what somebody else brought up since is neither undone nor gone on with', async () => {
	for (const course of WAYS) {
		const { go, host, entries } = await composeWorld('v2');
		await go('forward', { order: 5 });
		host.compose.tag('OTHER');
		host.compose.up();
		expect(await go(course)).toMatchObject({ outcome: 'REFUSED', because: expect.stringContaining('later change') });
		expect(host.boxes()).toMatchObject([{ image: 'OTHER', state: 'running' }]);
		expect(entries.at(-1)).toMatchObject({ what: 'refused' });
	}
});

test('an image that vanished since: Compose is not called, and what runs goes on', async () => {
	const { go, host } = await composeWorld('v2');
	const before = [...host.compose.boxes.keys()];
	host.gone.add('NEW');
	expect(await go('forward')).toMatchObject({ outcome: 'FAILED, UNDONE' });
	expect([...host.compose.boxes.keys()]).toEqual(before);
	expect(host.tags.get(FILE_NAME)).toBe('OLD');
});
