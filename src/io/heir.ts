import { type ChildProcess, spawn } from 'node:child_process';
import { failed } from '../core/failed.ts';
import type { Millis, Result } from '../core/model.ts';
import { failureOf } from './failure.ts';
import { later } from './later.ts';
import type { Env } from './local/exec.ts';

/** Another watchdeck, without a terminal, that waits to go on with what this one leaves. */
export interface Heir {
	/** As it names itself. */
	readonly session: string;
	/** Lets go of it: it goes on with what is left to it, and ends where that is nothing. */
	readonly letGo: () => void;
}

/** What the two say to each other, over a pair of sockets that nobody else sees. */
type Said =
	| { readonly is: 'ready'; readonly session: string }
	/** A key of a host that only its passphrase opens, which the other may have been told. */
	| { readonly is: 'asks'; readonly path: string }
	| { readonly is: 'answers'; readonly path: string; readonly passphrase?: string };

/** How an heir is started. */
export interface HeirStart {
	/** The words behind the program's own. */
	readonly words: readonly string[];
	readonly env: Env;
	/** What was typed for a key in this session; undefined where nothing was. */
	readonly passphrase: (path: string) => string | undefined;
	/** It is not wanted any more. */
	readonly signal: AbortSignal;
}

/** Hosts that do not answer are waited for as long as a login may take, some after others. */
const patience: Millis = 60_000;
/** So much of what it says while it starts is kept, in characters. */
const most = 2_000;

/** A message of the other process as what it is; undefined: as nothing of ours. */
function saidIn(message: unknown): Said | undefined {
	if (typeof message !== 'object' || message === null) return undefined;
	const { is, session, path, passphrase }: Readonly<Record<string, unknown>> = { ...message };
	if (is === 'ready' && typeof session === 'string') return { is, session };
	if (is === 'asks' && typeof path === 'string') return { is, path };
	if (is !== 'answers' || typeof path !== 'string') return undefined;
	return typeof passphrase === 'string' ? { is, path, passphrase } : { is, path };
}

function letGo(child: ChildProcess): void {
	if (child.connected) child.disconnect();
	child.stderr?.destroy();
	child.unref();
}

/** Starts this program once more, in a session of its own that no terminal ends, and waits until it is ready. */
export function startHeir({ words, env, passphrase, signal }: HeirStart): Promise<Result<Heir>> {
	const [, script = ''] = process.argv;
	const child = spawn(process.execPath, [...process.execArgv, script, ...words], {
		env: { ...env },
		detached: true,
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	});
	let told = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		told = `${told}${text}`.slice(-most);
	});
	return new Promise((resolve) => {
		const end = (result: Result<Heir>): void => {
			lift();
			signal.removeEventListener('abort', unwanted);
			// Without what is left to it, it ends by itself.
			if (!result.ok) letGo(child);
			resolve(result);
		};
		const unwanted = (): void => end(failed('cancelled', 'It is not wanted any more.'));
		const lift = later(patience, () =>
			end(failed('timeout', `It was not ready within ${patience / 1000} s.`, 'Look at the hosts: watchdeck hosts')),
		);
		signal.addEventListener('abort', unwanted, { once: true });
		child.once('error', (error) => end({ ok: false, failure: failureOf(error, process.execPath) }));
		child.once('exit', (code) =>
			end(failed('refused', told.trim() || `It ended with code ${code ?? '?'} before it was ready.`)),
		);
		child.on('message', (message) => {
			const said = saidIn(message);
			if (said?.is === 'asks') {
				const known = passphrase(said.path);
				const answer: Said = { is: 'answers', path: said.path, ...(known === undefined ? {} : { passphrase: known }) };
				child.send(answer);
			}
			if (said?.is === 'ready') end({ ok: true, value: { session: said.session, letGo: () => letGo(child) } });
		});
	});
}

/** The watchdeck that started this one as its heir. */
export interface Testator {
	/** Says that everything is ready. */
	readonly ready: (session: string) => void;
	/** What was typed there for a key; undefined where nothing was. */
	readonly passphrase: (path: string) => Promise<string | undefined>;
	/** Resolves once it let go of this one, or is gone. */
	readonly gone: Promise<void>;
}

/** Who started this program as an heir; undefined where nobody did. */
export function testator(): Testator | undefined {
	if (process.send === undefined) return undefined;
	const say = (said: Said): void => {
		if (process.connected) process.send?.(said);
	};
	const waiting = new Map<string, (passphrase: string | undefined) => void>();
	process.on('message', (message) => {
		const said = saidIn(message);
		if (said?.is !== 'answers') return;
		waiting.get(said.path)?.(said.passphrase);
		waiting.delete(said.path);
	});
	const gone = new Promise<void>((resolve) => {
		if (process.connected) process.once('disconnect', () => resolve());
		else resolve();
	});
	return {
		ready: (session) => say({ is: 'ready', session }),
		passphrase: (path) =>
			Promise.race([
				new Promise<string | undefined>((resolve) => {
					waiting.set(path, resolve);
					say({ is: 'asks', path });
				}),
				gone.then(() => undefined),
			]),
		gone,
	};
}
