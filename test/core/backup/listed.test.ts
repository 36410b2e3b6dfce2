import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseFolder } from '../../../src/core/backup/listing.ts';
import { backupScript } from '../../../src/core/backup/script.ts';
import { posixShells } from '../../support/stand-ins.ts';

test.each(posixShells)('in %s: what is written down of backups is none, however deep they lie', (_name, shell) => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-listed-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const all = ['sq/a.zst', 'sq/.watchdeck/a.zst', '.watchdeck/sq.zst', 'sq/.hidden.zst', '.nightly/b.zst'];
	for (const name of all) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), name);
	}
	const program = shell.endsWith('busybox') ? ['sh', '-c'] : ['-c'];
	const files = (pattern: string) => {
		const text = execFileSync(shell, [...program, backupScript, 'watchdeck-backup', folder, pattern], {
			encoding: 'utf8',
		});
		return parseFolder(text)
			?.files.map(({ path }) => path)
			.toSorted();
	};
	expect(files('*/*.zst')).toEqual(['.nightly/b.zst', 'sq/a.zst']);
	expect(files('sq/*')).toEqual(['sq/a.zst']);
});
