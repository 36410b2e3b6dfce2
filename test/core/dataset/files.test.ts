// Backups of files by real tars in real shells: everything a folder may hold, restored beside, and cut off anywhere.
import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { redact } from '../../../src/core/redact.ts';
import { describeTools } from '../../lab/tools.ts';
import { cutEverywhere, type Orders, ordersOf, type Words } from '../../support/dataset-order.ts';
import { fileNames } from '../../support/shell-row.ts';
import { posixShells } from '../../support/stand-ins.ts';

const backup = 'up-1.tar.gz';
const shell = (text: string, ...words: readonly string[]): string =>
	execFileSync('bash', ['-c', `set -e; ${text}`, 'test', ...words], { encoding: 'utf8' });
/** All that a folder holds, as far as it can be told: kind, mode, owner, links, content. */
const listing = (folder: string): string =>
	shell(
		`cd "$1"; find . ! -path './.watchdeck-*' ! -name lost+found -printf '%P|%y|%m|%U:%G|%l|%T@|' \\( -type f -printf '%s|%b|%n|' -size -2 -exec md5sum -z {} \\; -o -type f -o -printf '0|' \\) -printf '\\0' | tr '\\0' '\\n' | sort`,
		folder,
	);
/** The same without the folder itself, whose time is that of what is made in it. */
const noTop = (text: string): string => text.replace(/^\|d.*\n/m, '');
const place = (path: string, name: string, words: Words = {}): { readonly orders: Orders; readonly live: string } => {
	const orders = ordersOf('files', path, (folder) => ({ path: join(folder, 'live', name), ...words }));
	onTestFinished(orders.remove);
	const live = join(orders.folder, 'live', name);
	mkdirSync(live, { recursive: true });
	return { orders, live };
};
const fine = (orders: Orders, verb: string, words: Words = {}) => {
	const ended = orders.give(verb, { name: backup, ...words });
	expect(ended, `${verb}: ${ended.err}`).toMatchObject({ code: 0 });
	return ended.said;
};
const failing = (orders: Orders, verb: string, why: string, words: Words = {}) =>
	expect(orders.give(verb, { name: backup, ...words })).toMatchObject({ code: 1, err: expect.stringContaining(why) });
/** Everything that is hard to keep. */
const fillHard = (folder: string): void => {
	for (const name of [...fileNames, 'spät ☃', 'x'.repeat(255)]) writeFileSync(join(folder, name), name);
	const deep = join(folder, ...Array.from({ length: 6 }, () => 'y'.repeat(60)));
	mkdirSync(deep, { recursive: true });
	writeFileSync(join(deep, 'z'.repeat(120)), 'deep');
	shell(
		`cd "$1"; mkdir empty closed; : >nothing; ln nothing same; ln -s nothing soft; ln -s /etc/passwd away; ln -s ../../x up; mkfifo pipe
truncate -s 1G holes; printf end >>holes; chmod 4755 nothing; chown 12:34 empty; chmod 000 closed; touch -d '2001-02-03 04:05:06.789' nothing`,
		folder,
	);
};

