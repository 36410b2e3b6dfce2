import type { Call, Reply } from '../core/call.ts';
import type { Millis, Result } from '../core/model.ts';
import type { Carrier, Response, Running } from './carrier.ts';
import { chunks } from './chunks.ts';
import { collect } from './pieces.ts';
import { logsLine, shapeOf } from './shape.ts';
import { converse } from './tcp.ts';
import type { Filled } from './words.ts';

/** Bytes of an answer that are kept when the call says nothing. */
const usualMost = { exec: 1024 * 1024, engine: 32 * 1024 * 1024, http: 16 * 1024 * 1024, tcp: 64 * 1024 } as const;
/** A command is ended over there at its limit; we wait this much longer for the news. */
export const grace: Millis = 2500;

async function commandReply(running: Running, most: number): Promise<Result<Reply>> {
	const { out, err, cut } = await collect(running.pieces, most, true);
	const code = await running.code;
	if (!code.ok) return code;
	return { ok: true, value: { code: code.value, text: out, err, ...(cut ? { cut } : {}) } };
}

/** The frames of a log are taken apart: `text` is what the container said, `err` its standard error. */
async function logsReply({ code, headers, pieces }: Response, most: number): Promise<Reply> {
	const text = { out: '', err: '' };
	for await (const chunk of chunks(pieces, { is: 'logs', stamped: false, line: logsLine })) {
		if (text.out.length + text.err.length + chunk.text.length > most)
			return { code, headers, text: text.out, err: text.err, cut: true };
		text[chunk.from] += `${chunk.text}\n`;
	}
	return { code, headers, text: text.out, err: text.err };
}

async function webReply(call: Call, response: Response, most: number): Promise<Reply> {
	if (shapeOf(call).is === 'logs' && response.code === 200) return logsReply(response, most);
	const { out, cut } = await collect(response.pieces, most, false);
	return { code: response.code, text: out, err: '', headers: response.headers, ...(cut ? { cut } : {}) };
}

/** Carries one call to its end and collects the answer, whatever its code. What breaks in the middle is thrown. */
export async function carry(carrier: Carrier, call: Call, filled: Filled, signal: AbortSignal): Promise<Result<Reply>> {
	const most = call.most ?? usualMost[call.via];
	if (filled.via === 'exec') {
		const run = await carrier.exec({ ...filled, timeout: call.timeout }, signal);
		return run.ok ? commandReply(run.value, most) : run;
	}
	if (filled.via === 'tcp') {
		const stream = await carrier.dial(filled, signal);
		return stream.ok ? converse(stream.value, filled, most, signal) : stream;
	}
	const response = await carrier[filled.via](filled, signal);
	return response.ok ? { ok: true, value: await webReply(call, response.value, most) } : response;
}
