import { Broken, type Piece } from './carrier.ts';

/** Header of a frame: one byte for the stream (0, 1: out, 2: err), three zeros, the length as a big-endian number. */
const header = 8;
/** The engine cuts messages at 16 KiB; a frame of more than this, in bytes, is no frame. */
const largest = 1024 * 1024;

/** Takes a log stream of the engine apart. Source: Engine API, "Attach to a container", stream format. */
export interface Demux {
	readonly push: (bytes: Uint8Array) => readonly Piece[];
	/** The bytes of a container with a terminal come without frames; found out from the first eight. */
	readonly end: () => readonly Piece[];
	/** Is each piece a whole frame? */
	readonly framed: () => boolean;
}

function looksFramed(bytes: Uint8Array): boolean {
	const [stream = 3, a, b, c] = bytes;
	return stream <= 2 && a === 0 && b === 0 && c === 0;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
	return left.length === 0 ? right : Buffer.concat([left, right]);
}

/** A demux in its first state. Each piece it gives is one whole frame, or raw bytes where there are no frames. */
export function makeDemux(): Demux {
	let pending: Uint8Array = new Uint8Array(0);
	let mode: 'unknown' | 'framed' | 'raw' = 'unknown';

	const frames = (): readonly Piece[] => {
		const pieces: Piece[] = [];
		while (pending.length >= header) {
			const length = new DataView(pending.buffer, pending.byteOffset).getUint32(4);
			if (!looksFramed(pending) || length > largest)
				throw new Broken({ kind: 'garbled', message: 'The log stream of the engine is out of step.' });
			if (pending.length < header + length) break;
			pieces.push({ from: pending[0] === 2 ? 'err' : 'out', bytes: pending.subarray(header, header + length) });
			pending = pending.subarray(header + length);
		}
		return pieces;
	};
	const raw = (): readonly Piece[] => {
		const bytes = pending;
		pending = new Uint8Array(0);
		return bytes.length > 0 ? [{ from: 'out', bytes }] : [];
	};
	return {
		push: (bytes) => {
			pending = joined(pending, bytes);
			if (mode === 'unknown' && pending.length >= header) mode = looksFramed(pending) ? 'framed' : 'raw';
			if (mode === 'unknown') return [];
			return mode === 'framed' ? frames() : raw();
		},
		end: () => (mode === 'framed' ? [] : raw()),
		framed: () => mode === 'framed',
	};
}
