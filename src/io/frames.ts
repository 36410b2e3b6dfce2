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

function looksFramed(bytes: Uint8Array, at = 0): boolean {
	return (bytes[at] ?? 3) <= 2 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0;
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
		const view = new DataView(pending.buffer, pending.byteOffset, pending.length);
		let at = 0;
		while (pending.length - at >= header) {
			const length = view.getUint32(at + 4);
			if (!looksFramed(pending, at) || length > largest)
				throw new Broken({ kind: 'garbled', message: 'The log stream of the engine is out of step.' });
			const end = at + header + length;
			if (pending.length < end) break;
			pieces.push({ from: pending[at] === 2 ? 'err' : 'out', bytes: pending.subarray(at + header, end) });
			at = end;
		}
		pending = pending.subarray(at);
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
