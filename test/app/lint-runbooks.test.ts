import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintRunbooks } from '../../src/app/lint-runbooks.ts';

test('files and folders are read, and what cannot be read is told', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'lint-'));
	writeFileSync(join(folder, 'a.md'), '---\nowner: us\n---\n# A\n\n```sh\nfly rollback\n```\n');
	writeFileSync(join(folder, 'b.txt'), 'no document');
	const read = await lintRunbooks([folder, join(folder, 'none.md')], Date.UTC(2026, 10, 22));
	if (!read.ok) throw new Error(read.failure.message);
	const { linted, failures } = read.value;
	expect(linted.map(({ path, findings }) => [path, findings.map(({ rule, line }) => `${line} ${rule}`)])).toEqual([
		[join(folder, 'a.md'), ['7 fly-rollback']],
	]);
	expect(failures).toHaveLength(1);
});
