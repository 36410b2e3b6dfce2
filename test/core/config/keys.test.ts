import { expect, test } from 'vitest';
import { commands } from '../../../src/app/commands.ts';
import { readConfig, readWholeConfig } from '../../../src/app/config.ts';
import { noForms } from '../../../src/core/config/forms.ts';
import { parseConfig } from '../../../src/core/config/parse.ts';

test('keys become lists of names, a digit too', () => {
	const read = parseConfig('keys: { everywhere.refresh: [ctrl-r, 8], open.backups: [] }', noForms, commands);
	expect(read).toMatchObject({
		ok: true,
		value: { keys: { 'everywhere.refresh': ['ctrl-r', '8'], 'open.backups': [] } },
	});
});

test('each mistake is told at its place, with the nearest word', async () => {
	const text = 'operator: anna\nkeys:\n  fleet.opne: [o]\n  fleet.copy:\n    - Y\n    - pagup\n  fleet.filter: [j]\n';
	const read = await readWholeConfig(text);
	expect(read).toEqual({
		ok: false,
		errors: [
			{ line: 3, column: 3, message: 'there is no command `fleet.opne`', fix: 'Did you mean `fleet.open`?' },
			{ line: 6, column: 7, message: 'there is no key `pagup`', fix: 'Did you mean `pageup`?' },
			{
				...{ line: 7, column: 18 },
				message: '`j` is the key of `fleet.filter` and of `fleet.down`, which are heard in the same place',
				fix: 'Give `fleet.down` another key, or none: `fleet.down: []`',
			},
		],
	});
	expect(readConfig(text)).toMatchObject({ ok: true });
});

test('what is no list of keys is told so', () => {
	expect(parseConfig('keys: { fleet.open: o }')).toMatchObject({
		errors: [{ message: '`keys.fleet.open` must be a list, but is `o`' }],
	});
	expect(parseConfig('keys: [o]')).toMatchObject({ errors: [{ message: '`keys` must be a map, but is a list' }] });
});
