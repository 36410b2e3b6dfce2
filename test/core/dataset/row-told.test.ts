// The time in the newest row of the live data, or why it cannot be told, as the clients of the servers answer.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DatasetKindName } from '../../../src/core/dataset/kind-name.ts';
import { ordersOf } from '../../support/dataset-order.ts';
import { posixShells } from '../../support/stand-ins.ts';

const noColumn = `psql:<stdin>:1: ERROR:  column "nope" does not exist
LINE 1: select floor(extract(epoch from max("nope"))) from "orders";
                                            ^`;
const warned = 'WARNING:  database "shop" has a collation version mismatch';
const unknown = "ERROR 1054 (42S22) at line 3: Unknown column 'nope' in 'field list'";
const none = 'row-unread=no row with a time since 1970 was found';
const quoting = `psql:<stdin>:1: ERROR:  invalid input syntax for type timestamp with time zone: "x
1795000000
y"`;
const answers: readonly (readonly [DatasetKindName, string, string, string])[] = [
	['postgres', '1795000000', '', 'newest-row=1795000000'],
	['postgres', '1795000000', warned, 'newest-row=1795000000'],
	['postgres', '', noColumn, 'row-unread=ERROR:  column "nope" does not exist'],
	['postgres', '', quoting, 'row-unread=ERROR:  invalid input syntax for type timestamp with time zone: "x'],
	['postgres', '', warned, none],
	['postgres', '', `psql:<stdin>:1: ${warned}\n${noColumn}`, 'row-unread=ERROR:  column "nope" does not exist'],
	['postgres', 'Infinity', '', none],
	['postgres', '', '', none],
	['mysql', '1795000000', '', 'newest-row=1795000000'],
	['mysql', '', unknown, `row-unread=${unknown}`],
	['mysql', 'NULL', '', none],
];

describe.each(posixShells)('in %s', (_name, shell) => {
	test.each(answers)('%s: %j and %j are told as %j', (kind, out, err, told) => {
		const orders = ordersOf(kind, shell, () => ({ database: 'shop', newest: 'orders\tnope' }));
		onTestFinished(orders.remove);
		for (const program of ['pg_dump', 'mariadb-dump']) orders.put(program, 'echo 15.1');
		const row = `cat <<'END'\n${out}\nEND\ncat >&2 <<'END'\n${err}\nEND\n[ -z '${err.includes(noColumn) || err === quoting || err === unknown ? 'no' : ''}' ] || exit 3`;
		for (const client of ['psql', 'mariadb'])
			orders.put(client, `case $* in *--help*) exit ;; esac\ncase $(cat) in *'max('*) ${row} ;; esac`);
		const { code, said } = orders.give('stand');
		expect(code).toBe(0);
		expect(said.filter((line) => /row/.test(line))).toEqual([told]);
	});
});
