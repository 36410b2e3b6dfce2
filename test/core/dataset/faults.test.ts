// What goes wrong while a backup is made, whatever it is of: a clock that is set back, a program that hangs or says far too
// much, a disk that is full.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseRecord } from '../../../src/core/backup/record.ts';
import { datasetScript } from '../../../src/core/dataset/script/script.ts';
import { lockFolder } from '../../../src/core/lock-folder.ts';
import { datasetKinds } from '../../../src/datasets/index.ts';
import { describeTools } from '../../lab/tools.ts';
import { type Orders, ordersOf } from '../../support/dataset-order.ts';

const name = 'up-1.tar.gz';
const started = (): Orders => {
	const orders = ordersOf('files', '/usr/bin/dash', (folder) => ({ path: join(folder, 'live'), name }));
	onTestFinished(orders.remove);
	mkdirSync(join(orders.folder, 'live'));
	writeFileSync(join(orders.folder, 'live/a'), 'a'.repeat(1000));
	return orders;
};

describeTools('a backup', ['tar', 'mount', 'setsid'], () => {
	test('has its record although the clock is set back an hour while it is made', () => {
		const orders = started();
		const count = join(orders.folder, 'asked');
		orders.put('date', `echo >>'${count}'; echo $((1800000000 - 3600 * $(wc -l <'${count}')))`);
		for (const verb of ['dump', 'keep']) expect(orders.give(verb)).toMatchObject({ code: 0 });
		const record = parseRecord(
			readFileSync(join(orders.backups, '.watchdeck', name), 'utf8')
				.trim()
				.split('\n'),
		);
		expect(record?.took).toBeLessThan(60_000);
		expect(record?.took).toBeGreaterThan(0);
	});

	test('of which nothing comes any more is ended, and leaves nothing', () => {
		const orders = started();
		orders.put(
			'tar',
			`case $* in *-cf*) echo >'${orders.folder}/began'; exec sleep 600 ;; esac; exec /usr/bin/tar "$@"`,
		);
		const ended = orders.give('dump', { stall: '1' });
		expect(ended.code).not.toBe(0);
		expect(ended.err).toContain('nothing came of the dump for 1 seconds: the server hangs');
		return expect
			.poll(() => readdirSync(orders.backups).concat(readdirSync(join(orders.backups, '.watchdeck'))))
			.toEqual(['.watchdeck']);
	});

	test('whose program says ten megabytes of warnings and fails says so, and leaves nothing', () => {
		const orders = started();
		const noise = "yes 'warning: \\033]0;own\\007 this' | head -c 10000000";
		orders.put('tar', `case $* in *-cf*) printf x; { ${noise}; } >&2; exit 2 ;; esac; exec /usr/bin/tar "$@"`);
		const ended = orders.give('dump');
		expect(ended.code).toBe(1);
		expect(ended.err).toMatch(/\nthe dump failed: warning: \P{Cc}+\n$/u);
		expect(ended.err.length).toBeLessThan(20_000);
		expect(readdirSync(orders.backups)).toEqual(['.watchdeck']);
	});

	const others = 'plan=9f8e7d6c\nwho=bob\n';
	// A program that is just being begun does not hear that all is to end.
	const deaf = `trap 'trap - TERM' TERM; echo $$ >"\${0%/bin/*}/pid"; printf '${others}' >"\${0%/bin/*}/locks/shop/info"; while :; do sleep 0.1; done`;
	test.each([
		['before it begins', others, 'echo $$ >"${0%/bin/*}/pid"; exec sleep 600'],
		['while it dumps, by a program that is deaf to the first word', 'plan=1a2b3c4d\nwho=al\n', deaf],
	])(
		'whose lock another plan took over %s ends at once, however that one beats, and leaves nothing',
		async (_when, info, dumps) => {
			const orders = started();
			orders.put('tar', `case $* in *-cf*) ${dumps} ;; esac; exec /usr/bin/tar "$@"`);
			const lock = join(orders.folder, 'locks/shop');
			mkdirSync(lock, { recursive: true });
			writeFileSync(join(lock, 'info'), info);
			writeFileSync(join(lock, 'beat'), '1\n');
			const script = datasetScript('files').replaceAll(lockFolder, join(orders.folder, 'locks'));
			const words = [
				'kind=files',
				`folder=${orders.backups}`,
				`path=${orders.folder}/live`,
				'id=1a2b3c4d',
				`name=${name}`,
			];
			const argv = ['-w', 'sh', '-c', script, 'watchdeck-dataset', 'dump', ...words, 'lock=shop'];
			const path = `${join(orders.folder, 'bin')}:${process.env['PATH']}`;
			const ended = spawnSync('setsid', argv, { input: '\n', encoding: 'utf8', env: { PATH: path }, timeout: 30_000 });
			expect(ended.status).not.toBe(0);
			expect(ended.stderr).toContain('another plan took over the lock');
			const pid = join(orders.folder, 'pid');
			const dumping = () => existsSync(pid) && existsSync(join('/proc', readFileSync(pid, 'utf8').trim()));
			await expect.poll(dumping, { timeout: 10_000 }).toBe(false);
			await expect
				.poll(() => readdirSync(orders.backups).concat(readdirSync(join(orders.backups, '.watchdeck'))))
				.toEqual(['.watchdeck']);
		},
	);

	test.each(['dump', 'verify', 'beside'])(
		'(%s) for which the disk has no room at all says so, not that it may not',
		(verb) => {
			const orders = started();
			execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', orders.backups]);
			onTestFinished(() => void execFileSync('umount', [orders.backups]));
			spawnSync('dd', ['if=/dev/zero', `of=${join(orders.backups, name)}`, 'bs=4096']);
			const { code, err } = orders.give(verb);
			expect([code, err.trim().split('\n').at(-1)]).toEqual([
				1,
				`the disk of ${orders.backups} is full: nothing was done`,
			]);
			expect(readdirSync(orders.backups)).toContain(name);
		},
	);

	test.each(datasetKinds.map(({ kind }) => kind))(
		'of %s whose disk is full says so, and leaves the older ones',
		(kind) => {
			const folder = mkdtempSync(join(tmpdir(), 'watchdeck-full-'));
			execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]);
			onTestFinished(() => {
				execFileSync('umount', [folder]);
				rmSync(folder, { recursive: true });
			});
			writeFileSync(join(folder, 'older'), Buffer.alloc(1_000_000, 1));
			const dumps = 'k_stand() { :; }\nk_dump() { head -c 5000000 /dev/urandom; }\ncase $verb in apart | abandon';
			const script = datasetScript(kind).replace('case $verb in apart | abandon', () => dumps);
			const words = [`kind=${kind}`, `folder=${folder}`, 'id=1a2b3c4d', 'name=shop-1.gz', 'path=/nowhere'];
			const { status, stderr } = spawnSync(
				'setsid',
				['-w', 'sh', '-c', script, 'watchdeck-dataset', 'dump', ...words],
				{
					...{ input: '\n', encoding: 'utf8' },
				},
			);
			expect([status, stderr.trim().split('\n').at(-1)]).toEqual([
				1,
				`the disk of ${folder} is full: the half-written dump was removed, older backups are untouched`,
			]);
			expect(readdirSync(folder)).toEqual(['.watchdeck', 'older']);
			expect(readdirSync(join(folder, '.watchdeck'))).toEqual([]);
			expect(readFileSync(join(folder, 'older'))).toEqual(Buffer.alloc(1_000_000, 1));
		},
	);
});
