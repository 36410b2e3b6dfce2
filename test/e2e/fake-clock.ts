import { existsSync, readdirSync } from 'node:fs';

/** The library that shifts the clock of one program alone (Debian's faketime); undefined: it is not here. */
export function fakeClock(): string | undefined {
	const found = readdirSync('/usr/lib')
		.map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`)
		.find((path) => existsSync(path));
	if (found !== undefined) return found;
	if (process.env['WATCHDECK_LAB'] === 'required') throw new Error('these tests need faketime');
	console.warn('skipped: needs faketime');
	return undefined;
}
