import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Reach } from '../../src/core/probe.ts';

/** The shells that scripts must run in and that are on this machine, with the words before `-c`. */
export const shells = (
	[
		['/usr/bin/dash', []],
		['/bin/sh', []],
		['/bin/busybox', ['sh']],
		['/usr/bin/busybox', ['sh']],
	] as const
).filter(([path]) => existsSync(path));

/** A reach that runs commands on this machine, scripts by the given shell, with these variables besides. */
export function reachBy(path: string, first: readonly string[], env: Readonly<Record<string, string>> = {}): Reach {
	const ask = async (call: Read): Promise<Answer> => {
		if (call.via !== 'exec') throw new Error(`asked ${call.via}`);
		const [program = '', ...words] = call.argv.map(String);
		const [run, args] = program === 'sh' ? [path, [...first, ...words]] : [program, words];
		const text = execFileSync(run, args, { env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 8 << 20 });
		return { ok: true, took: 1, value: { code: 0, text, err: '' } };
	};
	return { ask, follow: async function* () {}, now: Date.now, signal: new AbortController().signal };
}
