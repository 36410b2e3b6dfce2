import { failed } from '../../core/failed.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { Piece, Request, Response } from '../carrier.ts';
import { reasonOf } from '../failure.ts';
import type { Box, Time } from './box.ts';
import { versions } from './engine/defaults.ts';
import { isYes } from './engine/fields.ts';
import { containerOf } from './engine/find.ts';
import { decoded, partsOf } from './engine/handle.ts';
import type { EngineAnswer, EngineRequest } from './engine/types.ts';
import { events, logsStream, type Streaming, statsStream } from './streams.ts';
import { askHost } from './world.ts';

/**
 * What goes wrong with a request on its way: `unsent`: it never arrives; `unanswered`: it takes effect, but its answer
 * is lost. Tests say so.
 */
export type Mishap = (host: string, request: EngineRequest) => 'none' | 'unsent' | 'unanswered';

/** What a simulated engine is reached through. */
export interface EngineDoor {
	readonly name: string;
	readonly box: Box;
	readonly time: Time;
	readonly mishap: Mishap;
}

/** How long orders take, as on a machine that is not busy. */
const takes: readonly (readonly [RegExp, Millis])[] = [
	[/\/(?:stop|restart)(?:\?|$)/, 600],
	[/\/start$/, 350],
	[/\/containers\/create\?/, 120],
	[/\/images\/create\?/, 1_500],
];

const head = { 'api-version': versions.api, server: `Docker/${versions.engine} (linux)`, ostype: 'linux' };

async function* once(bytes: Uint8Array): AsyncGenerator<Piece> {
	if (bytes.length > 0) yield { from: 'out', bytes };
}

async function* piecesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
	for await (const bytes of stream) yield { from: 'out', bytes };
}

function responseOf({ status, json, text, bytes }: EngineAnswer): Response {
	const body = bytes ?? Buffer.from(text ?? (json === undefined ? '' : `${JSON.stringify(json)}\n`));
	const type = text === undefined ? 'application/json' : 'text/plain; charset=utf-8';
	const what = bytes === undefined && body.length > 0 ? { 'content-type': type } : {};
	return { code: status, headers: { ...head, ...what }, pieces: once(body) };
}

type Stream = (streaming: Streaming) => AsyncIterable<Uint8Array>;

/** The stream that a request asks for; undefined: it asks for one answer. */
function streamFor(method: string, path: string, query: URLSearchParams): { open: Stream; of: string } | undefined {
	if (method !== 'GET') return undefined;
	if (path === '/events') return { open: events, of: '' };
	const [, of = '', verb] = /^\/containers\/([^/]+)\/(stats|logs)$/.exec(path) ?? [];
	if (verb === 'stats' && isYes(query.get('stream') ?? '1')) return { open: statsStream, of: decoded(of) };
	const streams = isYes(query.get('stdout')) || isYes(query.get('stderr'));
	if (verb === 'logs' && streams && isYes(query.get('follow'))) return { open: logsStream, of: decoded(of) };
	return undefined;
}

function requestOf({ method, url, body }: Request): EngineRequest | undefined {
	if (body === undefined || body === '') return { method, path: url };
	try {
		return { method, path: url, body: JSON.parse(body) };
	} catch {
		return undefined;
	}
}

function lost({ name }: EngineDoor): Result<Response> {
	return failed(
		'unreachable',
		`The engine of ${name} (demo): the connection was closed.`,
		'Look whether it took effect.',
	);
}

async function order(door: EngineDoor, request: EngineRequest, signal: AbortSignal): Promise<Result<Response>> {
	const { name, box, time, mishap } = door;
	const came = mishap(name, request);
	if (came === 'unsent') return lost(door);
	const length = takes.find(([path]) => request.method === 'POST' && path.test(request.path))?.[1];
	if (length !== undefined) await time.wait(length, signal);
	if (signal.aborted) return { ok: false, failure: reasonOf(signal) };
	const { host, answer } = askHost(box.host(), request, time.now());
	box.put(host);
	return came === 'unanswered' ? lost(door) : { ok: true, value: responseOf(answer) };
}

/** Asks the simulated engine of a host; like the real one it answers with a status, and streams what never ends. */
export async function askEngine(door: EngineDoor, request: Request, signal: AbortSignal): Promise<Result<Response>> {
	if (signal.aborted) return { ok: false, failure: reasonOf(signal) };
	const parsed = requestOf(request);
	if (parsed === undefined) {
		return { ok: true, value: responseOf({ status: 400, json: { message: 'invalid JSON' } }) };
	}
	const { path, query } = partsOf(request.url);
	const stream = streamFor(request.method, path, query);
	if (stream === undefined) return order(door, parsed, signal);
	const { box, time } = door;
	if (stream.of !== '' && containerOf(box.host().engine, stream.of) === undefined) {
		return { ok: true, value: responseOf({ status: 404, json: { message: `No such container: ${stream.of}` } }) };
	}
	const pieces = piecesOf(stream.open({ box, time, of: stream.of, query, signal }));
	return { ok: true, value: { code: 200, headers: head, pieces } };
}
