import { describe, expect, test } from 'vitest';
import { awaitLock } from '../../src/app/await-lock.ts';
import type { Failure, Result } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { aPlan } from '../support/plans.ts';

const locked: Failure = { kind: 'refused', message: 'The lock on vps1 is held by bob.', locked: true };
const no = (failure: Failure): Result<Plan> => ({ ok: false, failure });
const made: Result<Plan> = { ok: true, value: aPlan() };

/** Waits for a lock over these answers; the last one is given for ever. `wanted`: how often it is still wanted. */
async function awaiting(answers: readonly Result<Plan>[], wanted = Number.POSITIVE_INFINITY) {
	const told: string[] = [];
	let asked = 0;
	let waits = 0;
	let left = wanted;
	const result = await awaitLock({
		plan: async () => {
			asked += 1;
			return answers[Math.min(asked, answers.length) - 1] ?? made;
		},
		goesOn: () => {
			left -= 1;
			return left >= 0;
		},
		told: ({ message }) => told.push(message),
		wait: async () => {
			waits += 1;
		},
	});
	return { result, told, asked, waits };
}

describe('waiting for a lock', () => {
	test('plans anew until it is free, and gives the plan that was made then', async () => {
		const { result, told, waits } = await awaiting([no(locked), no({ ...locked, message: 'by eve' }), made]);
		expect(result).toBe(made);
		expect(told).toEqual([locked.message, 'by eve']);
		expect(waits).toBe(2);
	});

	test('waits for nothing where no lock is in the way, or something else is', async () => {
		const other = no({ kind: 'changed', message: 'it is gone' });
		expect(await awaiting([made])).toMatchObject({ result: made, asked: 1, waits: 0, told: [] });
		expect(await awaiting([other])).toMatchObject({ result: other, asked: 1, waits: 0, told: [] });
		expect((await awaiting([no(locked), other])).result).toBe(other);
	});

	test('ends when it is not wanted any more, before or while it waits, with who holds it', async () => {
		expect(await awaiting([no(locked)], 0)).toMatchObject({ asked: 1, waits: 0, told: [locked.message] });
		const late = await awaiting([no(locked)], 3);
		expect(late).toMatchObject({ asked: 2, waits: 2 });
		expect(late.result).toEqual(no(locked));
	});
});
