import { setTimeout as pause } from 'node:timers/promises';

/** Lines in one piece. */
const batch = 500;
/** The longest that a catching up may be, in lines; what a reader was too slow for is not sent later. */
const most = 20 * batch;
const text = ' INFO request 4711 of /api/items answered 200 in 12 ms to 10.0.0.7\n';
const header = 8;

/** A piece of the engine's log stream with room for the times, and where they stand in it. */
const template = (): { readonly bytes: Buffer; readonly places: readonly number[] } => {
	const line = Buffer.from(`${new Date(0).toISOString().replace('Z', '000000Z')}${text}`);
	const frame = Buffer.concat([Buffer.alloc(header), line]);
	frame[0] = 1;
	frame.writeUInt32BE(line.length, 4);
	const places = Array.from({ length: batch }, (_, index) => index * frame.length + header);
	return { bytes: Buffer.concat(Array.from({ length: batch }, () => frame)), places };
};

/**
 * A log that says so many lines a second, as the frames of the engine's API, until the signal. `sent` is told of each
 * batch, before it is handed on.
 */
export async function* flood(
	rate: number,
	sent: (lines: number) => void,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
	const { bytes, places } = template();
	let began = performance.now();
	let count = 0;
	while (!signal.aborted) {
		const due = Math.floor(((performance.now() - began) * rate) / 1000);
		if (due - count > most) {
			began = performance.now();
			count = 0;
		} else if (due - count < batch) await pause(5);
		else {
			const at = new Date().toISOString().slice(0, -1);
			const piece = Buffer.from(bytes);
			for (const place of places) piece.write(at, place, 'latin1');
			count += batch;
			sent(batch);
			yield piece;
		}
	}
}
