import { expect, test } from 'vitest';
import { readConfig } from '../../../src/app/config.ts';
import { afterChecks, watchedAfter } from '../../../src/core/watch/after.ts';

const serviceOf = (environment: string, service: string) => {
	const text = `environments:\n  production:\n    ${environment}\n    services:\n      api:\n        ${service}\n`;
	const read = readConfig(text);
	const spec = read.ok ? read.value.services[0] : undefined;
	if (spec === undefined)
		throw new Error(read.ok ? 'no service' : read.errors.map(({ message }) => message).join('\n'));
	return spec;
};

test('the list of a service follows that of its environment, in order, each check once unless it says otherwise', () => {
	const spec = serviceOf(
		'after: { checks: { migrations: { kind: command, run: [a, b] } }, errors: 2%, for: 3m }',
		'after: { checks: { smoke: { kind: command, run: [c], within: 30s, timeout: 2m, from: local } }, errors: 0.5% }',
	);
	expect(afterChecks(spec.after)).toEqual([
		{
			...{ say: 'migrations: a b on this machine does what is expected', holds: 'again', times: 1, within: 0 },
			probe: expect.objectContaining({ kind: 'command', name: 'migrations', timeout: 60_000 }),
		},
		{
			...{ say: 'smoke: c on this machine does what is expected', holds: 'again', times: 1, within: 30_000 },
			probe: expect.objectContaining({ timeout: 120_000, spec: { run: ['c'], from: 'local', failures: 1 } }),
		},
	]);
	expect(spec.after).toMatchObject({ errors: 0.005, lasts: 180_000 });
});

test('without a list nothing is held against a deploy but its proof', () => {
	const spec = serviceOf('protection: open', 'watch: 1m');
	expect(afterChecks(spec.after)).toEqual([]);
	expect(watchedAfter(spec)).toBe(spec);
});

const metrics = "metrics: 'http://a/metrics'";
test.each([
	['after: {}', 0.01, undefined],
	[`after: {}, ${metrics}`, 0.01, 600_000],
	[`after: { for: 1m }, ${metrics}`, 0.01, 60_000],
	[`after: { errors: 3% }, watch: 2m, ${metrics}`, 0.03, 120_000],
	[`after: { for: 1m }, watch: 2m, ${metrics}`, 0.01, 60_000],
])('%s: errors under %d for %s', (lines, errors, lasts) => {
	const fields = lines.replaceAll(/, (watch|metrics)/g, '\n        $1');
	const { thresholds, watch } = watchedAfter(serviceOf('protection: open', fields));
	expect([thresholds.errorRatio, watch]).toEqual([errors, lasts]);
});

test.each([
	['{ checks: { one: { kind: same-image, of: a/b } } }', /after.checks.one.kind` must be one of/],
	['{ checks: { one: { kind: command, run: [x], within: 2h } } }', /within` must be a length of time from 0s to 30m/],
	['{ checks: { one: { kind: command, run: [x], fix: y } } }', /after.checks.one` has no `fix`/],
	['{ checks: { one: { kind: command, run: [x], from: vps9 } } }', /there is no host `vps9`/],
	['{ errors: lots }', /after.errors` must be a share such as `1%`/],
	['{ checs: {} }', /after` has no `checs`/],
])('%s is a mistake', (after, message) => {
	const text = `environments:\n  production:\n    services:\n      api:\n        after: ${after}\n`;
	const read = readConfig(text);
	expect(read.ok ? '' : read.errors[0]?.message).toMatch(message);
});
