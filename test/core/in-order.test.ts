import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/core/in-order.ts';

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
	yield* items;
}

const turns = async (count: number): Promise<void> => {
	for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('however long each takes, all come in order, and never more than asked at once', async () => {
	const lengths = fc.array(fc.nat({ max: 4 }), { maxLength: 12 });
	await fc.assert(
		fc.asyncProperty(lengths, fc.integer({ min: 1, max: 4 }), async (takes, most) => {
			let now = 0;
			let peak = 0;
			const got: number[] = [];
			const work = async (index: number) => {
				now += 1;
				peak = Math.max(peak, now);
				await turns(takes[index] ?? 0);
				now -= 1;
				return index;
			};
			for await (const index of inOrder(from([...takes.keys()]), most, work)) got.push(index);
			expect(got).toEqual([...takes.keys()]);
			expect(peak).toBeLessThanOrEqual(most);
		}),
		{ numRuns: 50 },
	);
});

test('what is done is given before the next has come', async () => {
	let open: () => void = () => {};
	const gate = new Promise<void>((resolve) => {
		open = resolve;
	});
	async function* slow(): AsyncGenerator<number> {
		yield 1;
		await gate;
		yield 2;
	}
	const results = inOrder(slow(), 4, async (item) => item * 10);
	expect((await results.next()).value).toBe(10);
	open();
	expect((await results.next()).value).toBe(20);
	expect((await results.next()).done).toBe(true);
});

test('a reader that leaves is not kept by a source that waits', async () => {
	let ended = false;
	async function* quiet(): AsyncGenerator<number> {
		try {
			yield 1;
			await new Promise(() => {});
		} finally {
			ended = true;
		}
	}
	for await (const item of inOrder(quiet(), 2, async (each) => each)) {
		expect(item).toBe(1);
		break;
	}
	expect(ended).toBe(false);
});

test('a failure of the work is given to the reader', async () => {
	const results = inOrder(from([1]), 2, () => Promise.reject(new Error('a bug')));
	await expect(results.next()).rejects.toThrow('a bug');
});
