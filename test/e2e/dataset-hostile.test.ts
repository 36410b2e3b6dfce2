// Names and errors that hold what a terminal would obey: of tables, of backups, of what a program says.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeTools } from '../lab/tools.ts';
import { watchdeck } from './cli.ts';

const evil = '\u001b]0;own\u0007\u001b[2J\u202e\u009b31m';
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describeTools('a dataset whose names a terminal would obey', ['sqlite3', 'setsid'], () => {
	test('is backed up and verified, and what is printed of it is plain', async () => {
		const home = mkdtempSync(join(tmpdir(), 'watchdeck-hostile-'));
		onTestFinished(() => rmSync(home, { recursive: true, force: true }));
		const [file, folder, bin] = [join(home, 'shop.db'), join(home, 'backups'), join(home, 'bin')];
		for (const one of [folder, bin]) mkdirSync(one);
		const table = `"t${evil}\nmissing=x\tof=other\nsha256=y"`;
		execFileSync('sqlite3', [file], { input: `create table ${table} (a); insert into ${table} values (1);` });
		writeFileSync(join(folder, `old${evil}.db.gz`), 'x');
		execFileSync('touch', ['-d', '2 days ago', join(folder, `old${evil}.db.gz`)]);
		const config = join(home, 'config.yaml');
		const environments = {
			production: { protection: 'open', datasets: { shop: { kind: 'sqlite', path: file, folder, within: '1d' } } },
		};
		writeFileSync(config, JSON.stringify({ hosts: { here: { local: true } }, environments }));
		const run = async (...words: readonly string[]) => {
			const env = { HOME: join(home, 'me'), PATH: `${bin}:${process.env['PATH'] ?? ''}` };
			const said = await watchdeck(['--config', config, ...words], { env });
			for (const text of [said.out, said.err]) expect(obeyed.exec(text)).toBeNull();
			return said;
		};
		for (const verb of ['backup', 'verify'])
			expect(await run(verb, 'production/shop', '--yes'), verb).toMatchObject({ code: 0 });
		const { out } = await run('backups', '--json');
		const listed: unknown = JSON.parse(out);
		expect(listed).toMatchObject({
			backups: [{ ran: { is: 'ok' }, sane: { is: 'ok' }, restored: { is: 'ok' }, count: 2 }],
		});
		const failingBut = (fine: string) =>
			writeFileSync(
				join(bin, 'sqlite3'),
				`#!/bin/sh\ncase $* in ${fine}) exec /usr/bin/sqlite3 "$@" ;; esac\nprintf 'Error: ${evil} no' >&2\nexit 1\n`,
				{ mode: 0o755 },
			);
		failingBut('*-version*');
		const refused = await run('backup', 'production/shop', '--yes');
		expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('cannot be opened: Error:') });
		failingBut('*-version* | *sqlite_master');
		expect(await run('backup', 'production/shop', '--yes')).toMatchObject({ code: 2 });
		expect((await run('journal', '--json')).out).toContain('Error:');
		await run('backups');
	});
});
