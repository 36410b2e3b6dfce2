// A host that has the copies of walks, in a folder: the script runs as it would there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCopies } from '../../../src/app/walks/copies.ts';
import type { Answer, Call } from '../../../src/core/call.ts';
import type { Host, Millis } from '../../../src/core/model.ts';

const unreachable: Answer = { ok: false, took: 1, failure: { kind: 'unreachable', message: 'The line is cut.' } };

/** Makes one, which is called `vps1`. */
export const makeHost = () => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-host-'));
	let isCut = false;
	/** What happens right after the next answer was made: it does not come back. */
	let lost = false;
	const calls: string[] = [];
	const carried = async (call: Call): Promise<Answer> => {
		if (call.via !== 'exec' || isCut) return unreachable;
		const [program = 'sh', ...words] = call.argv.map(String);
		calls.push(String(call.argv[4]));
		const { status, stdout, stderr } = spawnSync(program, words, {
			input: typeof call.input === 'string' ? call.input : '',
			env: { PATH: process.env['PATH'], HOME: home },
			encoding: 'utf8',
		});
		if (lost) {
			lost = false;
			return unreachable;
		}
		const value = { code: status ?? 1, text: stdout, err: stderr };
		return status === 0
			? { ok: true, took: 1, value }
			: { ok: false, took: 1, failure: { kind: 'refused', message: stderr }, reply: value };
	};
	const file = (walk: string) => join(home, '.local/state/watchdeck/walks', walk);
	return {
		...{ calls, file },
		text: (walk: string) => (existsSync(file(walk)) ? readFileSync(file(walk), 'utf8') : ''),
		write: (walk: string, text: string) => writeFileSync(file(walk), text),
		cut: (is: boolean) => {
			isCut = is;
		},
		/** The answer to the next call is lost on its way. */
		lose: () => {
			lost = true;
		},
		copies: (session: string, now: () => Millis, redact: (text: string) => string = String) => {
			const hosts: readonly Host[] = [{ name: 'vps1', reach: { ssh: 'vps1' } }];
			const { signal } = new AbortController();
			return makeCopies({ ask: carried, order: carried, hosts: () => hosts, redact, session, now, signal });
		},
		remove: () => rmSync(home, { recursive: true }),
	};
};
