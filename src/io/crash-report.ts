import { mkdirSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Millis, Result } from '../core/model.ts';
import type { Shown } from '../core/shown.ts';
import { failureOf } from './failure.ts';

/** So many reports are kept. */
const most = 5;
const onlyMine = 0o600;
const onlyMyFolder = 0o700;
const stderr = 2;

/** Their names sort by time. */
const isReport = (name: string): boolean => /^crash-.+\.txt$/.test(name);

/** Removes all reports but the newest; that this fails is no reason to say nothing of the crash. */
function prune(folder: string): void {
	try {
		const old = readdirSync(folder).filter(isReport).sort().slice(0, -most);
		for (const name of old) rmSync(join(folder, name), { force: true });
	} catch {
		// They are there the next time too.
	}
}

/**
 * Writes the report of a crash into a folder and gives its path. All at once and without waiting: the program that crashed
 * does nothing more after it. Readable by its owner only.
 */
export function writeCrashReport(folder: string, at: Millis, text: string): Result<string> {
	const path = join(folder, `crash-${new Date(at).toISOString().replaceAll(':', '-')}.txt`);
	try {
		mkdirSync(folder, { recursive: true, mode: onlyMyFolder });
		writeFileSync(path, text, { mode: onlyMine, flag: 'wx' });
	} catch (error) {
		return { ok: false, failure: failureOf(error, path) };
	}
	prune(folder);
	return { ok: true, value: path };
}

/** Writes lines to standard error, all of them before it returns. */
export function sayLast(lines: readonly Shown[]): void {
	try {
		writeSync(stderr, `${lines.join('\n')}\n`);
	} catch {
		// Nobody listens any more.
	}
}
