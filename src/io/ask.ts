import { bytesTold } from '../core/backup/progress.ts';
import type { Call, Chunk, Reply } from '../core/call.ts';
import { onlyCounts } from '../core/engine/pull.ts';
import { failed } from '../core/failed.ts';
import { known } from '../core/known.ts';
import type { Millis, Result } from '../core/model.ts';
import type { Carrier, Response, Running } from './carrier.ts';
import { chunks } from './chunks.ts';
import { resolve } from './dns.ts';
import { callName, pulled } from './judge.ts';
import { collect } from './pieces.ts';
import { logsLine, shapeOf } from './shape.ts';
import { query } from './sql.ts';
import { converse } from './tcp.ts';
import { shake } from './tls.ts';
import type { Filled } from './words.ts';

/** Bytes of an answer that are kept when the call says nothing. */
const usualMost = {
	exec: 1024 * 1024,
	engine: 32 * 1024 * 1024,
	http: 16 * 1024 * 1024,
	tcp: 64 * 1024,
	tls: 0,
	dns: 0,
	sql: 256 * 1024,
} as const;
/** A command is ended over there at its limit; we wait this much longer for the news. */
export const grace: Millis = 2500;

type Heard = (chunk: Chunk) => void;
/** What ends a call, and who hears what it says while it goes on. */
interface Hearing {
	readonly signal: AbortSignal;
	readonly heard?: Heard;
}

/** A command that tells how far it is: `heard` is told its lines, and of them the last `most` bytes that tell more are kept. */
async function tellingReply({ pieces, code }: Running, most: number, heard: Heard): Promise<Result<Reply>> {
	const kept: Chunk[] = [];
	let size = 0;
	// A line alone may be all of the answer.
	const line = Math.max(logsLine, most);
	for await (const chunk of chunks(pieces, { is: 'lines', stamped: false, line })) {
		heard(chunk);
		if (bytesTold(chunk.text) !== undefined) continue;
		kept.push(chunk);
		size += chunk.text.length;
		// The end says how it came out.
		while (size > most && kept.length > 1) size -= kept.shift()?.text.length ?? 0;
	}
	const ended = await code;
	if (!ended.ok) return ended;
	const [text, err] = (['out', 'err'] as const).map((side) =>
		kept.flatMap(({ from, text }) => (from === side ? [`${text}\n`] : [])).join(''),
	);
	return { ok: true, value: { code: ended.value, text: text ?? '', err: err ?? '' } };
}

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

/** Bytes of what a pull said that are kept: all but its counting, which only `heard` is told. */
const pullMost = 64 * 1024;

async function pullReply({ code, headers, pieces }: Response, call: Call, heard?: Heard): Promise<Reply> {
	const kept: string[] = [];
	let size = 0;
	for await (const chunk of chunks(pieces, shapeOf(call))) {
		heard?.(chunk);
		if (onlyCounts(chunk.text)) continue;
		kept.push(chunk.text);
		size += chunk.text.length;
		// The end says how it came out.
		while (size > pullMost && kept.length > 1) size -= kept.shift()?.length ?? 0;
	}
	return { code, headers, text: kept.join('\n'), err: '' };
}

async function webReply(call: Call, response: Response, most: number, heard?: Heard): Promise<Reply> {
	if (pulled(call) !== undefined && response.code === 200) return pullReply(response, call, heard);
	if (shapeOf(call).is === 'logs' && response.code === 200) return logsReply(response, most);
	const { out, cut } = await collect(response.pieces, most, false);
	const { code, headers, phases, peer } = response;
	return {
		...{ code, text: out, err: '', headers, ...(cut ? { cut } : {}) },
		...(phases === undefined ? {} : { phases }),
		...(peer === undefined ? {} : { peer }),
	};
}

async function talk(
	carrier: Carrier,
	filled: Extract<Filled, { via: 'tcp' | 'tls' | 'sql' }>,
	{ most, timeout }: { readonly most: number; readonly timeout: Millis },
	signal: AbortSignal,
): Promise<Result<Reply>> {
	const stream = await carrier.dial(filled, signal);
	if (!stream.ok) return stream;
	switch (filled.via) {
		case 'tcp':
			return converse(stream.value, filled, most, signal);
		case 'tls':
			return shake(stream.value, filled, signal);
		case 'sql':
			return query(stream.value, filled, { most, timeout }, signal);
	}
}

async function execReply(
	carrier: Carrier,
	call: Call,
	filled: Extract<Filled, { via: 'exec' }>,
	{ signal, heard }: Hearing,
): Promise<Result<Reply>> {
	const most = call.most ?? usualMost.exec;
	const run = await carrier.exec({ ...filled, timeout: call.timeout }, signal);
	if (!run.ok) return run;
	const isTold = call.silent !== undefined || call.effect === 'read';
	if (!isTold || heard === undefined) return commandReply(run.value, most);
	return tellingReply(run.value, most, heard);
}

/** Carries one call to its end and collects the answer, whatever its code. What breaks in the middle is thrown. */
export async function carry(
	carrier: Carrier,
	call: Call,
	filled: Filled,
	{ signal, heard }: Hearing,
): Promise<Result<Reply>> {
	const most = call.most ?? usualMost[call.via];
	switch (filled.via) {
		case 'exec':
			return execReply(carrier, call, filled, { signal, ...known({ heard }) });
		case 'tls': {
			const shown = await carrier.shows?.(filled);
			if (shown === undefined) return talk(carrier, filled, { most, timeout: call.timeout }, signal);
			return shown.ok ? { ok: true, value: { code: 0, text: '', err: '', peer: shown.value } } : shown;
		}
		case 'tcp':
		case 'sql':
			return talk(carrier, filled, { most, timeout: call.timeout }, signal);
		case 'dns':
			if (call.host !== 'local') return failed('bug', `${callName(call)} cannot be asked from ${call.host}.`);
			return resolve(filled, signal);
		case 'engine':
		case 'http': {
			const response = await carrier[filled.via](filled, signal);
			return response.ok ? { ok: true, value: await webReply(call, response.value, most, heard) } : response;
		}
	}
}
