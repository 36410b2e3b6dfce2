import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { importedRunbook } from '../../src/app/import-runbook.ts';
import { lintRunbooks } from '../../src/app/lint-runbooks.ts';
import { readJournal } from '../../src/app/read-journal.ts';

/** A folder of its own, until the test is over. */
const aFolder = (name: string): string => {
	const folder = mkdtempSync(join(tmpdir(), name));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return folder;
};

test('a folder without a document is not in order', async () => {
	const folder = aFolder('lint-');
	mkdirSync(join(folder, 'within'));
	writeFileSync(join(folder, 'b.txt'), 'no document');
	const read = await lintRunbooks([folder], Date.UTC(2026, 10, 22), { HOME: folder });
	const said = `${folder} has no Markdown document: no file in it ends with .md or .markdown.`;
	expect(read).toMatchObject({ ok: true, value: { linted: [], failures: [{ kind: 'missing', message: said }] } });
});

test('files and folders are read, and what cannot be read is told', async () => {
	const folder = aFolder('lint-');
	writeFileSync(join(folder, 'a.md'), '---\nowner: us\n---\n# A\n\n```sh\nfly rollback\n```\n');
	writeFileSync(join(folder, 'b.txt'), 'no document');
	const read = await lintRunbooks([folder, join(folder, 'none.md')], Date.UTC(2026, 10, 22), { HOME: folder });
	if (!read.ok) throw new Error(read.failure.message);
	const { linted, failures } = read.value;
	expect(linted.map(({ path, findings }) => [path, findings.map(({ rule, line }) => `${line} ${rule}`)])).toEqual([
		[join(folder, 'a.md'), ['7 fly-rollback']],
	]);
	expect(failures).toHaveLength(1);
});

test('a copy is written beside the document or where it is said, and over no file', async () => {
	const folder = aFolder('import-');
	const path = join(folder, 'a.md');
	const now = Date.UTC(2026, 10, 22);
	writeFileSync(path, '# A\n\n```sh\nfly rollback\n```\n');
	const copy = join(folder, 'a.runbook.md');
	expect(await importedRunbook(path, undefined, now)).toMatchObject({
		ok: true,
		value: { path: copy, findings: [{ level: 'warning' }, { level: 'error', line: 4 }] },
	});
	expect(readFileSync(copy, 'utf8')).toMatch(
		/<!-- lint: error: there is no such command .* -->\n```sh\nfly rollback\n/,
	);
	for (const output of [copy, path]) {
		const before = readFileSync(output, 'utf8');
		expect(await importedRunbook(path, output, now)).toMatchObject({ ok: false, failure: { kind: 'changed' } });
		expect(readFileSync(output, 'utf8')).toBe(before);
	}
});

test('where this account has a journal, a document that was never walked is told', async () => {
	const folder = aFolder('ran-');
	const path = join(folder, 'a.md');
	writeFileSync(path, '---\nowner: us\n---\n# A\n\n```sh\ntrue\n```\n');
	const found = async () => {
		const read = await lintRunbooks([path], Date.UTC(2026, 10, 22), { HOME: folder });
		return read.ok
			? [read.value.linted.flatMap(({ findings }) => findings.map(({ rule }) => rule)), read.value.failures]
			: [];
	};
	expect(await found()).toEqual([[], []]);
	expect(await readJournal({ HOME: folder })).toMatchObject({ ok: true });
	expect(await found()).toEqual([['never-walked'], []]);
});
