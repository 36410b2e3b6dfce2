import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRows } from '../../src/io/sqlite.ts';
import { unopened } from '../../src/io/unopened.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-unopened-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const elsewhere = 'Or name another folder in XDG_STATE_HOME.';
const failing = (code: string) => Object.assign(new Error(code), { code });
const opening = async (file: string) => {
	const opened = await openRows({ file, migrations: [] });
	return opened.ok ? undefined : opened.failure;
};

test('a link that leads nowhere is to be removed, or what it leads to made', async () => {
	const file = join(folder, 'watchdeck.db');
	symlinkSync('none/watchdeck.db', file);
	expect(await opening(file)).toEqual({
		kind: 'missing',
		message: `${file} is a link to none/watchdeck.db, which is not there.`,
		fix: `Remove the link, or make the folder ${join(folder, 'none')}.`,
	});
});

test('a link that leads in a circle is to be removed', async () => {
	const file = join(folder, 'watchdeck.db');
	symlinkSync('other.db', file);
	symlinkSync('watchdeck.db', join(folder, 'other.db'));
	expect(await opening(file)).toEqual({
		kind: 'missing',
		message: `${file} is a link that leads in a circle.`,
		fix: `Remove it: rm ${file}`,
	});
});

test('a folder that is a link to nowhere is what is named', async () => {
	symlinkSync('none', join(folder, 'state'));
	expect(await opening(join(folder, 'state/watchdeck/watchdeck.db'))).toMatchObject({
		message: `${join(folder, 'state')} is a link to none, which is not there.`,
		fix: `Remove the link, or make the folder ${join(folder, 'none')}.`,
	});
});

test.each(['EACCES', 'EPERM', 'ENOENT'])(
	'of a folder that is missing its first ancestor that is there is named: %s',
	async (code) => {
		expect(await unopened(failing(code), join(folder, 'a/b/watchdeck.db'))).toEqual({
			kind: 'forbidden',
			message: `The folder ${join(folder, 'a/b')} cannot be made or written to.`,
			fix: `Run: ls -ld ${folder}; it must be yours. ${elsewhere}`,
		});
	},
);

test('a file that is there and may not be opened is what is named', async () => {
	const file = join(folder, 'watchdeck.db');
	writeFileSync(file, '');
	expect(await unopened(failing('EACCES'), file)).toEqual({
		kind: 'forbidden',
		message: `The database ${file} cannot be written to.`,
		fix: `Run: ls -l ${file}; it must be yours.`,
	});
});

test('of a disk that is mounted read-only nothing is said about its owner', async () => {
	mkdirSync(join(folder, 'state'));
	const file = join(folder, 'state/watchdeck.db');
	const told = {
		kind: 'forbidden',
		message: `The database ${file} cannot be written to: ${join(folder, 'state')} is on a file system that is mounted read-only.`,
		fix: `Mount it for writing. ${elsewhere}`,
	};
	expect(await unopened(failing('EROFS'), file)).toEqual(told);
	writeFileSync(file, '');
	expect(await unopened(failing('EROFS'), file)).toEqual(told);
});

test('what the system refuses for another reason is no matter of owners and links', async () => {
	expect(await unopened(failing('ENOSPC'), join(folder, 'watchdeck.db'))).toBeUndefined();
});
