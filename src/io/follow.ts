import type { Call, Chunk } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import type { Failure, Result } from '../core/model.ts';
import type { Carrier, Piece } from './carrier.ts';
import { chunks } from './chunks.ts';
import { unlessEnded } from './deadline.ts';
import { callName, codeFailure, isFine } from './judge.ts';
import { collect } from './pieces.ts';
import { shapeOf } from './shape.ts';
import type { Filled } from './words.ts';

/** Of a refusal so many bytes are read. */
const refusal = 64 * 1024;

interface Stream {
	readonly pieces: AsyncIterable<Piece>;
	/** How it ended, when that was a failure. */
	readonly end: () => Promise<Failure | undefined>;
}

async function open(carrier: Carrier, call: Call, filled: Filled, signal: AbortSignal): Promise<Result<Stream>> {
	if (filled.via === 'exec') {
		const { via: _, ...command } = filled;
		const run = await carrier.exec(command, signal);
		if (!run.ok) return run;
		const end = async () => {
			const code = await run.value.code;
			if (!code.ok) return code.failure;
			return isFine(call, code.value) ? undefined : codeFailure(call, { code: code.value, text: '', err: '' });
		};
		return { ok: true, value: { pieces: run.value.pieces, end } };
	}
	if (filled.via !== 'http' && filled.via !== 'engine') return failed('bug', `${callName(call)} cannot be followed.`);
	const response = await carrier[filled.via](filled, signal);
	if (!response.ok) return response;
	const { code, pieces } = response.value;
	if (isFine(call, code)) return { ok: true, value: { pieces, end: async () => undefined } };
	const { out } = await collect(pieces, refusal, false);
	return { ok: false, failure: codeFailure(call, { code, text: out, err: '' }) };
}

/** The lines of a stream as they come; a failure is the last value. `opened` is told when the answer has begun. */
export async function* lines(
	carrier: Carrier,
	call: Call,
	filled: Filled,
	on: { readonly signal: AbortSignal; readonly opened: () => void },
): AsyncGenerator<Chunk | { readonly failure: Failure }> {
	const stream = await unlessEnded(open(carrier, call, filled, on.signal), on.signal);
	if (!stream.ok) {
		yield { failure: stream.failure };
		return;
	}
	on.opened();
	yield* chunks(stream.value.pieces, shapeOf(call));
	const failure = await stream.value.end();
	if (failure !== undefined) yield { failure };
}
