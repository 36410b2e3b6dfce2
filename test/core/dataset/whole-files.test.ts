// Which tars of files must not be unpacked, by tar itself in real shells.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type Member, tarOf } from '../../support/evil-tar.ts';
import { posixShells } from '../../support/stand-ins.ts';
import { readBackup } from '../../support/whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchdeck-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (bytes: Buffer): string => {
	writeFileSync(join(folder, 'backup'), bytes);
	return join(folder, 'backup');
};

const honest: readonly Member[] = [
	{ name: './', kind: '5' },
	{ name: './etc/', kind: '5' },
	{ name: './etc/a..b', bytes: 'a' },
	{ name: './etc/...', bytes: 'a' },
	{ name: './etc/we -> ird "q" \\', bytes: 'a' },
	{ name: './etc/line\nend', bytes: 'a' },
	{ name: './etc/up', kind: '2', link: '../etc/./a..b' },
	{ name: './etc/same', kind: '1', link: './etc/a..b' },
	{ name: './etc/pipe', kind: '6' },
	{ name: 'x'.repeat(99), bytes: Buffer.alloc(3000, 1) },
];
const evil: readonly (readonly [readonly Member[], string])[] = [
	[[{ name: '../../x' }], '../../x leads out of its folder by “..”'],
	[[{ name: 'a/../../x' }], 'a/../../x leads out of its folder by “..”'],
	[[{ name: 'a/..', kind: '5' }], 'a/.. leads out of its folder by “..”'],
	[[{ name: '/etc/passwd' }], '/etc/passwd is an absolute path'],
	[[{ name: 'disk', kind: '4' }], 'disk is a device'],
	[[{ name: 'tty', kind: '3' }], 'tty is a device'],
	[[{ name: 'a', kind: '2', link: '/etc' }], 'a is a link that leads outside, to /etc'],
	[[{ name: 'b/a', kind: '2', link: '../../etc' }], 'b/a is a link that leads outside, to ../../etc'],
	[[{ name: 'b/a', kind: '2', link: 'c/../../..' }], 'b/a is a link that leads outside, to c/../../..'],
	[[{ name: 'b/a', kind: '1', link: '../x' }], 'b/a is a link that leads outside, to ../x'],
	[[{ name: 'b/a', kind: '1', link: '/etc/shadow' }], 'b/a is a link that leads outside, to /etc/shadow'],
	[[{ name: 'b -> c', kind: '2', link: '/etc' }], 'b -> c is a link that leads outside, to /etc'],
	[
		[
			{ name: './a', kind: '2', link: 'b' },
			{ name: 'a//c', bytes: 'x' },
		],
		'a//c passes through a link',
	],
];

describe.each(posixShells)('in %s', (shellName, shell) => {
	test('a tar of honest files is whole, packed or not', () => {
		const bytes = tarOf(honest.filter(({ name }) => shellName === 'dash' || !name.includes('\n')));
		for (const all of [bytes, gzipSync(bytes)])
			expect(readBackup(shell, 'files', put(all))).toMatchObject({ says: '', whole: true });
	});

	// busybox' tar takes away what leads outside before it lists a name.
	test.each(evil)('%#: refused', (members, why) => {
		const read = readBackup(shell, 'files', put(tarOf([...honest.slice(0, 3), ...members])));
		expect(read.whole).toBe(false);
		expect(read.says).toMatch(/^the backup must not be unpacked: /);
		const stripped = /“\.\.”$|absolute/.test(why);
		if (shellName === 'dash') expect(read.says).toBe(`the backup must not be unpacked: ${why}`);
		else if (stripped) expect(read.says).toMatch(/a name that begins with '[./a]+'$|“\.\.”$/);
		else expect(read.says).toContain(why.split(' ').slice(-3).join(' '));
	});

	test('what was made here keeps its links', () => {
		const bytes = tarOf([{ name: 'localtime', kind: '2', link: '/usr/share/zoneinfo/UTC' }]);
		expect(readBackup(shell, 'files', put(bytes), { own: 'yes' })).toMatchObject({ says: '', whole: true });
		expect(readBackup(shell, 'files', put(bytes)).whole).toBe(false);
	});

	test('an evil name says nothing to the terminal', () => {
		const read = readBackup(shell, 'files', put(tarOf([{ name: '../\x1b[31mred\nline' }])));
		expect(read.says).toMatch(/^the backup must not be unpacked: [ -~“”]+$/);
		expect(read.whole).toBe(false);
	});

	test('cut off within a member, between two, and before its end', () => {
		const bytes = tarOf([
			{ name: 'a', bytes: 'a' },
			{ name: 'b', bytes: 'b'.repeat(5000) },
		]);
		for (const at of [513, 1024, 1500, 2000, bytes.length - 1024, bytes.length - 513]) {
			const read = readBackup(shell, 'files', put(bytes.subarray(0, at)), { own: 'yes' });
			expect(read, `at ${at}`).toMatchObject({ whole: false, says: expect.stringMatching(/^the backup is cut off: /) });
		}
	});

	test('a header that does not fit its sum', () => {
		const bytes = tarOf([
			{ name: 'a', bytes: 'a' },
			{ name: 'b', bytes: 'b' },
		]);
		bytes.write('c', 1024);
		expect(readBackup(shell, 'files', put(bytes), { own: 'yes' })).toMatchObject({
			whole: false,
			says: expect.stringMatching(/^the backup is damaged: /),
		});
	});
});
