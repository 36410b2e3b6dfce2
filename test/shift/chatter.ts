import type { Result } from '../../src/core/model.ts';
import type { Piece, Request, Response } from '../../src/io/carrier.ts';
import { wait } from '../../src/io/clock.ts';

/** Lines a millisecond: 10,000 a minute. */
const rate = 10_000 / 60_000;
/** They come in batches, so many milliseconds after one another. */
const every = 500;

const frame = (text: string): Buffer => {
	const body = Buffer.from(text);
	const head = Buffer.alloc(8);
	head[0] = 1;
	head.writeUInt32BE(body.length, 4);
	return Buffer.concat([head, body]);
};

let said = 0;
/** How many lines were said so far, by all logs. */
export const saidLines = (): number => said;

/** A line; now and then it is an error. */
const lineAt = (at: string, count: number): string =>
	`${at} ${count % 1000 === 0 ? 'ERROR' : 'INFO'} request ${count} of /items/${count % 97} took ${count % 83} ms\n`;

async function* endless(signal: AbortSignal): AsyncGenerator<Piece> {
	const began = Date.now();
	for (let count = 0; !signal.aborted; ) {
		const now = Date.now();
		const at = new Date(now).toISOString().replace('Z', '000000Z');
		const due = Math.floor((now - began) * rate);
		const frames = Array.from({ length: due - count }, (_, index) => frame(lineAt(at, count + index)));
		said += frames.length;
		count = due;
		if (frames.length > 0) yield { from: 'out', bytes: Buffer.concat(frames) };
		await wait(every, signal);
	}
}

/** A log that is followed says 10,000 lines a minute, whichever it is; undefined: something else is asked. */
export const chatter = ({ url }: Request, signal: AbortSignal): Promise<Result<Response>> | undefined => {
	if (!/^\/containers\/[^/]+\/logs\?.*follow=1/.test(url)) return undefined;
	return Promise.resolve({ ok: true, value: { code: 200, headers: {}, pieces: endless(signal) } });
};
