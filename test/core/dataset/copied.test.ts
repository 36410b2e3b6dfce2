// The copy off-site by a real rclone, and what the way back of a plan does with it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeTools } from '../../lab/tools.ts';
import { type Orders, ordersOf } from '../../support/dataset-order.ts';

const name = 'up-1.tar.gz';
/** A backup that is whole, and its remote. */
function kept(): { readonly orders: Orders; readonly there: string } {
	const orders = ordersOf('files', '/usr/bin/dash', (folder) => ({
		...{ path: join(folder, 'live'), remote: join(folder, 'far') },
		name,
	}));
	onTestFinished(orders.remove);
	mkdirSync(join(orders.folder, 'live'));
	writeFileSync(join(orders.folder, 'live/a'), 'a'.repeat(1000));
	for (const verb of ['dump', 'keep']) expect(orders.give(verb)).toMatchObject({ code: 0 });
	return { orders, there: join(orders.folder, 'far', name) };
}

describeTools('a copy off-site', ['tar', 'rclone', 'setsid'], () => {
	test('that is whole stays when what came after it is undone', () => {
		const { orders, there } = kept();
		expect(orders.give('copy')).toMatchObject({ code: 0 });
		expect(orders.give('uncopy')).toMatchObject({ code: 0, said: [`stays=${there}`], err: '' });
		expect(readFileSync(there)).toEqual(readFileSync(join(orders.backups, name)));
	});

	test('that came out otherwise is removed', () => {
		const { orders, there } = kept();
		mkdirSync(join(orders.folder, 'far'));
		orders.put('rclone', `case $* in *copyto*) echo half >'${there}' ;; *) exec /usr/bin/rclone "$@" ;; esac`);
		expect(orders.give('copy')).toMatchObject({ code: 1, err: expect.stringContaining('bytes') });
		expect(existsSync(there)).toBe(false);
		// One that was cut could not see to that itself.
		writeFileSync(there, 'half');
		expect(orders.give('uncopy')).toMatchObject({ code: 0 });
		expect(existsSync(there)).toBe(false);
	});

	test('goes in time where it is as it was left, and nothing else there does', () => {
		const { orders, there } = kept();
		expect(orders.give('copy')).toMatchObject({ code: 0 });
		const record = readFileSync(join(orders.backups, '.watchdeck', name), 'utf8');
		const [, bytes, sha] = /^bytes=(\d+)\nsha256=(\w+)$/m.exec(record) ?? [];
		const whole = readFileSync(there);
		// Of others, of the same size and later: what a plan could only name by mistake.
		for (const other of ['notes.txt', 'shop-2.db.gz']) writeFileSync(join(there, '..', other), whole);
		const prune = (size = bytes) =>
			orders.give('prune', {
				old: [name, 'notes.txt', 'shop-2.db.gz'].map((one) => `there\t${size}\t${sha}\t${one}`),
			});
		writeFileSync(there, `${whole}more`);
		expect(prune()).toMatchObject({ code: 0, said: [`spared=${there}`, 'spared=notes.txt', 'spared=shop-2.db.gz'] });
		writeFileSync(there, whole);
		expect(prune()).toMatchObject({ code: 0, said: [`removed=${there}`, 'spared=notes.txt', 'spared=shop-2.db.gz'] });
		expect(readdirSync(join(there, '..'))).toEqual(['notes.txt', 'shop-2.db.gz']);
		// The backup here is still there, and so is what was written down of it.
		expect(readFileSync(join(orders.backups, '.watchdeck', name), 'utf8')).toContain(`sha256=${sha}`);
	});

	test('that cannot be removed is told, and so is a backup here; what could be removed is', () => {
		const { orders, there } = kept();
		expect(orders.give('copy')).toMatchObject({ code: 0 });
		const record = readFileSync(join(orders.backups, '.watchdeck', name), 'utf8');
		const [bytes, sha] = ['bytes', 'sha256'].map((one) => new RegExp(`^${one}=(.*)$`, 'm').exec(record)?.[1]);
		const old = ['here', 'there'].map((place) => `${place}\t${bytes}\t${sha}\t${name}`);
		orders.put(
			'rclone',
			'case $* in *deletefile*) echo "NOTICE: not now" >&2; exit 1 ;; esac; exec /usr/bin/rclone "$@"',
		);
		orders.put(
			'rm',
			`case $* in *'${join(orders.backups, name)}') echo "rm: x: Not permitted" >&2; exit 1 ;; esac; exec /bin/rm "$@"`,
		);
		const stuck = orders.give('prune', { old });
		expect(stuck).toMatchObject({ code: 1, said: [] });
		expect(stuck.err).toContain(`could not be removed: ${name} (Not permitted); ${there} (`);
		orders.put('rm', 'exec /bin/rm "$@"');
		expect(orders.give('prune', { old })).toMatchObject({ code: 1, said: [`removed=${name}`] });
		orders.put('rclone', 'exec /usr/bin/rclone "$@"');
		expect(orders.give('prune', { old: old.slice(1) })).toMatchObject({ code: 0, said: [`removed=${there}`] });
		expect(existsSync(there)).toBe(false);
	});
});
