// A lock whose taking was obeyed and never answered lies there as if somebody held it: whose run has its end holds it no more.
import { expect, test } from 'vitest';
import { makeStage } from './stage.ts';

const restart = { action: 'restart' } as const;

test('the host is lost as soon as the lock is taken: the next plan takes it over at once, and says so', async () => {
	const stage = await makeStage('docker');
	const first = await stage.plan(restart);
	const { performed } = await stage.go(first, 'forward', { lost: 'once locked' });
	expect(performed).toMatchObject({ outcome: 'REFUSED', because: expect.stringContaining('no answer in time') });
	expect(stage.locks()).toEqual(['container-api']);

	const second = await stage.plan(restart);
	expect(second.tier).toBeUndefined();
	expect(second.impact.join('\n')).toMatch(
		/Takes over the lock on vps1 of op-1 \(restart production\/api, plan \w+\), since .*, left behind: that change has ended\./,
	);
	expect((await stage.go(second)).performed).toMatchObject({ outcome: 'VERIFIED' });
	expect(stage.entries.filter(({ run, what }) => run === second.id && what === 'taken over')).toHaveLength(1);
	expect(stage.locks()).toEqual([]);
});

test('one whose run goes on, or was cut, is not', async () => {
	const stage = await makeStage('docker');
	const first = await stage.plan(restart);
	expect((await stage.go(first, 'forward', { order: 0, is: 'killed after' })).performed).toBe('killed');
	await expect(stage.plan(restart)).rejects.toThrow(/is held by op-1 .*, still at it/);
	expect((await stage.go(first)).performed).toMatchObject({ outcome: 'VERIFIED' });
	expect(stage.locks()).toEqual([]);
});
