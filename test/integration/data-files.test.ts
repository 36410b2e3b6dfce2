// Volumes and databases of containers on a real engine: dumped, proven, restored and put back, wherever their data can be reached.
import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { load } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Orders, ordersOf, type Words } from '../support/dataset-order.ts';

const applets =
	'[ awk cat chmod chown cut date df du find grep head id kill mkdir mktemp mv od readlink rm rmdir sed sh sleep sort stat sync tail tar timeout touch tr wc xargs';
const docker = (...words: readonly string[]): string => execFileSync('docker', words, { encoding: 'utf8' }).trim();
const inside = (name: string, text: string): string => docker('exec', name, 'sh', '-c', text);

describeLab('data that are files, in containers', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: [] });
		const libraries = execFileSync('ldd', ['/usr/bin/sqlite3'], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g);
		const files = [
			{ path: 'bin/busybox', from: '/usr/bin/busybox' },
			...applets.split(' ').map((name) => ({ path: `bin/${name}`, link: 'busybox' })),
			{ path: 'bin/sqlite3', from: realpathSync('/usr/bin/sqlite3') },
			...[...libraries].flatMap(([, path = '']) => ({ path, from: path })),
			...['tmp', 'data', 'own', 'dev'].map((path) => ({ path, folder: true as const })),
			{ path: 'dev/null', text: '' },
		];
		await load(lab.engine, files, 'quiet-sqlite', 'v1');
	});
	afterAll(() => lab?.stop());

	const started = async (binds: readonly string[]): Promise<void> => {
		await lab.run('app', 'quiet-sqlite:v1', { binds });
		onTestFinished(() => lab.clear());
	};
	const ordersFor = (kind: 'files' | 'sqlite', words: Words): Orders => {
		const orders = ordersOf(kind, '/bin/sh', () => ({
			name: kind === 'files' ? 'up-1.tar.gz' : 'shop-1.db.gz',
			...words,
		}));
		onTestFinished(orders.remove);
		return orders;
	};
	const fine = async (orders: Orders, verb: string, words: Words = {}): Promise<readonly string[]> => {
		const { code, said, err } = orders.give(verb, words);
		// The engine waits while nobody reads what it logs.
		await new Promise(setImmediate);
		expect(code, `${verb}: ${err}`).toBe(0);
		return said;
	};
	const halted = async (orders: Orders, verb: string): Promise<void> => {
		docker('stop', '-t', '0', 'app');
		await fine(orders, verb);
		docker('start', 'app');
	};

	test.each([
		['a folder of the engine', 'here'],
		['a volume with options, through a throwaway container', 'run'],
	])('a volume: %s', async (_name, where) => {
		const orders = ordersFor('files', { volume: 'up' });
		const device = join(orders.folder, 'device');
		mkdirSync(device);
		const options = where === 'run' ? ['type=none', 'o=bind', `device=${device}`] : [];
		docker('volume', 'create', ...options.flatMap((one) => ['-o', one]), 'up');
		await started(['up:/data']);
		const shows = () => inside('app', 'cd /data; find . | sort; cat a');
		inside('app', 'cd /data; mkdir sub; echo 1 >a; echo 2 >"sub/it\'s"');
		const first = shows();
		for (const verb of ['dump', 'keep']) await fine(orders, verb);
		expect(await fine(orders, 'verify')).toContainEqual(expect.stringMatching(/^check=files\tok\t2 files/));
		inside('app', 'cd /data; echo 3 >a; rm -r sub; echo 4 >later');
		await fine(orders, 'beside');
		if (where === 'here')
			expect(orders.give('swap')).toMatchObject({ code: 1, err: expect.stringContaining('app still has') });
		await halted(orders, 'swap');
		const ours = /^.*\.watchdeck-.*\n/gm;
		expect(shows().replace(ours, '')).toBe(first);
		expect(await fine(orders, 'lost')).toEqual([expect.stringMatching(/^kept=1a2b3c4d \d{10}$/)]);
		await halted(orders, 'unswap');
		await fine(orders, 'drop');
		expect(shows()).toBe('.\n./a\n./later\n3');
		expect(docker('ps', '-aq', '--filter', 'name=watchdeck')).toBe('');
	});

	test.each([
		['on a volume, by the sqlite3 of the host', '/data/shop.db'],
		['behind a link of the container, which nobody follows on the host', '/data/link/shop.db'],
	])('SQLite %s', async (_name, path) => {
		await started(['db:/data']);
		const orders = ordersFor('sqlite', { container: 'app', path });
		const ask = (text: string) => inside('app', `sqlite3 ${path} "${text}"`);
		inside('app', 'mkdir /data/sub');
		execFileSync('ln', ['-s', 'sub', join(docker('volume', 'inspect', '-f', '{{.Mountpoint}}', 'db'), 'link')]);
		ask('pragma journal_mode = wal; create table orders (id integer primary key); insert into orders values (1), (2)');
		await fine(orders, 'dump');
		expect(await fine(orders, 'keep', { tables: 'orders' })).toContain('record tables=1');
		expect(await fine(orders, 'verify', { tables: 'orders' })).toContain('check=orders\tok\t2 rows');
		ask('insert into orders values (3)');
		expect(await fine(orders, 'beside', { tables: 'orders' })).toContain('check=orders\tok\t2 rows');
		if (path.includes('link'))
			expect(orders.give('swap')).toMatchObject({ code: 1, err: expect.stringContaining('app still has') });
		await halted(orders, 'swap');
		expect(ask('select count(*) from orders')).toBe('2');
		expect(await fine(orders, 'lost')).toEqual([expect.stringMatching(/^kept=1a2b3c4d \d{10}$/)]);
		await halted(orders, 'unswap');
		await fine(orders, 'drop');
		expect(ask('select count(*) from orders')).toBe('3');
		expect(inside('app', 'find /data -name "*watchdeck*"')).toBe('');
	});

	test('SQLite in the layer of a container is backed up, and not restored', async () => {
		await started([]);
		const orders = ordersFor('sqlite', { container: 'app', path: '/own/shop.db' });
		inside('app', 'sqlite3 /own/shop.db "create table orders (id); insert into orders values (1)"');
		for (const verb of ['dump', 'keep']) await fine(orders, verb);
		expect(await fine(orders, 'verify', { tables: 'orders' })).toContain('check=orders\tok\t1 rows');
		expect(orders.give('lost')).toMatchObject({ code: 1, err: expect.stringContaining('put its folder on a volume') });
		expect(inside('app', 'find /own')).toBe('/own\n/own/shop.db');
	});
});
