import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HostFinds, parseFinds } from '../../../src/core/init/answer.ts';
import { initScriptOf } from '../../../src/core/init/script.ts';
import { shells } from '../../probes/shells.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'watchdeck-init-'));
	chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (path: string, at: number) => {
	const file = join(root, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, 'dump');
	utimesSync(file, at, at);
};
const found = (text: string): HostFinds => {
	const finds = parseFinds(text);
	if (finds === undefined) throw new Error(text);
	return finds;
};
/** Runs the script by a shell, as an account if one is given. */
const run = (path: string, first: readonly string[], account: readonly string[] = []): string => {
	const script = initScriptOf(root);
	const [program = '', ...words] = [...account, path, ...first, '-c', script, 'watchdeck-init'];
	return execFileSync(program, words, {
		env: { PATH: process.env['PATH'], HOME: join(root, 'home') },
		encoding: 'utf8',
	});
};

test.each(shells)('%s finds backups, certificates and ports', async (path, first) => {
	put('var/backups/db/shop one-1.sql', 2000);
	put('backup/a.dump', 1000);
	put('home/backups/mine.tar', 3000);
	put('home/backups/.hidden.sql', 3000);
	put('home/backups/two\nlines.sql', 3000);
	put('home/backups/a/b/too-deep.sql', 3000);
	mkdirSync(join(root, 'etc/letsencrypt/live/shop.example'), { recursive: true });
	mkdirSync(join(root, 'etc/letsencrypt/live/not a name'), { recursive: true });
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const finds = found(run(path, first));
	server.close();
	expect(Math.abs(finds.now - Date.now())).toBeLessThan(60_000);
	expect(finds.ports).toContain(port);
	expect(finds.certificates).toEqual(['shop.example']);
	expect(finds.denied).toEqual([]);
	expect(finds.files).toEqual(
		expect.arrayContaining([
			{ at: 2_000_000, bytes: 4, path: join(root, 'var/backups/db/shop one-1.sql') },
			{ at: 1_000_000, bytes: 4, path: join(root, 'backup/a.dump') },
			{ at: 3_000_000, bytes: 4, path: join(root, 'home/backups/mine.tar') },
		]),
	);
	expect(finds.files).toHaveLength(3);
});

test.runIf(process.getuid?.() === 0).each(shells)('%s says which folders an account may not read', (path, first) => {
	const paths = ['var/backups', 'backup/db', 'etc/letsencrypt/live'];
	for (const one of paths) {
		mkdirSync(join(root, one), { recursive: true });
		chmodSync(join(root, one), 0o700);
	}
	const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
	expect(found(run(path, first, nobody)).denied).toEqual(paths.map((one) => join(root, one)));
});

test('a greeting, garbage and endless lines are passed over', () => {
	const lines = ['\u001b]0;owned\u0007', 'clock=100', 'listen=xyz', 'listen=0100007F:0000', 'listen=0100007F:1F90'];
	const more = ['file=a b c', `file=1 1 /${'x'.repeat(9000)}`, 'certificate=../..', 'certificate=$(reboot).example'];
	const finds = found([...lines, ...more].join('\r\n'));
	expect(finds).toEqual({ now: 100_000, ports: [8080], files: [], certificates: [], units: [], denied: [] });
	expect(parseFinds('Welcome')).toBeUndefined();
	expect(parseFinds('')).toBeUndefined();
});
