import type { Duplex } from 'node:stream';
import type { Fresh, Phases } from '../core/call.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import type { Peer } from '../core/tls/peer.ts';

/** Part of what a command or a server sends. `from` is `err` only for a command's standard error. */
export interface Piece {
	readonly from: 'out' | 'err';
	readonly bytes: Uint8Array;
}

/** A command whose words have all been put in. `timeout`: killed after so long; none: it runs until the signal. */
export interface Command {
	readonly argv: readonly string[];
	readonly input?: string;
	readonly timeout?: Millis;
	/** Its input stays open after what is written to it. */
	readonly held?: true;
}

/** A command that has been started. `code` settles after the last piece; a command killed by signal N has code 128 + N. */
export interface Running {
	readonly pieces: AsyncIterable<Piece>;
	readonly code: Promise<Result<number>>;
}

/** A request. `url` is a whole address for `http`, and for `engine` a path with its query, e.g. `/containers/json?all=1`. */
export interface Request {
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Over a connection of its own, which is timed and closed after; `ca`: the path of a file with the authorities that are trusted. */
	readonly fresh?: Fresh;
}

/** Where a connection goes: the name or address of a machine, and its port. */
export interface Port {
	readonly name: string;
	readonly port: number;
}

/** The head of an answer, with its body still to come. The names of headers are in lower case. */
export interface Response {
	readonly code: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly pieces: AsyncIterable<Piece>;
	/** Of a fresh connection. */
	readonly phases?: Phases;
	readonly peer?: Peer;
}

/**
 * How everything on one host is reached; local, ssh and demo are its three implementations. It knows nothing of reads
 * and writes, of limits or of secrets: `outside.ts` does that, the same for all. Promises never reject: what goes wrong
 * before the first piece is a failure. What goes wrong later is thrown by `pieces` as `Broken`. The signal ends what is
 * under way, also its pieces; so does leaving the loop over them. An HTTP status is never a failure here.
 */
export interface Carrier {
	readonly exec: (command: Command, signal: AbortSignal) => Promise<Result<Running>>;
	/** Asks the Docker engine of the host. */
	readonly engine: (request: Request, signal: AbortSignal) => Promise<Result<Response>>;
	/** Asks a web server as seen from the host. */
	readonly http: (request: Request, signal: AbortSignal) => Promise<Result<Response>>;
	/** Opens a connection to a port as seen from the host. */
	readonly dial: (port: Port, signal: AbortSignal) => Promise<Result<Duplex>>;
	/** What a server shows in a TLS handshake, where none can be done: simulated hosts have no keys. */
	readonly shows?: (port: Port) => Promise<Result<Peer>>;
	/**
	 * How long the way to the host and back takes, as far as is known; undefined: there is no connection now. A carrier
	 * without it needs none.
	 */
	readonly roundTrip?: () => Millis | undefined;
	/** For how long the connection has stood; undefined: there is none now. A carrier without it needs none. */
	readonly stood?: () => Millis | undefined;
	/** Try again now what waits for a person (a login that failed). */
	readonly retry?: () => void;
	readonly close: () => Promise<void>;
}

/** A stream that ended before its end; carries the reason in words. */
export class Broken extends Error {
	readonly failure: Failure;
	constructor(failure: Failure) {
		super(failure.message);
		this.failure = failure;
	}
}
