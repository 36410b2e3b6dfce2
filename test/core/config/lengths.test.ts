import { describe, expect, test } from 'vitest';
import { configSchema, readConfig } from '../../../src/app/config.ts';

const head = 'environments:\n  production:\n    services:\n      api:\n';
const probe = (kind: string, line: string) =>
	`${head}        probes:\n          p:\n            kind: ${kind}\n            ${line}\n`;
const tcp = (line: string) => probe('tcp', `address: "127.0.0.1:1"\n            ${line}`);
const service = (line: string) => `${head}        ${line}\n`;

/** Each length of time of the config, as `given` writes it, between its bounds. */
const fields: readonly (readonly [
	name: string,
	of: (given: string) => string,
	bounds: readonly [string, string],
	example: string,
])[] = [
	['every', (given) => tcp(`every: ${given}`), ['1s', '7d'], '60s'],
	['timeout', (given) => tcp(`timeout: ${given}`), ['100ms', '1h'], '5s'],
	['every', (given) => service(`health: { url: "http://a/h", every: ${given} }`), ['1s', '7d'], '5s'],
	['timeout', (given) => service(`metrics: { url: "http://a/m", timeout: ${given} }`), ['100ms', '1h'], '5s'],
	['p95', (given) => service(`thresholds: { p95: ${given} }`), ['1ms', '1h'], '2s'],
	['within', (given) => service(`proof: { within: ${given} }`), ['1s', '1d'], '60s'],
	['unsaved', (given) => probe('redis', `unsaved: ${given}`), ['1s', '30d'], '1h'],
	['lag', (given) => probe('redis', `lag: ${given}`), ['1ms', '30d'], '30s'],
	['lag', (given) => probe('postgres', `user: watch\n            lag: ${given}`), ['1ms', '30d'], '30s'],
	['long', (given) => probe('postgres', `user: watch\n            long: ${given}`), ['1ms', '30d'], '5m'],
	['within', (given) => probe('backup', `folder: /b\n            within: ${given}`), ['1m', '366d'], '26h'],
	['within', (given) => probe('schedule', `jobs: { j: { within: ${given} } }`), ['1m', '366d'], '26h'],
];
const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const isUnit = (text: string): text is keyof typeof units => text in units;
const moved = (text: string, by: number): string => {
	const [, digits = '', unit = ''] = /^(\d+)(\w+)$/.exec(text) ?? [];
	return `${Number(digits) * (isUnit(unit) ? units[unit] : Number.NaN) + by}ms`;
};

describe.each(fields)('the length of time `%s` %#', (name, of, [least, most], example) => {
	test(`is taken from ${least} to ${most}`, () => {
		for (const given of [least, most, example]) expect(readConfig(of(given))).toMatchObject({ ok: true });
	});

	test.each([moved(least, -1), moved(most, 1), '0s', '0.1ms', '99999d', 'soon', '-5s', '"5 s"', '5'])(
		'is not %s',
		(given) => {
			const text = of(given);
			const read = readConfig(text);
			const [first, ...others] = read.ok ? [] : read.errors;
			expect(others).toEqual([]);
			const wanted = `${name}\` must be a length of time from ${least} to ${most}, such as \`${example}\`, but is`;
			expect(first?.message).toContain(wanted);
			expect(text.split('\n')[(first?.line ?? 0) - 1]).toContain(given);
		},
	);
});

test('a length of time that is refused names what one could write', () => {
	const read = readConfig(tcp('every: 30d'));
	expect(read.ok ? [] : read.errors).toEqual([
		{
			...{ line: 9, column: 20 },
			message:
				'`environments.production.services.api.probes.p.every` must be a length of time from 1s to 7d, such as `60s`, but is `30d`',
			fix: 'For example: `every: 60s`',
		},
	]);
});

test('an editor is told the bounds of each, and how one is written', () => {
	const told = new Set<string>();
	JSON.parse(JSON.stringify(configSchema()), (name, field) => {
		if (typeof field?.pattern === 'string') told.add(`${name}: ${String(field.description)} by ${field.pattern}`);
		return field;
	});
	for (const [name, , [least, most]] of fields) {
		const of = new RegExp(`^${name}: .*From ${least} to ${most}\\b.* by .*ms\\|s\\|m\\|h\\|d`);
		expect([...told].filter((one) => of.test(one))).not.toEqual([]);
	}
});
