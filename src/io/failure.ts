import type { Failure, FailureKind } from '../core/model.ts';
import { distrustText } from '../core/tls/distrust.ts';
import { Broken } from './carrier.ts';

/** What a call that its own signal ended has come to. */
export const cancelled: Failure = { kind: 'cancelled', message: 'It was no longer wanted and was stopped.' };

/** The code of an error of Node, ssh2 or undici (`ENOENT`, `UND_ERR_SOCKET`, …); undefined when it has none. */
export function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error)) return undefined;
	const inner = error instanceof AggregateError ? error.errors.flatMap((one) => codeOf(one) ?? []) : [];
	if (inner.length > 0) return farthest(inner);
	if ('code' in error && typeof error.code === 'string') return error.code;
	// undici looks its parser's codes up by their numbers, in a table that has them by name.
	if (error.name === 'HTTPParserError') return 'HPE_UNKNOWN';
	return error.cause === undefined ? undefined : codeOf(error.cause);
}

/** How little each says of a port, where it was tried at several addresses: one that is closed was reached. */
const near = ['ETIMEDOUT', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Of the codes that the addresses of a name led to, that of the one that came farthest; Node itself gives the first. */
function farthest(codes: readonly string[]): string | undefined {
	return codes.toSorted((a, b) => near.indexOf(a) - near.indexOf(b))[0];
}

interface Meaning {
	readonly kind: FailureKind;
	readonly says: string;
	readonly fix: string;
}

const down = 'Check that it runs and listens there.';
const network = 'Check the network, the address and the firewall.';
const closed = 'It was closed in the middle; check whether the other side restarted.';
const port = 'Check the port, and whether TLS begins there only after other words (STARTTLS).';
const tooOld = 'there is no version of TLS that both sides speak';
const certificate = 'Check the certificate and its authority, and the clocks of both sides.';

/** What each code means for a connection; one table, so that the same fault reads the same everywhere. */
const meanings: Readonly<Record<string, Meaning>> = {
	ECONNREFUSED: { kind: 'unreachable', says: 'nothing listens there (connection refused)', fix: down },
	ECONNRESET: { kind: 'unreachable', says: 'the connection was reset', fix: closed },
	EPIPE: { kind: 'unreachable', says: 'the connection was closed', fix: closed },
	UND_ERR_SOCKET: { kind: 'unreachable', says: 'the connection was closed', fix: closed },
	ENOENT: { kind: 'missing', says: 'there is no such file', fix: 'Check the path.' },
	ENOTDIR: { kind: 'missing', says: 'a part of the path is no folder', fix: 'Check the path.' },
	EISDIR: { kind: 'missing', says: 'it is a folder', fix: 'Check the path.' },
	ELOOP: { kind: 'missing', says: 'its links lead round in a circle', fix: 'Let the link lead to a file.' },
	EEXIST: { kind: 'refused', says: 'something else is there already', fix: 'Move it away.' },
	EACCES: { kind: 'forbidden', says: 'permission denied', fix: 'Check its owner and mode.' },
	EPERM: { kind: 'forbidden', says: 'not permitted', fix: 'Check its owner and mode.' },
	EROFS: { kind: 'forbidden', says: 'the file system is read-only', fix: 'Use a folder that can be written to.' },
	ENOSPC: { kind: 'full', says: 'the disk is full', fix: 'Make room on it.' },
	EDQUOT: { kind: 'full', says: 'the disk quota is used up', fix: 'Make room in it.' },
	EMFILE: { kind: 'full', says: 'too many files are open', fix: 'Raise the limit (`ulimit -n`) and start again.' },
	ENOTFOUND: { kind: 'unreachable', says: 'the name does not resolve', fix: 'Check its spelling and the DNS.' },
	EAI_AGAIN: { kind: 'unreachable', says: 'the DNS does not answer', fix: 'Check the network and the DNS.' },
	ETIMEDOUT: { kind: 'timeout', says: 'it does not answer', fix: network },
	UND_ERR_CONNECT_TIMEOUT: { kind: 'timeout', says: 'the connection could not be made in time', fix: network },
	EHOSTUNREACH: { kind: 'unreachable', says: 'there is no way to that address', fix: network },
	ENETUNREACH: { kind: 'unreachable', says: 'the network cannot be reached', fix: network },
	EHOSTDOWN: { kind: 'unreachable', says: 'that machine is down', fix: network },
	ERR_SSL_WRONG_VERSION_NUMBER: { kind: 'refused', says: 'it does not speak TLS', fix: port },
	ERR_SSL_PACKET_LENGTH_TOO_LONG: { kind: 'refused', says: 'it does not speak TLS', fix: port },
	ERR_SSL_UNSUPPORTED_PROTOCOL: { kind: 'refused', says: tooOld, fix: 'Let it speak TLS 1.2 or newer.' },
	ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: { kind: 'refused', says: tooOld, fix: 'Let it speak TLS 1.2 or newer.' },
	ERR_SSL_TLSV1_UNRECOGNIZED_NAME: { kind: 'refused', says: 'it has no certificate for that name', fix: certificate },
	UND_ERR_HEADERS_OVERFLOW: { kind: 'garbled', says: 'its headers are too large', fix: 'Check what listens there.' },
	UND_ERR_INVALID_ARG: { kind: 'garbled', says: 'the address or a header is malformed', fix: 'Check the config.' },
};

function distrusted(code: string): Meaning | undefined {
	const says = distrustText(code);
	if (says === undefined) return undefined;
	return { kind: 'refused', says, fix: code === 'CERT_HAS_EXPIRED' ? 'Renew the certificate.' : certificate };
}

function meaningOf(error: unknown): Meaning {
	const code = codeOf(error) ?? '';
	const known = meanings[code] ?? distrusted(code);
	if (known !== undefined) return known;
	const says = error instanceof Error && error.message !== '' ? error.message : String(error);
	if (code.startsWith('HPE_')) return { kind: 'garbled', says: 'it does not speak HTTP', fix: 'Check the port.' };
	if (/^(ERR_SSL|ERR_TLS|CERT_|UNABLE_TO)/.test(code)) return { kind: 'refused', says, fix: certificate };
	return { kind: 'unreachable', says, fix: network };
}

/**
 * What was thrown, as a failure. `what` names the thing and the place, as the sentence's beginning: `The engine of web1`.
 * A call that its signal ended fails for the signal's reason, whatever error that led to.
 */
export function failureOf(error: unknown, what: string, signal?: AbortSignal): Failure {
	if (signal?.aborted === true) return reasonOf(signal);
	if (error instanceof Broken) return error.failure;
	const meaning = meaningOf(error);
	return { kind: meaning.kind, message: `${what}: ${meaning.says}.`, fix: meaning.fix };
}

/** The failure that it is to meet a certificate that is not trusted, by the code of the reason. */
export function certificateFailure(code: string, what: string): Failure {
	const { kind, says, fix } = distrusted(code) ?? {
		kind: 'refused',
		says: `its certificate: ${code}`,
		fix: certificate,
	};
	return { kind, message: `${what}: ${says}.`, fix };
}

/** Why a signal ended: the failure of a deadline, or that it was cancelled. */
export function reasonOf(signal: AbortSignal): Failure {
	return signal.reason instanceof Broken ? signal.reason.failure : cancelled;
}
