import { afterEach, expect, test, vi } from 'vitest';
import type { ConfigFound } from '../../src/app/find-fleet.ts';
import { operatorIn, runsText } from '../../src/cli/find.ts';
import { written } from '../../src/cli/print.ts';
import { parseConfig } from '../../src/core/config/parse.ts';

afterEach(() => vi.unstubAllEnvs());

const configWith = (operator: string): ConfigFound => {
	const parsed = parseConfig(`operator: ${operator}\n`);
	if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
	const file = { path: '/etc/watchdeck.yaml', text: '', foreign: false };
	return { is: 'config', fleet: parsed.value, file, strange: false, runs: [] };
};

test('an operator that is a variable of the environment is who it names', () => {
	vi.stubEnv('WATCHDECK_OPERATOR', '');
	vi.stubEnv('ON_CALL', 'anna');
	expect(operatorIn(configWith('${env:ON_CALL}'), {})).toEqual({ ok: true, value: { operator: 'anna' } });
});

test('one that is not set is named, with the file and a way out', () => {
	vi.stubEnv('WATCHDECK_OPERATOR', '');
	vi.stubEnv('NOPE_X', undefined);
	const config = configWith('${env:NOPE_X}');
	expect(operatorIn(config, {})).toMatchObject({
		ok: false,
		failure: {
			message: '/etc/watchdeck.yaml: `operator` is the variable NOPE_X of the environment, which is not set.',
			fix: expect.stringContaining('--as NAME'),
		},
	});
	expect(operatorIn(config, { as: 'ben' })).toEqual({ ok: true, value: { operator: 'ben' } });
});

test('what is asked to be accepted is shown to its last word, however long it is', () => {
	const long = `run ["${'x'.repeat(4095)}", "the end"]`;
	const shown = written(runsText(['connect to vps1', long, 'run it']));
	expect(shown.replaceAll('\n  ', '')).toBe(`  connect to vps1${long}run it`);
	// Whole signs only, of which a half would not be shown.
	expect(written(runsText(['🦊'.repeat(4001)])).replaceAll('\n  ', '')).toBe(`  ${'🦊'.repeat(4001)}`);
});
