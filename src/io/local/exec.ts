import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { failed } from '../../core/failed.ts';
import type { Failure, Millis, Result } from '../../core/model.ts';
import type { Command, Running } from '../carrier.ts';
import { codeOf, failureOf, reasonOf } from '../failure.ts';
import { later } from '../later.ts';
import { merged } from '../pieces.ts';

/** Variables that a command is started with. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Between the polite end of a process group and the hard one. */
const patience: Millis = 1000;

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// The group is gone already.
	}
}

/** Ends the whole group: first politely, then hard, since a child may live on when its leader is gone. */
function endGroup(child: ChildProcess): void {
	killGroup(child, 'SIGTERM');
	setTimeout(() => killGroup(child, 'SIGKILL'), patience).unref();
}

function codeOfEnd(code: number | null, signal: NodeJS.Signals | null): number {
	return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** The failure of a command that could not be started; `name` is its first word. */
function notStarted(error: unknown, name: string): Failure {
	const code = codeOf(error);
	const on = `The command ${name} cannot be run here`;
	if (code === 'ENOENT') return { kind: 'missing', message: `${on}: it is not installed.`, fix: `Install ${name}.` };
	if (code === 'E2BIG') return { kind: 'full', message: `${on}: it has too many words.` };
	return failureOf(error, on);
}

/** How long a command may take, and what is said when it took longer. */
export function tookTooLong(name: string, where: string, timeout: Millis): Failure {
	return {
		kind: 'timeout',
		message: `${name} on ${where} did not end within ${timeout / 1000} s and was stopped.`,
		fix: 'Check the load of the host, or give it more time.',
	};
}

/** Starts a command on this machine, without a shell, in a process group of its own. */
export async function execLocally(command: Command, env: Env, signal: AbortSignal): Promise<Result<Running>> {
	const [name = '', ...rest] = command.argv;
	if (name === '') return failed('bug', 'A command without words was to be run.');
	if (signal.aborted) return { ok: false, failure: reasonOf(signal) };
	const child = spawn(name, rest, { env: { ...env }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
	const started = new Promise<Result<true>>((resolve) => {
		child.once('spawn', () => resolve({ ok: true, value: true }));
		child.once('error', (error) => resolve({ ok: false, failure: notStarted(error, name) }));
	});
	let late: Failure | undefined;
	const stop = () => endGroup(child);
	const expire = () => {
		late = tookTooLong(name, 'this machine', command.timeout ?? 0);
		stop();
	};
	const lift = command.timeout === undefined ? undefined : later(command.timeout, expire);
	signal.addEventListener('abort', stop, { once: true });
	const code = new Promise<Result<number>>((resolve) => {
		child.once('close', (status, by) => {
			lift?.();
			signal.removeEventListener('abort', stop);
			resolve(late === undefined ? { ok: true, value: codeOfEnd(status, by) } : { ok: false, failure: late });
		});
	});
	// A command that does not read its input closes it; that is no failure of ours.
	child.stdin.on('error', () => undefined);
	if (command.held === true) child.stdin.write(command.input ?? '');
	else child.stdin.end(command.input ?? '');
	const pieces = merged(child.stdout, child.stderr, { signal, left: stop });
	const begun = await started;
	return begun.ok ? { ok: true, value: { pieces, code } } : begun;
}
