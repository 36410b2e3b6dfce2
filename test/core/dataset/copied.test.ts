// The copy off-site by a real rclone, and what the way back of a plan does with it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
		expect(orders.give('uncopy')).toEqual({ code: 0, said: [`stays=${there}`], err: '' });
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
});
