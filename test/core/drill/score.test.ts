import { describe, expect, test } from 'vitest';
import { drillOf, drills } from '../../../src/core/drill/drills/index.ts';
import { unbreakable, undrillable } from '../../../src/core/drill/elsewhere.ts';
import type { Drill } from '../../../src/core/drill/model.ts';
import { type Practice, practiceOf } from '../../../src/core/drill/practice.ts';
import { drillCode, leftBroken, scoreText } from '../../../src/core/drill/score.ts';

const begun = practiceOf({ drill: 'service-down', of: 'production/api', stage: 'broken', from: 0 });
const recovered: Practice = {
	...begun,
	stage: 'recovered',
	spent: 102_900,
	key: 8_400,
	helped: 'RESTART production/api',
	diagnosed: { after: 21_000, by: 'its log' },
};

function drill(name: string): Drill {
	const found = drillOf(name);
	if (found === undefined) throw new Error(`There is no drill ${name}.`);
	return found;
}

describe('the score as it is printed', () => {
	test('of a drill that was recovered', () => {
		const wrong = [
			{ is: 'elsewhere', after: 35_000, what: 'RESTART production/web' },
			{ is: 'failed', after: 61_000, what: 'ROLL BACK production/api', outcome: 'FAILED, UNDONE' },
			{ is: 'needless', after: 70_000, what: 'RESTART production/api', outcome: 'VERIFIED' },
		] as const;
		expect(scoreText({ ...recovered, wrong })).toMatchInlineSnapshot(`
			"drill service-down on production/api: recovered
			  first key on it  0:08
			  diagnosed        0:21  by its log
			  recovered        1:42  RESTART production/api
			  deadline of P0   5:00  kept
			  wrong turns         3
			    0:35 RESTART production/web: that was not what was broken
			    1:01 ROLL BACK production/api: it ended FAILED, UNDONE
			    1:10 RESTART production/api: that could not end it"
		`);
	});

	test('of one that came back by itself, with nobody looking, too late', () => {
		const { key: _, diagnosed: __, helped: ___, ...nobody } = recovered;
		expect(scoreText({ ...nobody, spent: 301_000 })).toMatchInlineSnapshot(`
			"drill service-down on production/api: recovered
			  first key on it     -  never
			  diagnosed           -  never
			  recovered        5:01  by itself: no plan of yours ended it
			  deadline of P0   5:00  missed
			  wrong turns         0"
		`);
	});

	test('of one that was left, in the demo and in earnest', () => {
		expect(scoreText({ ...begun, spent: 50_000 })).toMatchInlineSnapshot(`
			"drill service-down on production/api: not recovered
			  first key on it     -  never
			  diagnosed           -  never
			  recovered           -  not within 0:50
			  deadline of P0   5:00  left before it
			  wrong turns         0"
		`);
		const real = { ...begun, of: 'staging/api', real: true as const, spent: 50_000 };
		expect(scoreText(real).split('\n').slice(-2)).toEqual([
			'staging/api is still stopped by this drill.',
			'Put it back: watchdeck start staging/api',
		]);
		expect(leftBroken({ ...real, stage: 'given up' })).toEqual([]);
	});

	test('of one that never began', () => {
		expect(scoreText({ ...begun, stage: 'off', real: true })).toBe(
			'drill service-down on production/api: not begun, and nothing was broken',
		);
	});
});

test('the exit code says how it ended', () => {
	const real = { ...begun, real: true } as const;
	expect(
		[recovered, begun, real, { ...real, stage: 'given up' as const }, { ...real, stage: 'off' as const }].map(
			drillCode,
		),
	).toEqual([0, 1, 2, 1, 3]);
});

describe('outside the demo', () => {
	const environments = [
		{ name: 'lab', protection: 'open' },
		{ name: 'staging', protection: 'guarded' },
	] as const;

	test('only an environment whose protection is open may be broken', () => {
		expect(undrillable(drill('service-down'), 'lab/api', { environments })).toBeUndefined();
		for (const [of, protection] of [
			['staging/api', 'guarded'],
			['production/api', 'protected'],
			['host/lab', 'protected'],
			['lab', 'protected'],
		] as const) {
			const refused = undrillable(drill('service-down'), of, { environments });
			expect(refused?.message, of).toContain(`whose protection is ${protection}`);
			expect(refused?.fix).toContain('watchdeck demo --drill service-down');
		}
	});

	test.each(drills.filter(({ elsewhere }) => elsewhere !== 'stop').map(({ name }) => name))(
		'%s says why not',
		(name) => {
			const refused = undrillable(drill(name), 'lab/api', { environments });
			expect(refused?.message).toContain('is only done in the demo: it ');
			expect(refused?.fix).toContain('service-down, database-down and redis-lost');
		},
	);

	test('only what works and runs on one host is broken', () => {
		expect(unbreakable({ id: 'lab/api', hosts: ['one'] }, 'ok')).toBeUndefined();
		expect(unbreakable({ id: 'lab/api', hosts: ['one', 'two'] }, 'ok')?.message).toContain('runs on 2 hosts');
		expect(unbreakable({ id: 'lab/api', hosts: ['one'] }, 'degraded')?.message).toContain('is degraded');
	});
});
