// Stands in the place of `src/io/ssh/carrier.ts`: the same link with its tries and waits, but what it leads to is the
// simulated fleet, whose connections a test can cut.
import type { Host, Result } from '../../src/core/model.ts';
import { Broken, type Carrier, type Piece, type Response, type Running } from '../../src/io/carrier.ts';
import { makeDemo } from '../../src/io/demo/demo.ts';
import { failureOf } from '../../src/io/failure.ts';
import { type LinkOptions, makeLink } from '../../src/io/ssh/link.ts';
import { connectionLost, type Session } from '../../src/io/ssh/session.ts';
import { chatter } from './chatter.ts';

/**
 * The fleet behind all connections; it is one for the program and the test that drives it. Nothing happens there by itself:
 * what is in the middle of a restart at one look and not at another would be taken for what grows.
 */
export const world = makeDemo({ now: () => Date.now(), story: false });

/** What ends each connection that stands. */
const standing = new Set<AbortController>();

/** Cuts all connections, as a network that is gone for a moment. */
export const cutAll = (): void => {
	for (const end of [...standing]) end.abort();
};
/** How many connections stand. */
export const connections = (): number => standing.size;

const sessionOf = (end: AbortController): Session => {
	const closed = new Set<() => void>();
	standing.add(end);
	end.signal.addEventListener('abort', () => {
		standing.delete(end);
		for (const tell of closed) tell();
	});
	return {
		through: 'a simulated ssh',
		roundTrip: 0,
		start: () => Promise.reject(new Error('there is no shell here')),
		open: () => Promise.reject(new Error('there is nothing to forward to here')),
		onClose: (tell) => void closed.add(tell),
		end: async () => end.abort(),
	};
};

async function* until(pieces: AsyncIterable<Piece>, over: AbortSignal, host: string): AsyncGenerator<Piece> {
	yield* pieces;
	if (over.aborted) throw new Broken(connectionLost(host));
}

type Asked<T> = (signal: AbortSignal) => Promise<Result<T>>;

/** A host of the simulated fleet, reached by a connection that can be lost. */
export const makeSsh = (host: Host, _destination: string, options: Omit<LinkOptions, 'name' | 'open'>): Carrier => {
	const there = world.carrier(host);
	let end = new AbortController();
	const link = makeLink({
		...options,
		name: host.name,
		open: async () => {
			// A login takes its time.
			await new Promise((resolve) => setTimeout(resolve, 150));
			end = new AbortController();
			return { ok: true, value: sessionOf(end) };
		},
	});
	const through = async <T extends Response | Running>(signal: AbortSignal, ask: Asked<T>): Promise<Result<T>> => {
		try {
			const connection = await link.use(signal);
			if (!connection.ok) return connection;
			const over = end.signal;
			const answer = await ask(AbortSignal.any([signal, over]));
			if (!answer.ok) return answer;
			return { ok: true, value: { ...answer.value, pieces: until(answer.value.pieces, over, host.name) } };
		} catch (error) {
			return { ok: false, failure: failureOf(error, host.name, signal) };
		}
	};
	return {
		exec: (command, signal) => through(signal, (one) => there.exec(command, one)),
		engine: (request, signal) => through(signal, (one) => chatter(request, one) ?? there.engine(request, one)),
		http: (request, signal) => through(signal, (one) => there.http(request, one)),
		dial: there.dial,
		retry: link.retry,
		close: link.close,
	};
};
