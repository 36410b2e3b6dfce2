import { expect, test } from 'vitest';
import { whyNoWalk } from '../../src/cli/open-walk.ts';
import { screenOf, wantsSpeech } from '../../src/cli/screen.ts';

const [terminal, pipe] = [{ isTTY: true }, {}];

test.each([
	['fine', terminal, terminal, 'xterm-256color'],
	['fine', terminal, terminal, undefined],
	['dumb', terminal, terminal, 'dumb'],
	['none', pipe, terminal, 'xterm'],
	['none', terminal, pipe, 'dumb'],
] as const)('a screen is %s', (is, stdin, stdout, term) => {
	expect(screenOf({ stdin, stdout, env: { TERM: term } })).toBe(is);
});

test('lines instead of a screen are asked for by the flag or a variable that says yes', () => {
	expect(wantsSpeech({ screenReader: true }, {})).toBe(true);
	expect(wantsSpeech({}, { WATCHDECK_SCREEN_READER: '1' })).toBe(true);
	for (const no of ['', '0', 'no', 'FALSE']) expect(wantsSpeech({}, { WATCHDECK_SCREEN_READER: no })).toBe(false);
	expect(wantsSpeech({}, {})).toBe(false);
});

test('a walk is opened on a screen alone, and what is in its way is named', () => {
	expect(whyNoWalk('fine', false)).toBeUndefined();
	expect(whyNoWalk('none', false)?.fix).toMatch(/^Open it in a terminal; /);
	expect(whyNoWalk('dumb', false)?.fix).toContain('TERM is `dumb` here');
	expect(whyNoWalk('fine', true)?.message).toContain('no form for screen readers yet');
});
