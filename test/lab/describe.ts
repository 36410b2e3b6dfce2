import { describe, test } from 'vitest';
import type { ComposeTool } from './compose.ts';
import { labAbsent } from './lab.ts';

/** A `describe` for tests that need the lab, and in it these Composes: skipped aloud where there is none, a failure with `WATCHDECK_LAB=required`. */
export function describeLab(name: string, tests: () => void, composes: readonly ComposeTool[] = []): void {
	const why = labAbsent(composes);
	if (why === undefined) describe(name, tests);
	else if (process.env['WATCHDECK_LAB'] === 'required') {
		test(name, () => {
			throw new Error(`The lab is required here and ${why}.`);
		});
	} else {
		process.stderr.write(`skipped: ${name}: ${why}\n`);
		describe.skip(`${name} (skipped: ${why})`, tests);
	}
}
