import type { Client } from 'ssh2';
import { failed } from '../../core/failed.ts';
import type { Failure, Millis, Result } from '../../core/model.ts';
import { failureOf, reasonOf } from '../failure.ts';
import type { SshTarget } from './config.ts';
import { makeHostCheck } from './host-key.ts';
import type { Identities, Method } from './identities.ts';
import { loginFailure } from './login-failure.ts';

/** From the first packet to the end of the login. */
const readyTimeout: Millis = 15_000;
/** A frozen host is noticed after interval x (count + 1): 12 s. */
const keepalive = { keepaliveInterval: 4000, keepaliveCountMax: 2 } as const;

function levelOf(error: unknown): string {
	return error instanceof Error && 'level' in error ? String(error.level) : '';
}

function connectFailure(error: unknown, target: SshTarget): Failure {
	const where = `${target.hostname} port ${target.port}`;
	const what = `The ssh connection to ${target.name} (${where})`;
	const fix = `Try: ssh -v ${target.name}`;
	switch (levelOf(error)) {
		case 'client-timeout':
			return { kind: 'timeout', message: `${what}: no answer within ${readyTimeout / 1000} s.`, fix };
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

async function connected(
	target: SshTarget,
	methods: readonly Method[],
	tried: string[],
	signal: AbortSignal,
): Promise<Result<Client> | { readonly ok: false; readonly rejected: true }> {
	const check = await makeHostCheck(target);
	const { NodeSSH } = await import('node-ssh');
	const ssh = new NodeSSH();
	let refused: Failure | undefined;
	const left = [...methods];
	const opening = ssh.connect({
		host: target.hostname,
		port: target.port,
		username: target.user,
		readyTimeout,
		...keepalive,
		algorithms: { serverHostKey: [...check.order] },
		hostVerifier: (key: Buffer) => {
			refused = check.refused(key);
			return refused === undefined;
		},
		strictVendor: false,
		authHandler: () => {
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
		return { ok: true, value: connection };
	} catch (error) {
		connection?.destroy();
		if (signal.aborted) return { ok: false, failure: reasonOf(signal) };
		if (refused !== undefined) return { ok: false, failure: refused };
		if (wasRejected(error)) return { ok: false, rejected: true };
		return { ok: false, failure: connectFailure(error, target) };
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** Connects and logs in with what there is, once. */
export async function login(target: SshTarget, identities: Identities, signal: AbortSignal): Promise<Result<Client>> {
	const tried: string[] = [];
	const answer = await connected(target, identities.methods, tried, signal);
	if (!('rejected' in answer)) return answer;
	const otherwise = ` If ssh gets in and watchdeck does not, set \`transport: openssh\` of the host in the config.`;
	return { ok: false, failure: loginFailure(target, tried, { ...identities, otherwise }) };
}
