// Backups of SQLite by the real sqlite3 in real shells: copied while others write, proven, restored beside, and cut off anywhere.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { redact } from '../../../src/core/redact.ts';
import { describeTools } from '../../lab/tools.ts';
import { cutEverywhere, type Orders, ordersOf } from '../../support/dataset-order.ts';
import { posixShells } from '../../support/stand-ins.ts';

const backup = 'shop-1.db.gz';
const sql = (file: string, text: string): string =>
	execFileSync('sqlite3', ['-batch', '-bail', '-init', '/dev/null', file], { input: text, encoding: 'utf8' }).trim();
const rowsIn = (file: string): string => sql(file, 'select count(*) from orders');
const filled = (file: string, rows: number, mode = 'delete'): string => {
	mkdirSync(dirname(file), { recursive: true });
	sql(
		file,
		`pragma journal_mode = ${mode}; create table orders (id integer primary key, at text);
insert into orders (at) select '2026-11-22 0' || (value % 9) || ':00:00' from generate_series(1, ${rows});`,
	);
	return file;
};
const fine = (orders: Orders, verb: string, words: Parameters<Orders['give']>[1] = {}) => {
	const ended = orders.give(verb, { name: backup, ...words });
	expect(ended, `${verb}: ${ended.err}`).toMatchObject({ code: 0 });
	return ended.said;
};
const backedUp = (orders: Orders, words = {}) => {
	fine(orders, 'dump', words);
	return fine(orders, 'keep', words);
};

