import type { Answer, Chunk, Read } from '../../src/core/call.ts';
import type { Failure, Millis, Result } from '../../src/core/model.ts';
import type { Reach, Reading } from '../../src/core/probe.ts';
import { inspects, recorded } from '../core/engine/recorded.ts';
import { replied } from './reach.ts';

/** An answer of the engine that is an error of this status. */
export function refusedWith(code: number, text = recorded('missing.json')): Answer {
	const failure: Failure = { kind: code === 404 ? 'missing' : 'refused', message: text };
	return { ok: false, took: 1, failure, reply: { code, text, err: '' } };
}

const containers = inspects
	.filter((name) => name !== 'inspect-oracle.json')
	.map((name) => ({ text: recorded(name), ...(JSON.parse(recorded(name)) as { Id: string; Name: string }) }));

/** What the recorded engine answers; what it never was asked for is a 404. */
export function recordedAnswer({ path }: { readonly path: string }): Answer {
	const [, wanted] = /^\/containers\/([^/]+)\/json$/.exec(decodeURIComponent(path)) ?? [];
	const found = containers.find(({ Id, Name }) => Id === wanted || Name === `/${wanted}`);
	if (found !== undefined) return replied(200, found.text);
	if (path.startsWith('/containers/json')) return replied(200, recorded('list.json'));
	if (path === '/images/json') return replied(200, recorded('images.json'));
	if (path === '/version') return replied(200, recorded('version.json'));
	if (path === '/_ping') return replied(200, 'OK', { date: 'Sat, 21 Nov 2026 04:25:07 GMT' });
	return refusedWith(404);
}

/** The id of a recorded container. */
export function idOf(name: string): string {
	return JSON.parse(recorded(`inspect-${name}.json`)).Id;
}

type Engine = (call: Read & { readonly via: 'engine' }) => Answer | Promise<Answer>;

/** The outside with only an engine in it. `lines`: what its stream says; a failure breaks it. */
export function engineReach(
	answer: Engine,
	lines: readonly (string | Failure)[] = [],
	now: () => Millis = () => 1000,
): { readonly reach: Reach; readonly paths: readonly string[]; readonly followed: readonly string[] } {
	const paths: string[] = [];
	const followed: string[] = [];
	const signal = new AbortController().signal;
	const reach: Reach = {
		ask: async (call) => {
			if (call.via !== 'engine') throw new Error(`nothing but an engine is asked here, not ${call.via}`);
			paths.push(call.path);
			return answer(call);
		},
		follow: async function* (call): AsyncGenerator<Chunk | { readonly failure: Failure }> {
			if (call.via === 'engine') followed.push(call.path);
			for (const line of lines) yield typeof line === 'string' ? { from: 'out', text: line } : { failure: line };
		},
		now,
		signal,
	};
	return { reach, paths, followed };
}

/** All that a stream of readings gives. */
export async function allOf(readings: AsyncIterable<Result<Reading>> | undefined): Promise<readonly Result<Reading>[]> {
	const all: Result<Reading>[] = [];
	for await (const reading of readings ?? []) all.push(reading);
	return all;
}
