import type { Duplex, Readable } from 'node:stream';
import type { Failure, Millis } from '../../core/model.ts';
import type { Target } from '../web.ts';

/** A command that runs on the other side. */
export interface Channel {
	/** Its standard input and output. Left early, it is ended over there. */
	readonly stream: Duplex;
	readonly stderr: Readable;
	/** How it ended, once its channel is closed: its code, 128 + N by signal N; undefined when the connection was lost first. */
	readonly ended: Promise<number | undefined>;
	/** Ends it over there: a signal where sshd passes signals on, and the end of its channel. */
	readonly stop: () => void;
}

/**
 * A connection to a host that stands, whichever ssh made it. What sshd refuses to open is an error that `openFailure`
 * knows.
 */
export interface Session {
	/** Which ssh it is and why, to be read after "is reached through". */
	readonly through: string;
	/** How long the way there and back took when it was made. */
	readonly roundTrip: Millis;
	/** Starts a line of a shell. */
	readonly start: (line: string) => Promise<Channel>;
	/** Opens a connection from the host to a socket or port there. */
	readonly open: (target: Target) => Promise<Duplex>;
	/** Calls once, when the connection is over, whoever ended it. */
	readonly onClose: (tell: () => void) => void;
	/** Ends it; resolves when nothing of it is left on this machine. */
	readonly end: () => Promise<void>;
}

/** A connection that stood and is gone. */
export function connectionLost(host: string): Failure {
	const message = `The ssh connection to ${host} was lost.`;
	return { kind: 'unreachable', message, fix: 'It is made anew by itself.' };
}
