import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import { codeOf, failureOf } from './failure.ts';
import type { Env } from './local/exec.ts';

/**
 * Lets go of the keyboard. Ink has stopped listening by then, but not reading: half of the keys would still come to us. The
 * stream stops its reading only when it is paused while it flows, which begins a turn later.
 */
async function letGo(): Promise<void> {
	process.stdin.resume();
	await new Promise((resolve) => setImmediate(resolve));
	process.stdin.pause();
}

/**
 * Runs a command in this terminal until it ends, and gives its exit code; 128 + N after signal N. When the signal ends,
 * the command is ended too: it would go on over whatever shell comes back.
 */
export async function runInteractive(words: readonly string[], env: Env, signal: AbortSignal): Promise<Result<number>> {
	await letGo();
	if (signal.aborted) return failed('cancelled', 'It was not begun: watchdeck ends.');
	const [name = '', ...rest] = words;
	return new Promise((resolve) => {
		const child = spawn(name, rest, { env: { ...env }, stdio: 'inherit' });
		const end = () => child.kill('SIGHUP');
		signal.addEventListener('abort', end, { once: true });
		const done = (result: Result<number>) => {
			signal.removeEventListener('abort', end);
			resolve(result);
		};
		child.once('error', (error) => {
			const missing = codeOf(error) === 'ENOENT';
			if (missing)
				done(failed('missing', `${name} is not installed here.`, `Install ${name}, or put it into the PATH.`));
			else done({ ok: false, failure: failureOf(error, name) });
		});
		child.once('exit', (code, by) =>
			done({ ok: true, value: code ?? 128 + (by === null ? 0 : constants.signals[by]) }),
		);
	});
}
