import { describe, test } from 'vitest';
import { labAbsent } from './lab.ts';

/** A `describe` for tests that need the lab: skipped aloud where there is none, a failure with `WATCHDECK_LAB=required`. */
export function describeLab(name: string, tests: () => void): void {
	const why = labAbsent();
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
