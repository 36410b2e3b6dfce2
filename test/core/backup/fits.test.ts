// Whether a name fits a pattern, as the `find` that lists backups says.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fitsPattern } from '../../../src/core/backup/fits.ts';

const names = [
	'shop-1.dump.zst',
	'shop-12.dump.gz',
	'shop',
	'a[b]',
	'a-b',
	'aéb',
	'a\\b',
	'a b',
	'^',
	'a.b*',
	'A1',
	'-x',
];
const patterns = [
	...['*', 'shop-*', '*.gz', 'shop', 'shop-?.*', 'shop-??.*', 'a?b', 'a[[]b]', 'a[b]', 'a[!a-z]b', 'a[^-]b', '[]a]-b'],
	...[
		'a\\\\b',
		'a\\?b',
		'*\\**',
		'[[:upper:]][[:digit:]]',
		'[a-',
		'[z-a]*',
		'a[ -]b',
		'(a|b)*',
		'shop-1.dump.{zst,gz}',
		'[\\^]',
	],
];

test('fits what `find -name` finds', () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-fits-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const name of names) writeFileSync(join(folder, name), '');
	const env = { ...process.env, LC_ALL: 'C.UTF-8' };
	for (const pattern of patterns) {
		const found = execFileSync('find', ['.', '-type', 'f', '-name', pattern, '-printf', '%f\n'], { cwd: folder, env });
		const fit = names.filter((name) => fitsPattern(pattern, name));
		expect(fit.toSorted(), pattern).toEqual(`${found}`.split('\n').filter(Boolean).toSorted());
	}
});