describeTools('SQLite', ['sqlite3'], () => {
	describe.each(posixShells)('in %s', (_name, shell) => {
		let orders: Orders;
		let file: string;
		const start = (name = 'shop.db') => {
			orders = ordersOf('sqlite', shell, (folder) => ({ path: join(folder, 'live', name) }));
			file = join(orders.folder, 'live', name);
		};
		const beside = () => readdirSync(dirname(file)).toSorted();
		afterEach(() => orders.remove());

		test('what cannot be opened is told, and is none that answers', () => {
			start();
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, 'no database at all, for sure');
			expect(fine(orders, 'stand')).toContainEqual(expect.stringMatching(/^unopened=.*not a database/));
			rmSync(file);
			filled(file, 1);
			expect(fine(orders, 'stand').filter((line) => line.startsWith('unopened'))).toEqual([]);
		});

		test.each(['-rf $(touch pwned)`touch pwned`; \'"*\\ %s#?&|>x spät ☃\t.db', 'x'.repeat(220)])(
			'a file called %j is dumped, proven, restored and put back',
			(name) => {
				start(name);
				filled(file, 7, 'wal');
				const record = backedUp(orders, { tables: 'orders', newest: 'orders\tat' });
				expect(record).toContain('record tables=1');
				expect(record).toContain(`record newest-row=${Date.parse('2026-11-22T07:00:00Z') / 1000}`);
				expect(readdirSync(join(orders.backups, '.watchdeck'))).toEqual([backup]);
				sql(file, 'insert into orders (at) values (1), (2)');
				const asked = { tables: 'orders', check: ['newest\t-\t-\t=7\tselect max(id) from orders'] };
				expect(fine(orders, 'verify', asked)).toEqual(
					expect.arrayContaining([
						'check=integrity\tok\tok',
						'check=foreign keys\tok\t0 rows refer to none',
						'check=orders\tok\t7 rows',
						'check=newest\tok\t7',
					]),
				);
				expect(fine(orders, 'beside', asked)).toContain('check=orders\tok\t7 rows');
				expect(rowsIn(file)).toBe('9');
				fine(orders, 'swap');
				expect(rowsIn(file)).toBe('7');
				expect(fine(orders, 'lost', { made: '0', newest: 'orders\tat' })).toEqual([
					expect.stringMatching(/^kept=1a2b3c4d \d{10}$/),
					'lost=7',
				]);
				fine(orders, 'unswap');
				fine(orders, 'drop');
				expect(rowsIn(file)).toBe('9');
				expect(beside().filter((one) => !/-(?:wal|shm)$/.test(one))).toEqual([name]);
			},
		);

		test('what lies in the journal of writers is in it, and they are not stopped for it', async () => {
			start();
			filled(file, 50_000, 'wal');
			const writer = spawn('sqlite3', ['-batch', '-bail', '-init', '/dev/null', file], {
				stdio: ['pipe', 'pipe', 'inherit'],
			});
			const ended = new Promise((done) => writer.once('exit', done));
			writer.stdin.write(
				".timeout 20000\npragma wal_autocheckpoint = 0; insert into orders (at) values ('now'); select 'written';\n",
			);
			await new Promise((done) => writer.stdout.once('data', done));
			backedUp(orders);
			writer.stdin.end("insert into orders (at) values ('then');\n");
			expect(await ended).toBe(0);
			fine(orders, 'beside');
			fine(orders, 'swap');
			expect([rowsIn(file), rowsIn(`${file}.watchdeck-old-1a2b3c4d`)]).toEqual(['50001', '50002']);
		});

		test('nothing is left of a copy that could not be made, and why is said', () => {
			start();
			expect(orders.give('dump', { name: backup }).err).toContain('is not there');
			filled(file, 5);
			writeFileSync(file, 'no database at all, and long enough to be looked at: '.repeat(40));
			expect(orders.give('dump', { name: backup })).toMatchObject({
				code: 1,
				err: expect.stringContaining('not a database'),
			});
			expect(readdirSync(orders.backups)).toEqual(['.watchdeck']);
			expect(readdirSync(join(orders.backups, '.watchdeck'))).toEqual([]);
		});

		test('a dump in SQL is loaded, and no order in it obeyed', () => {
			start();
			filled(file, 3);
			const text = execFileSync('sqlite3', [file, '.dump'], { encoding: 'utf8' });
			const into = join(orders.backups, 'a.sql');
			writeFileSync(into, text);
			expect(fine(orders, 'verify', { name: 'a.sql', tables: 'orders' })).toContain('check=orders\tok\t3 rows');
			const ran = join(orders.folder, 'ran');
			for (const evil of [`.shell touch ${ran}`, `select writefile('${ran}', 'x');`, `attach '${ran}' as x;`]) {
				writeFileSync(into, text.replace('COMMIT;', `${evil}\nCOMMIT;`));
				expect(orders.give('verify', { name: 'a.sql' })).toMatchObject({
					code: 1,
					err: expect.stringContaining('safe mode'),
				});
			}
			expect(existsSync(ran)).toBe(false);
		});

		test('a damaged database is no proof, and is put in no place', () => {
			start();
			filled(file, 20_000);
			const bytes = readFileSync(file);
			bytes.fill(0x7f, 40_960, 49_152);
			writeFileSync(join(orders.backups, 'a.db'), bytes);
			const damaged = { code: 1, err: expect.stringContaining('the database is damaged') };
			expect(orders.give('verify', { name: 'a.db' })).toMatchObject(damaged);
			expect(orders.give('beside', { name: 'a.db' })).toMatchObject(damaged);
			expect([beside(), rowsIn(file)]).toEqual([['shop.db'], '20000']);
		});

		test('a column that is not there is no text, times of each form are times, and checks change nothing', () => {
			start();
			sql(
				filled(file, 1),
				`create table times (text, whole, millis, micros, julian, seconds, numbers);
insert into times values ('2026-11-22T08:00:00+01:00', 1795330800, 1795330800123, 1795330800123456, 2461366.791666667, 1795330800.25, 1795330800123.0);`,
			);
			backedUp(orders);
			for (const column of ['text', 'whole', 'millis', 'micros', 'julian', 'seconds', 'numbers'])
				expect(fine(orders, 'stand', { newest: `times\t${column}` })).toContain('newest-row=1795330800');
			expect(orders.give('verify', { name: backup, newest: 'times\tnosuch\t1' }).err).toContain('no such column');
			expect(orders.give('verify', { name: backup, check: ['gone\t-\t-\t-\tdelete from orders'] }).err).toContain(
				'readonly',
			);
		});

		test('owner and mode are those of the live one', () => {
			start();
			filled(file, 3);
			execFileSync('chown', ['12:34', file]);
			execFileSync('chmod', ['640', file]);
			backedUp(orders);
			fine(orders, 'beside');
			fine(orders, 'swap');
			const { uid, gid, mode } = statSync(file);
			expect([uid, gid, mode & 0o777]).toEqual([12, 34, 0o640]);
		});

		test('a file that somebody still has open is not replaced', async () => {
			start();
			filled(file, 3);
			backedUp(orders);
			fine(orders, 'beside');
			const holder = spawn('sh', ['-c', 'exec 3<"$0"; echo open; read line', file], {
				stdio: ['pipe', 'pipe', 'inherit'],
			});
			const ended = new Promise((done) => holder.once('exit', done));
			await new Promise((done) => holder.stdout.once('data', done));
			expect(orders.give('swap')).toMatchObject({
				code: 1,
				err: expect.stringContaining(`still open: sh (${holder.pid})`),
			});
			holder.stdin.end('\n');
			await ended;
			fine(orders, 'swap');
		});

		test('a restore that was put aside comes back by its plan, and is forgotten by it alone', () => {
			start();
			filled(file, 3);
			backedUp(orders);
			sql(file, 'delete from orders');
			fine(orders, 'beside');
			fine(orders, 'swap');
			const next = { id: '5e6f7a8b', from: '1a2b3c4d' };
			fine(orders, 'swap', next);
			expect(rowsIn(file)).toBe('0');
			expect(rowsIn(`${file}.watchdeck-old-5e6f7a8b`)).toBe('3');
			fine(orders, 'unswap', next);
			expect([rowsIn(file), rowsIn(`${file}.watchdeck-old-1a2b3c4d`)]).toEqual(['3', '0']);
			const keeps = join(dirname(file), 'keep');
			writeFileSync(keeps, 'this');
			fine(orders, 'forget', { old: ['*', '../../keep', '1A2B3C4D', '1a2b3c4', ''] });
			expect(beside()).toEqual(['keep', 'shop.db', 'shop.db.watchdeck-old-1a2b3c4d']);
			expect(fine(orders, 'forget', { old: ['1a2b3c4d'] })).toEqual(['forgotten=1a2b3c4d']);
			expect(beside()).toEqual(['keep', 'shop.db']);
		});
	});

	test('no line of the script looks like a secret', () => {
		const orders = ordersOf('sqlite', '/bin/sh', () => ({}));
		orders.remove();
		expect(redact(orders.script, [])).toBe(orders.script);
	});

	test('what the format of a backup does not tell is written down with it', () => {
		const orders = ordersOf('sqlite', '/usr/bin/dash', () => ({}));
		onTestFinished(orders.remove);
		const part = filled(join(orders.backups, 'a.db.part'), 5);
		const bytes = readFileSync(part);
		// As before 3.7.0: the number of pages is not of the last change.
		bytes.writeUInt32BE(bytes.readUInt32BE(92) + 1, 24);
		writeFileSync(part, bytes);
		mkdirSync(join(orders.backups, '.watchdeck'));
		writeFileSync(join(orders.backups, '.watchdeck/.a.db.facts'), 'began=1\ntook=1\n');
		expect(fine(orders, 'keep', { name: 'a.db' })).toContain(
			'record unproven=its length: its header does not tell how many pages it has',
		);
	});

	test('a copy that takes long is no dump of which nothing comes', () => {
		const orders = ordersOf('sqlite', '/usr/bin/dash', (folder) => ({
			path: join(folder, 'live/shop.db'),
			stall: '1',
		}));
		onTestFinished(orders.remove);
		filled(join(orders.folder, 'live/shop.db'), 5);
		// Large, or on a slow disk.
		orders.put('sqlite3', 'case $* in *30000*) sleep 2.5 ;; esac; exec /usr/bin/sqlite3 "$@"');
		fine(orders, 'dump');
	});

	test('a copy that has no room is not begun', () => {
		const orders = ordersOf('sqlite', '/usr/bin/dash', (folder) => ({ path: join(folder, 'live/shop.db') }));
		onTestFinished(orders.remove);
		filled(join(orders.folder, 'live/shop.db'), 5);
		orders.put('df', 'echo; echo "x 9 9 3 1% /"');
		const err = expect.stringContaining('has 3072 bytes free, and a copy of');
		expect(orders.give('dump', { name: backup })).toMatchObject({ code: 1, err });
	});

	const verbs = ['dump', 'keep', 'beside', 'swap', 'unswap', 'drop', 'forget'] as const;
	const [fresh, old] = ['shop.db.watchdeck-new-1a2b3c4d', 'shop.db.watchdeck-old-1a2b3c4d'];
	const leaves: Readonly<Record<string, readonly string[]>> = {
		...{ beside: [fresh], unswap: [fresh], swap: [old, `${old}-journal`, `${old}-wal`] },
	};
	test.each(verbs)('%s does the same again from wherever it was cut, and its inverse does, too', (verb) => {
		const orders = ordersOf('sqlite', '/usr/bin/dash', (folder) => ({ path: join(folder, 'live/shop.db') }));
		onTestFinished(orders.remove);
		const file = filled(join(orders.folder, 'live/shop.db'), 3);
		for (const one of verb === 'forget'
			? (['dump', 'keep', 'beside', 'swap'] as const)
			: verbs.slice(0, verbs.indexOf(verb)))
			fine(orders, one);
		// What writers left beside it, and what must never be read as the other's.
		if (verb === 'swap') for (const end of ['-wal', '-journal']) writeFileSync(`${file}${end}`, `live${end}`);
		const check = (said: string) => {
			expect(readdirSync(join(orders.folder, 'live')), said).toEqual(['shop.db', ...(leaves[verb] ?? [])]);
			const kept = join(orders.folder, 'live', `${old}-wal`);
			expect(existsSync(kept) ? readFileSync(kept, 'utf8') : 'live-wal', said).toBe('live-wal');
			expect(existsSync(join(orders.backups, '.watchdeck/.1a2b3c4d')), said).toBe(false);
			expect(rowsIn(file), said).toBe('3');
		};
		const words = { name: backup, old: ['1a2b3c4d'] };
		expect(cutEverywhere(orders, verb, words, { back: orders.keep(), check })).toBeGreaterThan(0);
	});
});
