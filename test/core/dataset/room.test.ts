// Whether there is room for what is restored is asked before any of it is written: beside live data, and for a restore test.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DatasetKindName } from '../../../src/core/dataset/kind-name.ts';
import { describeTools } from '../../lab/tools.ts';
import { type Orders, ordersOf, type Words } from '../../support/dataset-order.ts';
import { posixShells } from '../../support/stand-ins.ts';

/** Not in busybox, which takes its own df for any that stands before it. */
const dash = '/usr/bin/dash';
const placed = (kind: DatasetKindName, shell: string, words: (folder: string) => Words): Orders => {
	const orders = ordersOf(kind, shell, words);
	onTestFinished(orders.remove);
	return orders;
};
const shell = (text: string, ...words: readonly string[]): string =>
	execFileSync('bash', ['-c', `set -e; ${text}`, 'test', ...words], { encoding: 'utf8' });
const fine = (orders: Orders, verb: string, words: Words) => {
	const ended = orders.give(verb, words);
	expect(ended, `${verb}: ${ended.err}`).toMatchObject({ code: 0 });
	return ended.said;
};
const refused = (orders: Orders, verb: string, words: Words, why: string) =>
	expect(orders.give(verb, words)).toMatchObject({ code: 1, err: expect.stringContaining(why) });

describeTools('room for what is restored', ['tar', 'bash', 'sqlite3'], () => {
	test.each(posixShells)(
		'files, in %s: no more is written to the live disk than leaves a part of it free',
		(_name, path) => {
			const orders = placed('files', path, (folder) => ({ path: join(folder, 'live') }));
			const live = join(orders.folder, 'live');
			mkdirSync(live);
			execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', live]);
			onTestFinished(() => void execFileSync('umount', [live]));
			shell('head -c 7M /dev/urandom >"$1/a"', live);
			const own = { name: 'up-1.tar' };
			for (const verb of ['dump', 'keep']) fine(orders, verb, own);
			refused(orders, 'beside', own, 'are 9.0 MiB free, and about 8.4 MiB are needed');
			shell('head -c 4M "$1/a" >"$1/b"; rm "$1/a"', live);
			fine(orders, 'beside', own);
			fine(orders, 'drop', own);
			// Of somebody else, small to see and large to unpack.
			shell(
				'cd "$1"; mkdir x; head -c 11M /dev/zero >x/a; tar -czf some.tgz x; head -c 90M /dev/zero >x/a; tar -czf more.tgz x; rm -r x',
				orders.backups,
			);
			refused(orders, 'beside', { name: 'some.tgz' }, 'are 12.0 MiB free, and about 13.2 MiB are needed');
			refused(orders, 'beside', { name: 'more.tgz' }, 'unpacks to more than 12.0 MiB, and there is no room for more');
			expect(readdirSync(live)).toEqual(['b']);
		},
	);

	test('SQLite: a restore test for which there is no room tells nothing of the backup', () => {
		const orders = placed('sqlite', dash, (folder) => ({ path: join(folder, 'live/shop.db'), name: 'shop-1.db.gz' }));
		const live = join(orders.folder, 'live');
		mkdirSync(live);
		execFileSync('sqlite3', [join(live, 'shop.db'), 'create table orders (id)']);
		for (const verb of ['dump', 'keep']) fine(orders, verb, {});
		orders.put('df', 'echo; echo "x 99 90 9 1% /"');
		refused(orders, 'beside', {}, 'beside the live data are 9.0 KiB free, and about 9.6 KiB are needed');
		refused(orders, 'verify', {}, 'it was not tested: where it would be restored apart are 9.0 KiB free');
		expect(existsSync(join(orders.backups, '.watchdeck/proofs'))).toBe(false);
		expect(fine(orders, 'stand', {})).toContain('room=9216');
		orders.put('df', 'echo; echo "x 99 90 11 1% /"');
		fine(orders, 'verify', {});
		fine(orders, 'beside', {});
		expect(readdirSync(live)).toEqual(['shop.db', 'shop.db.watchdeck-new-1a2b3c4d']);
	});

	test.each([
		['postgres', 'psql'],
		['mysql', 'mariadb'],
	] as const)('%s: room is known where its server is near and says where its data are', (kind, client) => {
		const orders = placed(kind, dash, () => ({ database: 'shop', user: 'shop' }));
		orders.put('df', '[ "$3" = /its/data ] || exit 1; echo; echo "x 99 90 9 1% /"');
		orders.put('pg_dump', 'echo 15');
		// The server in a container is asked in there.
		orders.put('docker', 'while [ "$1" != app ]; do shift; done; shift; exec "$@"');
		const answers = (said: string) => orders.put(client, `case $* in *--help*) exit ;; esac; cat >/dev/null; ${said}`);
		const room = (words: Words = {}) => orders.give('stand', words).said.filter((line) => line.startsWith('room='));
		answers('echo /its/data');
		expect(room()).toEqual(['room=9216']);
		expect(room({ container: 'app' })).toEqual(['room=9216']);
		expect(room({ container: 'app', host: '127.0.0.1', port: '5' })).toEqual(['room=9216']);
		// Who answers at a port may be anywhere.
		expect(room({ host: '127.0.0.1', port: '5' })).toEqual([]);
		expect(room({ container: 'app', host: '10.0.0.7', port: '5' })).toEqual([]);
		answers('echo /somewhere/else');
		expect(room()).toEqual([]);
		answers('echo permission denied >&2; exit 3');
		expect(room()).toEqual([]);
	});
});
