import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foreignLockIn, foreignNames, foreignScript } from '../../src/core/foreign-locks.ts';
import { instance } from '../actions/service.ts';
import { posixShells } from '../support/stand-ins.ts';

const namesOf = (labels: Readonly<Record<string, string>>) => foreignNames([instance({ labels })]);

test('labels tell whose locks count: of an app its own, of what stands beside it the one of any app before a dash', () => {
	expect(namesOf({ service: 'shop', role: 'web' })).toEqual([{ by: 'Kamal', name: 'shop', exact: true }]);
	expect(namesOf({ service: 'shop', role: 'web', destination: 'eu' })).toEqual([
		{ by: 'Kamal', name: 'shop-eu', exact: true },
	]);
	expect(namesOf({ service: 'shop-db' })).toEqual([{ by: 'Kamal', name: 'shop-db', exact: false }]);
	expect(namesOf({ 'com.dokku.app-name': 'shop' })).toEqual([{ by: 'Dokku', name: 'shop', exact: true }]);
	expect(namesOf({ 'com.docker.compose.project': 'shop' })).toEqual([]);
	expect(namesOf({ 'com.dokku.app-name': '../../etc' })).toEqual([]);
});

describe.each(posixShells)('the script in %s, with the tools that come with it', (shell, path) => {
	let home = '';
	let tools = '';
	beforeEach(() => {
		home = mkdtempSync(join(tmpdir(), 'foreign-'));
		tools = mkdtempSync(join(tmpdir(), 'foreign-tools-'));
		if (shell === 'busybox') for (const name of ['stat', 'date', 'tr', 'cut']) symlinkSync(path, join(tools, name));
	});
	afterEach(() => {
		for (const folder of [home, tools]) rmSync(folder, { recursive: true });
	});
	const told = (by: string, name: string) =>
		execFileSync(path, [...(shell === 'busybox' ? ['sh'] : []), '-c', foreignScript, 'watchdeck-foreign', by, name], {
			env: { ...process.env, PATH: `${tools}:${process.env['PATH']}`, HOME: home, DOKKU_ROOT: home },
			encoding: 'utf8',
		});
	const kamal = (name: string, details: string) => {
		const folder = join(home, '.kamal', `lock-${name}`);
		mkdirSync(folder, { recursive: true });
		// Ruby's Base64.encode64 ends a line after 60 signs, and `echo` adds one.
		const text = Buffer.from(details).toString('base64').replace(/.{60}/g, '$&\n');
		writeFileSync(join(folder, 'details'), `${text}\n\n`);
		const before = Date.now() / 1000 - 720;
		utimesSync(folder, before, before);
	};

	test('finds the lock of Kamal, who took it, since when and why', () => {
		kamal('shop-eu', 'Locked by: Jané Doe at 2026-11-21T13:50:31Z\nVersion: 9c1e2ab\nMessage: Automatic deploy lock');
		const lock = foreignLockIn(told('Kamal', 'shop-eu'), { name: 'shop-eu', exact: true });
		expect(lock).toMatchObject({ name: 'shop-eu', who: 'Jané Doe', why: 'Automatic deploy lock' });
		expect(Math.abs((lock?.held ?? 0) - 720_000)).toBeLessThan(60_000);
		expect(foreignLockIn(told('Kamal', 'shop'), { name: 'shop', exact: true })).toBeUndefined();
		expect(foreignLockIn(told('Kamal', 'shop-db'), { name: 'shop-db', exact: false })?.name).toBe('shop-eu');
		expect(foreignLockIn(told('Kamal', 'shopping-db'), { name: 'shopping-db', exact: false })).toBeUndefined();
	});

	test('of a lock with nothing in it names the account that owns it', () => {
		mkdirSync(join(home, '.kamal', 'lock-shop'), { recursive: true });
		const owner = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
		const lock = foreignLockIn(told('Kamal', 'shop'), { name: 'shop', exact: true });
		expect(lock).toMatchObject({ name: 'shop', who: owner });
	});

	/** The folder of an app as Dokku lays it out (dokku/dokku, plugins/git and plugins/config): a bare repository, and files beside it. */
	const dokku = (app: string) => {
		for (const folder of ['hooks', 'refs/heads', 'objects/pack', 'branches'])
			mkdirSync(join(home, app, folder), { recursive: true });
		for (const file of [
			'HEAD',
			'config',
			'ENV',
			'VHOST',
			'DOCKER_OPTIONS_DEPLOY',
			'CONTAINER.web.1',
			'hooks/pre-receive',
		])
			writeFileSync(join(home, app, file), `lock=${app}\n`);
	};

	test("finds the lock of Dokku in its app's folder, whose it is and since when, and no other's", () => {
		for (const app of ['shop', 'web']) dokku(app);
		expect(told('Dokku', 'shop')).toMatch(/^now=\d+\n$/);
		const file = join(home, 'shop', '.deploy.lock');
		writeFileSync(file, '');
		const before = Date.now() / 1000 - 720;
		utimesSync(file, before, before);
		const owner = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
		const lock = foreignLockIn(told('Dokku', 'shop'), { name: 'shop', exact: true });
		expect(lock).toMatchObject({ name: 'shop', who: owner });
		expect(Math.abs((lock?.held ?? 0) - 720_000)).toBeLessThan(60_000);
		expect(foreignLockIn(told('Dokku', 'web'), { name: 'web', exact: true })).toBeUndefined();
		expect(foreignLockIn(told('Dokku', 'gone'), { name: 'gone', exact: true })).toBeUndefined();
	});
});

test('whatever is written in a lock, it is one line of text, or none', () => {
	fc.assert(
		fc.property(fc.string(), fc.string({ maxLength: 4000 }), (details, noise) => {
			const text = `now=1000\nlock=shop\nowner=root\nsince=400\ndetails=${btoa(unescape(encodeURIComponent(details)))}\n${noise}`;
			const lock = foreignLockIn(text, { name: 'shop', exact: true });
			expect(`${lock?.who}${lock?.why ?? ''}`).not.toMatch(/\p{Cc}/u);
			foreignLockIn(noise, { name: 'shop', exact: false });
		}),
	);
});