describeTools('files', ['tar', 'bash', 'mkfs.ext2'], () => {
	describe.each(posixShells)('in %s', (name, path) => {
		test('a folder of everything is dumped, proven, restored and put back', () => {
			const { orders, live } = place(path, "it's $(touch pwned) ☃\\");
			// busybox' tar lists no line end as one, and keeps no holes.
			if (name === 'dash') fillHard(live);
			else shell('cd "$1"; mkdir empty; : >nothing; ln nothing same; ln -s /etc/passwd away; chmod 4755 nothing', live);
			// busybox' tar leaves links to the group of their folder.
			const bits = name === 'dash' ? 0o2750 : 0o750;
			chownSync(live, 56, 78);
			chmodSync(live, bits);
			const before = listing(live);
			fine(orders, 'dump');
			fine(orders, 'keep');
			const size = lstatSync(join(orders.backups, backup)).size;
			expect(size).toBeLessThan(100_000);
			const files = expect.stringMatching(/^check=files\tok\t\d+ files, /);
			expect(fine(orders, 'verify')).toEqual(
				expect.arrayContaining([
					files,
					...(name === 'dash' ? ['check=compared with the tar\tok\tnothing differs'] : []),
				]),
			);
			const proofs = readFileSync(join(orders.backups, '.watchdeck', 'proofs'), 'utf8');
			expect(proofs).toContain(`restored, ${name === 'dash' ? '2 checks' : '1 check'} passed\t`);
			writeFileSync(join(live, 'later'), 'later');
			const later = listing(live);
			expect(fine(orders, 'beside')).toContainEqual(files);
			expect(listing(live)).toBe(later);
			fine(orders, 'swap');
			const same = (text: string) => noTop(name === 'dash' ? text : text.replaceAll(/\|\d+\.\d+\|/g, '|'));
			expect(same(listing(live))).toBe(same(before));
			const { uid, gid, mode } = lstatSync(live);
			expect([uid, gid, mode & 0o7777]).toEqual([56, 78, bits]);
			expect(fine(orders, 'lost')).toEqual([expect.stringMatching(/^kept=1a2b3c4d \d{10}$/)]);
			const next = { id: '5e6f7a8b', from: '1a2b3c4d' };
			fine(orders, 'swap', next);
			expect(listing(live)).toBe(later);
			fine(orders, 'unswap', next);
			fine(orders, 'unswap');
			fine(orders, 'drop');
			expect(listing(live)).toBe(later);
			expect(readdirSync(join(orders.folder, 'live'))).toHaveLength(1);
			expect(existsSync('pwned')).toBe(false);
		});

		test('an empty folder is a backup, too', () => {
			const { orders, live } = place(path, 'up');
			for (const verb of ['dump', 'keep', 'verify', 'beside', 'swap']) fine(orders, verb);
			expect(readdirSync(live)).toEqual([]);
		});
	});

	test('why what was dumped is no backup stands in the last line, which is what is told of an order', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		writeFileSync(join(live, 'a'), 'a');
		fine(orders, 'dump');
		shell('truncate -s -9 "$1.part"', join(orders.backups, backup));
		failing(orders, 'keep', '\nwhat was dumped is not whole, so it is no backup: the backup is cut off');
	});

	test('what is read to its end and hashed tells no bytes as if they came now', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		shell('head -c 20M /dev/urandom >"$1/big"', live);
		fine(orders, 'dump');
		const { code, counted } = orders.give('keep', { name: backup });
		expect([code, counted.filter((one) => one > 0)]).toEqual([0, []]);
	});

	test('no line of the script looks like a secret', () => {
		const { orders } = place('/usr/bin/dash', 'up');
		expect(redact(orders.script, [])).toBe(orders.script);
	});

	test('a file that changes while it is read is told, and one that cannot be read is a failure', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		writeFileSync(join(live, 'a'), 'a');
		const says = (text: string, code: number) =>
			orders.put(
				'tar',
				`case $* in *-cf*) /usr/bin/tar "$@"; echo 'tar: ${text}' >&2; exit ${code} ;; *) exec /usr/bin/tar "$@" ;; esac`,
			);
		says('./a: file changed as we read it', 1);
		fine(orders, 'dump');
		expect(fine(orders, 'keep')).toContain('record changed=1');
		says('./b: Cannot open: Permission denied', 2);
		failing(orders, 'dump', '\nthe dump failed: tar: ./b: Cannot open: Permission denied', { name: 'up-2.tar.gz' });
		expect(readdirSync(orders.backups)).toEqual(['.watchdeck', backup]);
	});

	test('a tar of others whose names lead out is put nowhere', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		shell('cd "$1"; touch x; tar -Pcf "$2/a.tar" --transform "s,x,../../evil," x; rm x', live, orders.backups);
		failing(orders, 'verify', 'leads out of its folder', { name: 'a.tar' });
		failing(orders, 'beside', 'leads out of its folder', { name: 'a.tar' });
		expect(readdirSync(join(orders.folder, 'live'))).toEqual(['up']);
		expect(existsSync(join(orders.folder, 'evil'))).toBe(false);
	});

	test('what was put aside goes by its name alone, and no link is followed', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		const keep = join(orders.folder, 'keep');
		mkdirSync(keep);
		writeFileSync(join(keep, 'file'), 'stays');
		symlinkSync(keep, `${live}.watchdeck-old-00000001`);
		mkdirSync(`${live}.watchdeck-old-00000002`);
		symlinkSync(keep, join(`${live}.watchdeck-old-00000002`, 'link'));
		mkdirSync(`${live}.watchdeck-old-x`);
		expect(fine(orders, 'lost')).toEqual([expect.stringMatching(/^kept=00000002 /)]);
		fine(orders, 'forget', { old: ['00000001', '00000002', 'x', '*', '..', ''] });
		expect(readdirSync(join(orders.folder, 'live'))).toEqual(['up', 'up.watchdeck-old-x']);
		expect(readdirSync(keep)).toEqual(['file']);
	});

	test.each(['a link', 'a mount'])('backups that lie in it under another name, by %s, are refused', (how) => {
		const { orders, live } = place('/usr/bin/dash', 'real');
		const path = join(orders.folder, 'live/up');
		const mount = () => {
			mkdirSync(path);
			execFileSync('mount', ['--bind', live, path]);
			onTestFinished(() => void execFileSync('umount', [path]));
		};
		if (how === 'a link') symlinkSync('real', path);
		else mount();
		for (const folder of [live, join(live, 'backups'), join(live, 'not/yet')])
			for (const verb of ['stand', 'dump', 'lost']) failing(orders, verb, 'lies in', { path, folder, name: 'x' });
		fine(orders, 'stand', { path, folder: `${live}2` });
	});

	test('a folder that was made anew in between is not overwritten, and an empty one gives way', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		writeFileSync(join(live, 'a'), 'a');
		for (const verb of ['dump', 'keep', 'beside']) fine(orders, verb);
		shell('mv "$1" "$1.watchdeck-old-1a2b3c4d"; mkdir "$1"; touch "$1/new"', live);
		failing(orders, 'swap', 'was made anew');
		failing(orders, 'unswap', 'was made anew');
		expect(readdirSync(live)).toEqual(['new']);
		shell('rm "$1/new"', live);
		fine(orders, 'swap');
		expect(readdirSync(live)).toEqual(['a']);
	});

	/** A disk of its own, so that it can be full, and that has no name to change. */
	const mounted = (live: string, megabytes: number): void => {
		execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=751`, 'none', live]);
		onTestFinished(() => void execFileSync('umount', [live]));
	};
	test('a disk that is full in the middle leaves all as it was', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		mounted(live, 8);
		shell('head -c 5M /dev/urandom >"$1/big"', live);
		const before = listing(live);
		for (const verb of ['dump', 'keep']) fine(orders, verb);
		// What else is written there meanwhile is not seen before.
		const once = join(orders.folder, 'once');
		orders.put('df', `[ -e '${once}' ] && exec /usr/bin/df "$@"; touch '${once}'; echo; echo "x 99 90 99999 1% /"`);
		failing(orders, 'beside', `the disk of ${live} is full`);
		expect(noTop(listing(live))).toBe(noTop(before));
		expect(readdirSync(live)).toEqual(['big']);
	});
	test('what is mounted below it is no part of it, and no restore moves it', () => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		const below = join(live, 'be low');
		mkdirSync(below);
		mounted(below, 1);
		writeFileSync(join(below, 'not'), 'in it');
		for (const verb of ['dump', 'keep']) fine(orders, verb);
		expect(shell('tar -tf "$1"', join(orders.backups, backup))).toBe('./\n./be low/\n');
		failing(orders, 'lost', 'be low is mounted in');
		failing(orders, 'beside', 'be low is mounted in');
	});

	const verbs = ['dump', 'keep', 'beside', 'swap', 'unswap', 'drop', 'forget'] as const;
	const filled = (where: 'beside' | 'inside') => {
		const { orders, live } = place('/usr/bin/dash', 'up');
		if (where === 'inside') mounted(live, 4);
		shell('cd "$1"; mkdir sub; echo 1 >sub/a; echo 2 >.b; ln -s sub c', live);
		return { orders, live };
	};
	const words = { name: backup, old: ['1a2b3c4d'] };
	const leaves: Readonly<Record<string, readonly string[]>> = {
		...{
			beside: ['up.watchdeck-new-1a2b3c4d'],
			unswap: ['up.watchdeck-new-1a2b3c4d'],
			swap: ['up.watchdeck-old-1a2b3c4d'],
		},
	};
	test.each(verbs)('beside: %s does the same again from wherever it was cut, and its inverse does, too', (verb) => {
		const { orders, live } = filled('beside');
		const before =
			verb === 'forget' ? (['dump', 'keep', 'beside', 'swap'] as const) : verbs.slice(0, verbs.indexOf(verb));
		for (const one of before) {
			fine(orders, one);
			if (one === 'keep') writeFileSync(join(live, 'later'), 'later');
		}
		const isOld = ['dump', 'keep', 'swap', 'forget'].includes(verb);
		const check = (said: string) => {
			expect(readdirSync(join(orders.folder, 'live')), said).toEqual(['up', ...(leaves[verb] ?? [])]);
			expect(existsSync(join(live, 'later')), said).toBe(!isOld);
			expect(readFileSync(join(live, 'sub/a'), 'utf8'), said).toBe('1\n');
			expect(existsSync(join(orders.backups, '.watchdeck/.1a2b3c4d')), said).toBe(false);
		};
		expect(cutEverywhere(orders, verb, words, { back: orders.keep(), check })).toBeGreaterThan(1);
	});
	test('inside a mount point: swap and its inverse come to the same from wherever they were cut', () => {
		const { orders, live } = filled('inside');
		const first = listing(live);
		for (const one of ['dump', 'keep']) fine(orders, one);
		shell('cd "$1"; echo 3 >sub/a; rm .b; echo later >later', live);
		const later = listing(live);
		const reset = () => {
			fine(orders, 'unswap');
			fine(orders, 'drop');
			fine(orders, 'beside');
			expect(noTop(listing(live))).toBe(noTop(later));
		};
		const isFirst = (said: string) => expect(noTop(listing(live)), said).toBe(noTop(first));
		expect(cutEverywhere(orders, 'swap', words, { back: reset, check: isFirst })).toBeGreaterThan(3);
		// The dump of one with something put aside is of the live data alone.
		fine(orders, 'dump', { id: '5e6f7a8b', name: 'up-2.tar.gz' });
		expect(shell('tar -tf "$1" | sort', join(orders.backups, 'up-2.tar.gz.part'))).toBe(
			'./\n./.b\n./c\n./sub/\n./sub/a\n',
		);
		const again = () => {
			if (existsSync(join(live, '.watchdeck-new-1a2b3c4d'))) fine(orders, 'swap');
		};
		const isLater = (said: string) => expect(noTop(listing(live)), said).toBe(noTop(later));
		expect(cutEverywhere(orders, 'unswap', words, { back: again, check: isLater })).toBeGreaterThan(3);
		expect(readdirSync(live).filter((one) => one.startsWith('.watchdeck'))).toEqual(['.watchdeck-new-1a2b3c4d']);
	});
});
