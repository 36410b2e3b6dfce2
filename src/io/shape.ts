import type { Call } from '../core/call.ts';
import type { Shape } from './chunks.ts';

/** Bytes of a log line that are kept; the rest is dropped and counted. */
export const logsLine = 64 * 1024;
/** A line of an event stream or of stats is JSON and must be whole. */
const jsonLine = 1024 * 1024;

const logs = /^(?:\/v[\d.]+)?\/(?:containers|services|tasks)\/[^/]+\/logs(?:\?(.*))?$/;

/** How the stream that a call asks for is to be read. */
export function shapeOf(call: Call): Shape {
	const found = call.via === 'engine' ? logs.exec(call.path) : null;
	if (found === null) return { is: 'lines', stamped: false, line: call.via === 'engine' ? jsonLine : logsLine };
	const stamped = /^(1|true)$/i.test(new URLSearchParams(found[1] ?? '').get('timestamps') ?? '');
	return { is: 'logs', stamped, line: logsLine };
}
