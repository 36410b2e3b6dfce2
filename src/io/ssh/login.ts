import type { Client } from 'ssh2';
import { failed } from '../../core/failed.ts';
import type { Failure, Millis, Result } from '../../core/model.ts';
import { makeDeadline } from '../deadline.ts';
import { failureOf, reasonOf } from '../failure.ts';
import type { SshTarget } from './config.ts';
import { makeHostCheck } from './host-key.ts';
import type { Identities, Method } from './identities.ts';
import { loginFailure } from './login-failure.ts';

/** So long the other side may say nothing. Not a limit of the whole: a slow line needs seconds for each key that is tried. */
const patience: Millis = 15_000;
/** A frozen host is noticed after interval x (count + 1): 12 s. */
const keepalive = { keepaliveInterval: 4000, keepaliveCountMax: 2 } as const;

/** A connection that is logged in, and how long the way there and back took. */
export interface Login {
	readonly client: Client;
	readonly roundTrip: Millis;
}

function levelOf(error: unknown): string {
	return error instanceof Error && 'level' in error ? String(error.level) : '';
}

/** How sentences about a connection begin that was not made, and what may be done. */
function aboutConnecting({ name, hostname, port }: SshTarget) {
	return { what: `The ssh connection to ${name} (${hostname} port ${port})`, fix: `Try: ssh -v ${name}` };
}

function connectFailure(error: unknown, target: SshTarget): Failure {
	const { what, fix } = aboutConnecting(target);
	switch (levelOf(error)) {
		case 'handshake':
		case 'protocol':
			return { kind: 'refused', message: `${what}: ${error instanceof Error ? error.message : ''}.`, fix };
		default:
			return failureOf(error, what);
	}
}

/** A server that has seen too many keys hangs up, which is a refused login too: more tries would only get us banned. */
function wasRejected(error: unknown): boolean {
	if (levelOf(error) === 'client-authentication') return true;
	return error instanceof Error && /too many authentication failures/i.test(error.message);
}

/** Follows a login: it ends for want of an answer, and its first round trip (that of the request to log in) is measured. */
function follow(target: SshTarget, signal: AbortSignal) {
	const { what, fix } = aboutConnecting(target);
	const message = `${what}: no answer within ${patience / 1000} s.`;
	const deadline = makeDeadline(signal, patience, { kind: 'timeout', message, fix });
	let asked = 0;
	let roundTrip: Millis | undefined;
	return {
		...deadline,
		/** The host has shown its key: now we ask to log in. */
		keyCame: () => {
			deadline.renew(patience);
			asked = performance.now();
		},
		/** It lets us log in, or has refused a key. */
		answerCame: () => {
			deadline.renew(patience);
			roundTrip ??= performance.now() - asked;
		},
		roundTrip: () => roundTrip ?? 0,
	};
}

async function connected(
	target: SshTarget,
	methods: readonly Method[],
	tried: string[],
	caller: AbortSignal,
): Promise<Result<Login> | { readonly ok: false; readonly rejected: true }> {
	const check = await makeHostCheck(target);
	const { NodeSSH } = await import('node-ssh');
	const ssh = new NodeSSH();
	const { signal, ...way } = follow(target, caller);
	let refused: Failure | undefined;
	const left = [...methods];
	const opening = ssh.connect({
		host: target.hostname,
		port: target.port,
		username: target.user,
		// The limit is ours: see `patience`.
		readyTimeout: 0,
		...keepalive,
		algorithms: { serverHostKey: [...check.order] },
		hostVerifier: (key: Buffer) => {
			way.keyCame();
			refused = check.refused(key);
			return refused === undefined;
		},
		strictVendor: false,
		authHandler: () => {
			way.answerCame();
			const method = left.shift();
			if (method === undefined) return false;
			tried.push(method.say);
			return method.auth;
		},
	});
	const { connection } = ssh;
	// Without a listener an error of a later time would end the program; the end of the connection tells us anyway.
	connection?.on('error', () => undefined);
	const stop = () => connection?.destroy();
	signal.addEventListener('abort', stop, { once: true });
	try {
		await opening;
		if (connection === null) return failed('bug', 'An ssh connection was made and is not there.');
		// Without it each answer waits for the next packet: 90 ms a command instead of 4.
		connection.setNoDelay(true);
		return { ok: true, value: { client: connection, roundTrip: way.roundTrip() } };
	} catch (error) {
		connection?.destroy();
		if (signal.aborted) return { ok: false, failure: reasonOf(signal) };
		if (refused !== undefined) return { ok: false, failure: refused };
		if (wasRejected(error)) return { ok: false, rejected: true };
		return { ok: false, failure: connectFailure(error, target) };
	} finally {
		way.done();
		signal.removeEventListener('abort', stop);
	}
}

/** Connects and logs in with what there is, once. */
export async function login(target: SshTarget, identities: Identities, signal: AbortSignal): Promise<Result<Login>> {
	const tried: string[] = [];
	const answer = await connected(target, identities.methods, tried, signal);
	if (!('rejected' in answer)) return answer;
	const otherwise = ` If ssh gets in and watchdeck does not, set \`transport: openssh\` of the host in the config.`;
	return { ok: false, failure: loginFailure(target, tried, { ...identities, otherwise }) };
}
