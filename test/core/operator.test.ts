import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState } from '../../src/core/initial.ts';
import { isShared, operatorName } from '../../src/core/operator.ts';

test('accounts that people share are known, whatever their case; those of people are not', () => {
	for (const account of [
		'root',
		'admin',
		'ubuntu',
		'debian',
		'ec2-user',
		'centos',
		'deploy',
		'docker',
		'ops',
		'pi',
		'vagrant',
	])
		expect(isShared(account), account).toBe(true);
	expect(isShared('Administrator')).toBe(true);
	for (const account of ['anna', 'rooty', 'admin2', '', 'constructor']) expect(isShared(account), account).toBe(false);
});

describe('an operator’s name', () => {
	test.each([
		['anna', 'anna'],
		['  anna@example.org ', 'anna@example.org'],
		['Op_1.b-c', 'Op_1.b-c'],
		['a'.repeat(63), 'a'.repeat(63)],
		['a'.repeat(64), undefined],
		['', undefined],
		['anna b', undefined],
		['-anna', undefined],
		['änna', undefined],
		['anna\u001b[31m', undefined],
		['anna\nroot', undefined],
	])('%j gives %j', (typed, name) => {
		expect(operatorName(typed)).toBe(name);
	});

	test('is one word of plain signs, or none', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 70 }), (typed) => {
				const name = operatorName(typed);
				expect(name === undefined || /^[!-~]{1,63}$/.test(name)).toBe(true);
			}),
		);
	});
});

describe('who acts is asked at the start', () => {
	const beginning = {
		...{ at: 0, operator: 'root@vps1', demo: false, readOnly: false, size: { columns: 80, rows: 24 } },
		fleet: { hosts: [], environments: [], services: [], discover: [] },
	};
	const dialogOf = (more: object) => initialState({ ...beginning, ...more }).ui.dialog;

	test('of a shared account that nobody named', () => {
		expect(dialogOf({ account: 'root' })).toEqual({ is: 'operator', account: 'root' });
	});

	test.each([
		['an account of one person', { account: 'anna' }],
		['an operator who was named', {}],
		['the demo', { account: 'root', demo: true }],
		['--read-only', { account: 'root', readOnly: true }],
	])('but not of %s', (_of, more) => {
		expect(dialogOf(more)).toBeUndefined();
	});
});
