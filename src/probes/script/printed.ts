import type { Answer, Read } from '../../core/call.ts';
import { failed } from '../../core/failed.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { Reach } from '../../core/probe.ts';

/** A script that a host runs as `watchdeck-NAME`, and what it tells of, as in `its jobs`. `most`: bytes that are kept. */
export interface Script {
	readonly host: string;
	readonly name: string;
	readonly script: string;
	readonly words?: readonly string[];
	readonly about: string;
	readonly timeout: Millis;
	readonly most: number;
}

/** A size in a sentence: whole MB, else KB. */
const sizeOf = (most: number) => (most % 1024 ** 2 === 0 ? `${most / 1024 ** 2} MB` : `${most / 1024} KB`);

/** The call that runs a script. */
export function callOf({ host, name, script, words = [], timeout, most }: Script): Read {
	const argv = ['sh', '-c', script, `watchdeck-${name}`, ...words];
	return { effect: 'read', via: 'exec', host, argv, timeout, most };
}

/** What a script printed. An answer that was cut off is a failure: what is missing in it could be what is wrong. */
export function textOf(answer: Answer, { host, about, most }: Script): Result<string> {
	if (!answer.ok) return answer;
	if (answer.value.cut !== true) return { ok: true, value: answer.value.text };
	const message = `What ${host} says of ${about} is longer than ${sizeOf(most)} and was not read.`;
	return failed(
		'full',
		message,
		'Check what the login shell there prints, and whether something has grown without end.',
	);
}

/** Runs a script on a host and gives what it printed, whole. */
export async function printed(of: Script, { ask, signal }: Pick<Reach, 'ask' | 'signal'>): Promise<Result<string>> {
	return textOf(await ask(callOf(of), signal), of);
}
