import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';

/** A file of an archive: its bytes are those of a file here or are said, or it is a link to another of the archive. */
export type TarFile = { readonly path: string } & (
	| { readonly from: string }
	| { readonly text: string | Buffer }
	| { readonly link: string }
	/** `mode`: 0o755 unless said. */
	| { readonly folder: true; readonly mode?: number }
);

const BLOCK = 512;

/** A ustar header (POSIX.1-1988): fields of fixed width, numbers in octal, and a sum over the header itself. */
function header(path: string, kind: '0' | '2' | '5', size: number, link = '', mode = 0o755): Buffer {
	const block = Buffer.alloc(BLOCK);
	if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for this archive`);
	const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0');
	block.write(path, 0);
	block.write(octal(kind === '2' ? 0o777 : mode, 8), 100);
	block.write(octal(0, 8), 108);
	block.write(octal(0, 8), 116);
	block.write(octal(size, 12), 124);
	block.write(octal(0, 12), 136);
	block.write(' '.repeat(8), 148);
	block.write(kind, 156);
	block.write(link, 157);
	block.write('ustar\u000000', 257);
	block.write(
		`${octal(
			block.reduce((sum, byte) => sum + byte, 0),
			7,
		)}\0 `,
		148,
	);
	return block;
}

function* blocks(files: readonly TarFile[]): Generator<Buffer> {
	for (const file of files) {
		const path = file.path.replace(/^\//, '');
		if ('link' in file) yield header(path, '2', 0, file.link);
		else if ('folder' in file) yield header(`${path}/`, '5', 0, '', file.mode);
		else {
			const bytes = 'from' in file ? readFileSync(file.from) : Buffer.from(file.text);
			yield header(path, '0', bytes.length);
			yield bytes;
			yield Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
		}
	}
	yield Buffer.alloc(2 * BLOCK);
}

/** The archive of these files, as a stream. */
export const tar = (files: readonly TarFile[]): Readable => Readable.from(blocks(files));
