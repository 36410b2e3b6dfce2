import type { Chunk } from '../core/call.ts';
import type { Millis } from '../core/model.ts';
import type { Piece } from './carrier.ts';
import { makeDemux } from './frames.ts';
import { type Line, makeSplitter } from './lines.ts';

/** How a stream is to be read. `logs`: frames of the engine; `stamped`: each line begins with its time. */
export interface Shape {
	readonly is: 'lines' | 'logs';
	readonly stamped: boolean;
	/** Bytes of a line that are kept. */
	readonly line: number;
}

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/;
/** No time stamp of the engine is longer, in bytes. */
const stampRoom = 40;

/** The time at the beginning of a line and what follows it; the line itself where there is none. */
export function unstamped(text: string): { readonly at?: Millis; readonly text: string } {
	const found = stamp.exec(text);
	if (found === null) return { text };
	const at = Date.parse(found[1] ?? '');
	return Number.isNaN(at) ? { text } : { at, text: text.slice(found[0].length) };
}

function chunkOf(from: Piece['from'], line: Line, stamped: boolean): Chunk {
	const read = stamped ? unstamped(line.text) : { text: line.text };
	return { from, ...read, ...(line.dropped > 0 ? { cut: line.dropped } : {}) };
}

/** The engine stamps each part of a line longer than 16 KiB: the stamps of all parts but the first are taken out. */
function withoutStamp(bytes: Uint8Array): Uint8Array {
	const found = stamp.exec(Buffer.from(bytes.subarray(0, stampRoom)).toString('latin1'));
	return found === null ? bytes : bytes.subarray(found[0].length);
}

/**
 * After so many bytes others have a turn. Node reads up to 2 MiB of a socket before it looks at the keyboard again, and the
 * lines of that take an eighth of a second; a socket whose bytes wait here is not read on.
 */
const breath = 32 * 1024;

/** The pieces, with a turn for others in between. */
async function* withTurns(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
	let read = 0;
	for await (const piece of pieces) {
		yield piece;
		read += piece.bytes.length;
		if (read < breath) continue;
		read = 0;
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** The lines of a stream, one by one; the reader sets the pace. What `pieces` throws is thrown on. */
export async function* chunks(pieces: AsyncIterable<Piece>, shape: Shape): AsyncGenerator<Chunk> {
	const splitters = { out: makeSplitter(shape.line), err: makeSplitter(shape.line) };
	const demux = shape.is === 'logs' ? makeDemux() : undefined;
	const lines = function* (parts: readonly Piece[]): Generator<Chunk> {
		for (const { from, bytes } of parts) {
			const continued = demux?.framed() === true && shape.stamped && splitters[from].midLine();
			const read = splitters[from].push(continued ? withoutStamp(bytes) : bytes);
			for (const line of read) yield chunkOf(from, line, shape.stamped);
		}
	};
	for await (const piece of withTurns(pieces)) yield* lines(demux === undefined ? [piece] : demux.push(piece.bytes));
	yield* lines(demux?.end() ?? []);
	for (const from of ['out', 'err'] as const)
		for (const line of splitters[from].end()) yield chunkOf(from, line, shape.stamped);
}
