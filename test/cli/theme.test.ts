import { expect, test } from 'vitest';
import { themeOf } from '../../src/cli/theme.ts';

test('the command line counts before the environment, and an empty variable says nothing', () => {
	expect(themeOf({ theme: 'light' }, { WATCHDECK_THEME: 'dark' })).toEqual({ ok: true, value: { theme: 'light' } });
	expect(themeOf({}, { WATCHDECK_THEME: 'dark' })).toEqual({ ok: true, value: { theme: 'dark' } });
	expect(themeOf({}, { WATCHDECK_THEME: '' })).toEqual({ ok: true, value: {} });
});

test('a wrong name is told with who said it and what was probably meant', () => {
	expect(themeOf({}, { WATCHDECK_THEME: 'ligth' })).toEqual({
		ok: false,
		failure: {
			kind: 'refused',
			message: 'There is no theme `ligth`, which $WATCHDECK_THEME asks for.',
			fix: 'Did you mean `light`?',
		},
	});
	expect(themeOf({ theme: '' }, {})).toMatchObject({ failure: { message: expect.stringContaining('--theme') } });
});
