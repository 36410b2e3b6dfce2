import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathOf, valueAt } from '../../../src/core/web/json-path.ts';

describe('a path', () => {
	test.each<[string, readonly string[] | undefined]>([
		['$', []],
		['$.status', ['status']],
		['status', ['status']],
		['checks.0.state', ['checks', '0', 'state']],
		['$.checks[0]["a b"][\'c.d\']', ['checks', '0', 'a b', 'c.d']],
		['[2].x', ['2', 'x']],
		['$.__proto__', ['__proto__']],
		['', undefined],
		['$.', undefined],
		['$..status', undefined],
		['$.a[*]', undefined],
		['$.*', undefined],
		['$.a[?(@.b)]', undefined],
		['$.a[0', undefined],
		['$status', undefined],
		['$.a b', undefined],
	])('%j is %j', (text, keys) => {
		expect(pathOf(text)).toEqual(keys);
	});
});

const at = (json: unknown, text: string) => valueAt(json, pathOf(text) ?? []);

describe('the value at a path', () => {
	test('is what JSON has there, and nothing that JavaScript adds', () => {
		const json = JSON.parse('{"a":[{"b":null}],"n":0,"__proto__":{"evil":1},"s":"text"}');
		expect(at(json, '$.a[0].b')).toBe(null);
		expect(at(json, 'n')).toBe(0);
		expect(at(json, '__proto__.evil')).toBe(1);
		for (const path of ['a.length', 's.length', 's[0]', 'a[1]', 'a.map', 'toString', 'constructor', 'a[0].b.c', 'n.x'])
			expect(at(json, path)).toBe(undefined);
	});
	test('is found wherever it is in any JSON', () => {
		const places = (
			json: unknown,
			keys: readonly string[] = [],
		): readonly (readonly [readonly string[], unknown])[] => [
			[keys, json],
			...(typeof json === 'object' && json !== null
				? Object.entries(json).flatMap(([key, value]) => places(value, [...keys, key]))
				: []),
		];
		// A key with both kinds of quotes cannot be written.
		const written = (keys: readonly string[]) =>
			`$${keys.map((key) => (key.includes('"') ? `['${key}']` : `["${key}"]`)).join('')}`;
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
				const json: unknown = JSON.parse(JSON.stringify(value));
				for (const [keys, expected] of places(json)) {
					if (keys.some((key) => key.includes('"') && key.includes("'"))) continue;
					expect(pathOf(written(keys))).toEqual(keys);
					expect(valueAt(json, keys)).toEqual(expected);
				}
			}),
		);
	});
	test('no text of a path, and no depth of JSON, breaks it', () => {
		fc.assert(fc.property(fc.string(), fc.jsonValue(), (text, json) => void at(json, text)));
		const deep = 100_000;
		expect(at(JSON.parse(`${'['.repeat(deep)}${']'.repeat(deep)}`), '[0][0][1]')).toBe(undefined);
		expect(pathOf('['.repeat(1_000_000))).toBe(undefined);
	});
});
