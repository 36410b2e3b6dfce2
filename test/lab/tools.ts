import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';
import { SYSTEM_PATH } from './enter.ts';

/** A tool by its name, or by its whole path where it lies on no PATH. */
const onPath = (tool: string) =>
	tool.startsWith('/')
		? existsSync(tool)
		: SYSTEM_PATH.split(delimiter).some((folder) => existsSync(join(folder, tool)));

/** A `describe` for tests that need root and these programs: skipped aloud, a failure with `WATCHDECK_LAB=required`. */
export function describeTools(name: string, tools: readonly string[], tests: () => void): void {
	const missing = tools.filter((tool) => !onPath(tool));
	if (process.getuid?.() !== 0) missing.push('root');
	if (missing.length === 0) describe(name, tests);
	else if (process.env['WATCHDECK_LAB'] === 'required') {
		test(name, () => {
			throw new Error(`This needs ${missing.join(', ')}.`);
		});
	} else {
		process.stderr.write(`skipped: ${name}: needs ${missing.join(', ')}\n`);
		describe.skip(`${name} (skipped: needs ${missing.join(', ')})`, tests);
	}
}
