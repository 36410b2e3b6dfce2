import type { Duplex } from 'node:stream';
import type { ClientConfig } from 'pg';
import type { Reply } from '../core/call.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { sqlFailure } from '../core/postgres/failure.ts';
import { distrustOf } from '../core/tls/peer.ts';
import { Broken } from './carrier.ts';
import { certificateFailure, codeOf, failureOf } from './failure.ts';
import { askForTls } from './starttls.ts';
import { secure } from './tls.ts';

/** A query and whom it is put to, with its secrets put in. */
interface Question {
	readonly name: string;
	readonly port: number;
	readonly user: string;
	readonly database: string;
	readonly password?: string;
	readonly tls?: true;
	readonly ca?: string;
	readonly query: string;
}

/** `most`: bytes that the server may say in all. `timeout`: after it nobody waits any more, and the server gives up too. */
interface Bounds {
	readonly most: number;
	readonly timeout: Millis;
}

/** The stream to talk over: with TLS only after a certificate that is trusted and for the name. */
async function secured(stream: Duplex, { name, port, tls, ca }: Question): Promise<Duplex> {
	if (tls !== true) return stream;
	const what = `${name} port ${port}`;
	await askForTls(stream, 'postgres', what);
	const { socket, peer } = await secure(stream, { servername: name, ...(ca === undefined ? {} : { ca }) });
	const distrust = distrustOf(peer);
	if (distrust !== undefined) throw new Broken(certificateFailure(distrust, what));
	return socket;
}

/**
 * A stream that is connected already as the socket that `pg` connects by itself. What its parser throws at bytes that are
 * no message comes out of the stream's own `data`, where nobody could catch it: here it ends the stream. So do too many.
 */
function asSocket(stream: Duplex, most: number): Duplex {
	const emit = stream.emit.bind(stream);
	let size = 0;
	const guarded: typeof emit = (event: string | symbol, ...values: unknown[]) => {
		if (event !== 'data') return emit(event, ...values);
		try {
			if (values[0] instanceof Uint8Array) size += values[0].length;
			if (size > most) throw new Error(`it said more than ${most} bytes`);
			return emit(event, ...values);
		} catch (error) {
			stream.destroy(new Error(error instanceof Error ? error.message : String(error)));
			return false;
		}
	};
	const connect = () => {
		queueMicrotask(() => stream.emit('connect'));
		return stream;
	};
	const same = () => stream;
	return Object.assign(stream, {
		emit: guarded,
		connect,
		setNoDelay: same,
		setKeepAlive: same,
		ref: same,
		unref: same,
	});
}

/** All that `pg` would else take from PGPASSWORD and its like is set: the config alone says who asks whom. */
function configOf(question: Question, stream: Duplex, { most, timeout }: Bounds): ClientConfig {
	const { name: host, port, user, database, password } = question;
	// The server gives up a little earlier than we do, so that it says why.
	const patience = Math.max(1, Math.round(timeout * 0.9));
	return {
		...{ host, port, user, database, ssl: false, sslnegotiation: 'postgres', client_encoding: 'UTF8' },
		...{ application_name: 'watchdeck', stream: () => asSocket(stream, most) },
		options: `-c default_transaction_read_only=on -c statement_timeout=${patience}`,
		// As a function, for without a password `pg` would look for one in ~/.pgpass.
		password: () => password ?? '',
	};
}

/** What was thrown, as a failure that begins with whom was asked. */
function wrong(error: unknown, question: Question, signal: AbortSignal): Failure {
	const { name, port, user, database, password } = question;
	const known = signal.aborted || error instanceof Broken || !(error instanceof Error);
	const said = known ? undefined : { code: codeOf(error), words: error.message, byServer: 'severity' in error };
	const asked = { what: `${name} port ${port}`, user, database, password: password !== undefined };
	return (said && sqlFailure(said, asked)) ?? failureOf(error, asked.what, signal);
}

/**
 * Puts one query to a PostgreSQL in a session that may only read, over a stream that is connected, and closes it. The text
 * of the reply is a JSON list of the rows.
 */
export async function query(
	stream: Duplex,
	question: Question,
	bounds: Bounds,
	signal: AbortSignal,
): Promise<Result<Reply>> {
	const abort = () => stream.destroy();
	signal.addEventListener('abort', abort, { once: true });
	// What breaks is told by who waits for it; what breaks where nobody waits any more must end nothing.
	stream.on('error', () => undefined);
	let open = stream;
	try {
		open = await secured(stream, question);
		const { Client } = await import('pg');
		const client = new Client(configOf(question, open, bounds));
		client.on('error', () => undefined);
		await client.connect();
		const { rows } = await client.query<Record<string, unknown>>(question.query);
		await client.end();
		return { ok: true, value: { code: 0, text: JSON.stringify(rows), err: '' } };
	} catch (error) {
		return { ok: false, failure: wrong(error, question, signal) };
	} finally {
		signal.removeEventListener('abort', abort);
		open.destroy();
		stream.destroy();
	}
}
