import type { Duplex } from 'node:stream';
import type { Reply } from '../core/call.ts';
import type { Result } from '../core/model.ts';
import { failureOf } from './failure.ts';

/** What is said over a connection: `send` goes out; the answer is over once `until` is in it, or the other side ends. */
interface Talk {
	readonly name: string;
	readonly port: number;
	readonly send?: string;
	readonly until?: string;
}

/**
 * Says one thing over a connection and collects what comes back, at most so many bytes; then closes it. Without `until`
 * nothing is waited for: that the connection stands is the answer.
 */
export async function converse(
	stream: Duplex,
	{ name, port, send, until }: Talk,
	most: number,
	signal: AbortSignal,
): Promise<Result<Reply>> {
	const abort = () => stream.destroy();
	signal.addEventListener('abort', abort, { once: true });
	// What breaks is told by the loop over it; what breaks where nobody reads any more must end nothing.
	stream.on('error', () => undefined);
	const kept: Uint8Array[] = [];
	let size = 0;
	let text = '';
	try {
		if (send !== undefined) stream.write(send);
		if (until !== undefined) {
			for await (const chunk of stream) {
				const bytes = Buffer.from(chunk);
				kept.push(bytes.subarray(0, most - size));
				size += bytes.length;
				text = Buffer.concat(kept).toString();
				if (text.includes(until) || size >= most) break;
			}
		}
		if (signal.aborted) return { ok: false, failure: failureOf(signal.reason, `${name} port ${port}`, signal) };
		return { ok: true, value: { code: 0, text, err: '', ...(size > most ? { cut: true } : {}) } };
	} catch (error) {
		return { ok: false, failure: failureOf(error, `${name} port ${port}`, signal) };
	} finally {
		signal.removeEventListener('abort', abort);
		stream.destroy();
	}
}
