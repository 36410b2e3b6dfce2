import { Readable } from 'node:stream';
import { Broken, type Piece } from './carrier.ts';
import { reasonOf } from './failure.ts';

/** Pieces that wait unread before the sender is slowed. */
const waiting = 16;

function bytesOf(chunk: unknown): Uint8Array {
	if (chunk instanceof Uint8Array) return chunk;
	return Buffer.from(String(chunk));
}

/** How a merged stream ends before its end: the signal, or a reader who leaves; then `left` stops the sender. */
export interface Ending {
	readonly signal: AbortSignal;
	readonly left: () => void;
}

/** Two streams as one, in the order in which they arrive; a slow reader slows both. */
export function merged(out: Readable, err: Readable, { signal, left }: Ending): AsyncIterable<Piece> {
	const sources = [out, err];
	const open = new Set(sources);
	const joined = new Readable({
		objectMode: true,
		highWaterMark: waiting,
		read: () => {
			for (const source of sources) source.resume();
		},
		destroy: (error, done) => {
			for (const source of sources) {
				// What nobody reads any more is let through, or the other side never comes to its end.
				source.removeAllListeners('data');
				source.resume();
			}
			signal.removeEventListener('abort', abort);
			if (open.size > 0) left();
			done(error);
		},
	});
	const abort = () => joined.destroy(new Broken(reasonOf(signal)));
	signal.addEventListener('abort', abort, { once: true });
	// Nobody may be reading when it breaks; who reads later is told then.
	joined.on('error', () => undefined);
	const end = (source: Readable) => {
		if (open.delete(source) && open.size === 0) joined.push(null);
	};
	for (const source of sources) {
		source.on('data', (chunk) => {
			const piece: Piece = { from: source === out ? 'out' : 'err', bytes: bytesOf(chunk) };
			if (joined.push(piece)) return;
			for (const each of sources) each.pause();
		});
		source.on('error', (error) => joined.destroy(error));
		source.once('end', () => end(source));
		source.once('close', () => source.destroyed && end(source));
		source.pause();
	}
	return joined;
}

/** What was collected: text of both sides, and whether there was more. */
export interface Collected {
	readonly out: string;
	readonly err: string;
	readonly cut: boolean;
}

/**
 * Reads to the end and keeps at most `most` bytes of each side. `drain`: what is too much is read and thrown away (a
 * command still has to come to its end), otherwise the reading stops there.
 */
export async function collect(pieces: AsyncIterable<Piece>, most: number, drain: boolean): Promise<Collected> {
	const kept: { readonly [F in Piece['from']]: Uint8Array[] } = { out: [], err: [] };
	const size = { out: 0, err: 0 };
	let cut = false;
	for await (const { from, bytes } of pieces) {
		const room = most - size[from];
		if (room > 0) kept[from].push(bytes.length > room ? bytes.subarray(0, room) : bytes);
		size[from] += bytes.length;
		if (bytes.length > room) cut = true;
		if (cut && !drain) break;
	}
	return { out: Buffer.concat(kept.out).toString(), err: Buffer.concat(kept.err).toString(), cut };
}
