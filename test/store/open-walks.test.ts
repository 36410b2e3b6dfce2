// The walks without an end stand in a table of their own, beside the runs that somebody must decide about.
import { expect, test } from 'vitest';
import type { Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Did } from '../../src/core/runbook/walk.ts';
import { sha256 } from '../../src/io/hash.ts';
import { memoryRows } from '../../src/io/sqlite.ts';
import { makeJournal } from '../../src/store/journal.ts';
import { migrations } from '../../src/store/tables.ts';

function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}
const line = (run: string, did: Did): Note => ({ what: 'walked', at: 1, by: 'op-1', run, did });
const head = { runbook: 'a', title: 'A', path: '/a.md', digest: 'd', values: {} };

test('a walk is among the open ones from its first line to its end, and is no run to decide about', async () => {
	const journal = makeJournal({ rows: await memoryRows(migrations), digest: sha256, redact: String });
	const open = async () => got(await journal.read({ walks: true })).map(({ run }) => run);
	got(await journal.append(line('w-1', { is: 'began', head })));
	got(await journal.append(line('w-2', { is: 'began', head })));
	got(await journal.append(line('w-1', { is: 'noted', step: 'a', text: '"is":"ended"' })));
	expect(await open()).toEqual(['w-1', 'w-2', 'w-1']);
	expect(got(await journal.open())).toEqual([]);
	got(await journal.append(line('w-1', { is: 'ended', as: 'done' })));
	expect(await open()).toEqual(['w-2']);
	// What a plan of it comes to later does not open it again; somebody who goes on with it does.
	got(await journal.append(line('w-1', { is: 'went', to: 'b', because: 'the next one' })));
	expect(await open()).toEqual(['w-2']);
	got(await journal.append(line('w-1', { is: 'taken up' })));
	expect(await open()).toEqual(['w-1', 'w-2', 'w-1', 'w-1', 'w-1', 'w-1']);
});
