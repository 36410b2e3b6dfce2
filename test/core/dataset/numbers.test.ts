// The numbers by which programs in a container are ended: nobody else's, whoever has them by then.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ordersOf } from '../../support/dataset-order.ts';
import { posixShells } from '../../support/stand-ins.ts';

const begunAt = (pid: number): string =>
	readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ')[19] ?? '';

test.each(posixShells)('in %s: only the program that left its number is ended', async (_name, shell) => {
	const id = (Date.now() % 2 ** 32).toString(16).padStart(8, '0');
	const orders = ordersOf('postgres', shell, () => ({ container: 'app', database: 'shop', id, name: 'a.dump' }));
	onTestFinished(orders.remove);
	const file = `/tmp/.watchdeck-${id}-pg_dump`;
	onTestFinished(() => rmSync(file, { force: true }));
	orders.put('docker', 'while [ "$1" != app ]; do shift; done; shift; exec "$@"');
	orders.put('psql', 'cat >/dev/null');
	// A name with what ends one in the table of processes.
	orders.put(
		'pg_dump',
		`cat '${file}' >'${orders.folder}/left'; cut -d ' ' -f 1,22 /proc/$$/stat >'${orders.folder}/is'; echo 15`,
	);
	expect(orders.give('stand')).toMatchObject({ code: 0 });
	const [left, is] = ['left', 'is'].map((name) => readFileSync(join(orders.folder, name), 'utf8'));
	expect(left).toBe(is);
	expect(existsSync(file)).toBe(false);

	const waiting = () => {
		const child = spawn('sh', ['-c', 'read line'], { stdio: ['pipe', 'ignore', 'inherit'] });
		const ended = new Promise((done) => child.once('exit', (_code, signal) => done(signal)));
		return { pid: child.pid ?? 0, ended, finish: () => child.stdin.end('\n') };
	};
	const stranger = waiting();
	// Of a program before a restart of the container, and of a watchdeck that wrote no time.
	for (const text of [`${stranger.pid} 1\n`, `${stranger.pid}\n`]) {
		writeFileSync(file, text);
		orders.give('discard');
		expect(existsSync(file)).toBe(false);
	}
	stranger.finish();
	expect(await stranger.ended).toBeNull();
	const ours = waiting();
	writeFileSync(file, `${ours.pid} ${begunAt(ours.pid)}\n`);
	orders.give('discard');
	expect(await ours.ended).toBe('SIGTERM');
});
