import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText } from '../../src/core/json-text.ts';
import { planDifferences } from '../../src/core/plan-compare.ts';
import { planFileOf } from '../../src/core/plan-file.ts';
import { aPlan } from '../support/plans.ts';

const file = (more: object = {}, plan: object = {}) =>
	jsonText({ version: 1, by: 'op-1', why: 'pay is down', plan: { ...aPlan(), ...plan }, ...more });
const failureOf = (text: string) => {
	const read = planFileOf(text, 'f.json');
	return read.ok ? undefined : read.failure;
};

test('what `plan --json` prints is read: the wish, who made it and why, and a plan that is the same', () => {
	const read = planFileOf(file(), 'f.json');
	if (!read.ok) throw new Error(read.failure.message);
	const { want, service, by, why, made } = read.value;
	expect({ want, service, by, why, made }).toEqual({
		want: aPlan().want,
		service: 'production/api',
		by: 'op-1',
		why: 'pay is down',
		made: aPlan().made,
	});
	expect(planDifferences(read.value.plan, aPlan())).toEqual([]);
});

describe('what is none is refused, with the place and the remedy', () => {
	test.each([
		['', /^f\.json is empty/],
		['{\n\t"version": 1,\n\t"by" "op"}', /^f\.json:3:7: this is not JSON/],
		['{"version": 1,', /^f\.json:1:15: /],
		['{"by": "op', /^f\.json:1:11: /],
		['hello', /^f\.json:1:1: /],
		['[1, 2, tru', /^f\.json:1:11: /],
		['null', /no plan of this watchdeck: it: /],
		['[]', /no plan of this watchdeck: it: /],
		['{"version": 2}', /`version`: /],
		['{"version": 1, "plan": {}}', /`by`: /],
		[file({}, { id: '../../etc' }), /`plan\.id`: eight hex digits/],
		[file({}, { made: 1e300 }), /`plan\.made`: /],
		[file({}, { steps: [{ say: 1 }] }), /`plan\.steps\.0\.say`: /],
		[file({}, { want: { action: 'rollback' } }), /`plan\.want\.to`: /],
		[file({}, { want: { action: 'restart' } }), /`plan\.want\.action`: /],
		[file({}, { want: { action: 'rollback', to: 'x', more: 1 } }), /`plan\.want`: /],
		[file({}, { action: 'tidy', want: { action: 'tidy', containers: ['x'] } }), /wants “tidy”, which nobody can ask/],
		[file({}, { action: 'toString' }), /wants “toString”/],
		['['.repeat(100_000), /more than 60 deep/],
		[`{"a":`.repeat(100_000), /more than 60 deep/],
	])('%#', (text, message) => {
		const failure = failureOf(text);
		expect(failure?.message).toMatch(message);
		expect(failure?.fix).toContain('watchdeck plan ACTION ENV/SERVICE --json > FILE');
	});

	test('brackets and quotes within texts are no depth', () => {
		expect(failureOf(file({ why: `${'[{'.repeat(100)}"\\"` }))).toBeUndefined();
	});

	test('any text and any JSON: a sentence, never a throw', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(failureOf(text)?.fix).toBeDefined();
			}),
		);
		fc.assert(
			fc.property(fc.json(), (text) => {
				expect(failureOf(text)?.fix).toBeDefined();
			}),
		);
	});

	test('any part of a plan: a sentence, or what is the wish of it', () => {
		const text = file();
		fc.assert(
			fc.property(fc.nat({ max: text.length - 1 }), fc.nat({ max: 30 }), (from, length) => {
				const read = planFileOf(text.slice(0, from) + text.slice(from + length), 'f.json');
				expect(read.ok ? read.value.want.action : read.failure.fix).toBeTruthy();
			}),
		);
	});
});
