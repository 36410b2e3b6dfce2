import type { Millis } from '../../core/model.ts';
import { isYes, stamp } from './engine/fields.ts';
import { containerOf } from './engine/find.ts';
import { refused } from './engine/outcome.ts';
import type { Handler } from './engine/types.ts';
import { kept, type LogLine, logLines } from './log-lines.ts';

/** What of a log is asked for. */
export interface LogsWish {
	readonly out: boolean;
	readonly err: boolean;
	readonly stamps: boolean;
	/** Later than this. */
	readonly after: Millis;
	readonly until: Millis;
	readonly most: number;
}

/** A time in seconds, with up to nine digits after the point, in milliseconds; undefined: none was given. */
export function secondsOf(text: string | null): Millis | undefined {
	const value = Number(text ?? '');
	return text === null || text === '' || Number.isNaN(value) || value <= 0 ? undefined : Math.floor(value * 1000);
}

/** Reads the query of `GET /containers/ID/logs`. `since` is inclusive there, `after` is not. */
export function logsWish(query: URLSearchParams, now: Millis): LogsWish {
	const tail = Number(query.get('tail') ?? 'all');
	return {
		out: isYes(query.get('stdout')),
		err: isYes(query.get('stderr')),
		stamps: isYes(query.get('timestamps')),
		after: (secondsOf(query.get('since')) ?? 1) - 1,
		until: Math.min(now, secondsOf(query.get('until')) ?? now),
		most: Number.isInteger(tail) && tail >= 0 ? tail : kept,
	};
}

/** Lines as the engine sends them: each behind a header of its stream and its length in bytes. */
export function framed(lines: readonly LogLine[], wish: LogsWish): Uint8Array {
	const frames = lines
		.filter(({ from }) => wish[from])
		.map(({ at, from, text }) => {
			const time = wish.stamps ? `${stamp(at).replace('Z', '000000Z')} ` : '';
			const body = Buffer.from(`${time}${text}\n`);
			const head = Buffer.alloc(8);
			head[0] = from === 'out' ? 1 : 2;
			head.writeUInt32BE(body.length, 4);
			return Buffer.concat([head, body]);
		});
	return Buffer.concat(frames);
}

/** `GET /containers/ID/logs` without `follow`. */
export const logs: Handler = (engine, { of, query, now }) => {
	const container = containerOf(engine, of);
	if (container === undefined) return refused(engine, 404, `No such container: ${of}`);
	const wish = logsWish(query, now);
	if (!wish.out && !wish.err) {
		return refused(engine, 400, 'Bad parameters: you must choose at least one stream');
	}
	return { engine, answer: { status: 200, bytes: framed(logLines(engine, container, wish), wish) } };
};
