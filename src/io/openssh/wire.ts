import { Broken } from '../carrier.ts';

/** A field as it goes over the wire: a number is a `uint32`, a text or bytes a `string`, a truth a `boolean`. */
export type Field = number | string | Uint8Array | boolean;

/** The bytes of these fields, one after another; source of the format: RFC 4251, section 5. */
export function encode(fields: readonly Field[]): Buffer {
	return Buffer.concat(fields.map(bytesOf));
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

function bytesOf(field: Field): Buffer {
	if (typeof field === 'number') return uint32(field);
	if (typeof field === 'boolean') return Buffer.of(field ? 1 : 0);
	const bytes = Buffer.from(field);
	return Buffer.concat([uint32(bytes.length), bytes]);
}

/** Takes the fields of a message one after another; what is too short throws `Broken`. */
export interface Reader {
	readonly byte: () => number;
	readonly uint32: () => number;
	readonly string: () => Buffer;
}

/** What came over the control socket is not what PROTOCOL.mux or RFC 4254 say. */
export function garbled(what: string): Broken {
	const message = `The system's ssh said something that cannot be understood: ${what}.`;
	return new Broken({ kind: 'garbled', message, fix: 'Check that `ssh -V` is an OpenSSH of 8.0 or newer.' });
}

/** A reader of these bytes. */
export function reader(bytes: Buffer): Reader {
	let at = 0;
	const take = (length: number): Buffer => {
		if (at + length > bytes.length) throw garbled('a message is too short');
		const taken = bytes.subarray(at, at + length);
		at += length;
		return taken;
	};
	return {
		byte: () => take(1).readUInt8(),
		uint32: () => take(4).readUInt32BE(),
		string: () => take(take(4).readUInt32BE()),
	};
}

/** A longer frame is none; OpenSSH's own limit for its control socket is 256 KiB (mux.c, CHANNEL_MUX_MAX_PACKET). */
const longest = 512 * 1024;

/** Takes a stream of bytes apart into frames, each with its length before it; gives those that are whole. */
export function makeFrames(): (bytes: Buffer) => readonly Buffer[] {
	let pending: readonly Buffer[] = [];
	let size = 0;
	let wanted = 4;
	return (bytes) => {
		pending = [...pending, bytes];
		size += bytes.length;
		if (size < wanted) return [];
		const frames: Buffer[] = [];
		let rest = Buffer.concat(pending);
		for (wanted = 4; rest.length >= 4; ) {
			const length = rest.readUInt32BE();
			if (length > longest) throw garbled('a message is too long');
			wanted = 4 + length;
			if (rest.length < wanted) break;
			frames.push(rest.subarray(4, wanted));
			rest = rest.subarray(wanted);
			wanted = 4;
		}
		pending = rest.length === 0 ? [] : [rest];
		size = rest.length;
		return frames;
	};
}
