import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberIn, parseInfo, partsOf } from '../../../src/core/redis/info.ts';

test('names and values, between sections and empty lines; the first of a name counts', () => {
	const lines = [
		'# Server',
		'redis_version:7.0.15',
		'',
		'executable:/a:b',
		'used_memory:12',
		'used_memory:13',
		'x',
		':y',
	];
	expect([...parseInfo(lines)]).toEqual([
		['redis_version', '7.0.15'],
		['executable', '/a:b'],
		['used_memory', '12'],
	]);
});

test('what was written is read again', () => {
	const name = fc.stringMatching(/^[a-z0-9_.-]{1,40}$/);
	const value = fc.string({ maxLength: 60 }).filter((text) => !/[\r\n\u2028\u2029]/.test(text));
	fc.assert(
		fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (facts) => {
			expect([...parseInfo(facts.map(([key, text]) => `${key}:${text}`))]).toEqual(facts);
		}),
	);
});

test('whatever comes, it takes bounded room, and every number is one', () => {
	const line = fc.oneof(
		fc.string(),
		fc.constantFrom('a:-1', 'b:1e9', 'c:NaN', 'd:0x1', `e:${'9'.repeat(400)}`, 'f: 1'),
	);
	fc.assert(
		fc.property(fc.array(line), (lines) => {
			const info = parseInfo(lines);
			for (const name of info.keys()) {
				const number = numberIn(info, name);
				expect(number === undefined || (Number.isFinite(number) && number >= 0)).toBe(true);
			}
		}),
	);
	const huge = parseInfo(Array.from({ length: 100_000 }, (_, at) => `n${at}:${'v'.repeat(1000)}`));
	expect(huge.size).toBe(2000);
	expect(Math.max(...[...huge.values()].map((value) => value.length))).toBeLessThanOrEqual(512);
});

describe('parts of a fact', () => {
	test.each([
		['ip=10.0.0.2,port=6379,state=online,offset=1,lag=0', { ip: '10.0.0.2', port: '6379', state: 'online' }],
		['', {}],
		['=a,b,c=,d==', { c: '', d: '=' }],
	])('%s', (text, parts) => {
		expect(Object.fromEntries(partsOf(text))).toMatchObject(parts);
	});
});
