// Stands in the place of the terminal that the program is started in. To be imported before anything that asks for it.
import { openSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';

let bytes = 0;
const out = new Writable({
	decodeStrings: false,
	write: (chunk, _encoding, done) => {
		bytes += String(chunk).length;
		done();
	},
});
const stdout = Object.assign(out, { columns: 200, rows: 50, isTTY: true, fd: openSync('/dev/null', 'w') });
const keyboard = { isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin };
const stdin: PassThrough = Object.assign(new PassThrough(), keyboard);
for (const [name, value] of Object.entries({ stdin, stdout })) Object.defineProperty(process, name, { value });

/** The bytes that were drawn so far. */
export const drawn = (): number => bytes;
/** Types bytes as a keyboard sends them. */
export const type = (keys: string): void => void stdin.write(keys);
/** Gives the terminal another size. */
export const resize = (columns: number, rows: number): void => {
	Object.assign(stdout, { columns, rows });
	stdout.emit('resize');
};
