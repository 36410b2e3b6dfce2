// A server that lets nobody in: the line that is told says where it was looked for, why, and what to look at.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DatasetKindName } from '../../../src/core/dataset/kind-name.ts';
import { ordersOf } from '../../support/dataset-order.ts';
import { posixShells } from '../../support/stand-ins.ts';

const refused = `psql: error: connection to server at "127.0.0.1", port 1 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?`;
const wrong = `psql: error: connection to server at "127.0.0.1", port 1 failed: FATAL:  password authentication failed for user "ops"`;
const look = '; look at user and password of this dataset in the config';
const answers: readonly (readonly [DatasetKindName, string, string, string])[] = [
	['postgres', 'psql', refused, refused.replace('psql: error: ', '').replace('\n\t', '  ')],
	['postgres', 'psql', wrong, `${wrong.replace('psql: error: ', '')}${look}`],
	[
		...(['mysql', 'mariadb', "ERROR 2002 (HY000): Can't connect to server on '127.0.0.1' (115)"] as const),
		"ERROR 2002 (HY000): Can't connect to server on '127.0.0.1' (115); it was asked at 127.0.0.1, port 1",
	],
	[
		...(['mysql', 'mariadb', "ERROR 1045 (28000): Access denied for user 'ops'@'here' (using password: YES)"] as const),
		`ERROR 1045 (28000): Access denied for user 'ops'@'here' (using password: YES)${look}`,
	],
	[
		...(['mysql', 'mariadb', "ERROR 1044 (42000): Access denied for user 'ops'@'%' to database 'shop'"] as const),
		"ERROR 1044 (42000): Access denied for user 'ops'@'%' to database 'shop'",
	],
];

describe.each(posixShells)('in %s', (_name, shell) => {
	test.each(answers)('%s: %s says %s', (kind, client, says, told) => {
		const orders = ordersOf(kind, shell, () => ({ database: 'shop', user: 'ops', host: '127.0.0.1', port: '1' }));
		onTestFinished(orders.remove);
		for (const program of ['pg_dump', 'mariadb-dump']) orders.put(program, 'echo 15.1');
		orders.put(
			client,
			`case $* in *--help*) exit ;; esac\ncat >'${orders.folder}/said' <<'END'\n${says}\nEND\ncat '${orders.folder}/said' >&2\nexit 2`,
		);
		const { code, err } = orders.give('stand');
		expect(code).toBe(1);
		expect(err.trim().split('\n').at(-1)).toBe(told);
	});
});
