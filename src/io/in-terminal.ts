import type { Call, Reply } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import type { Host, Result } from '../core/model.ts';
import { onHost } from '../core/shell.ts';
import { Broken } from './carrier.ts';
import { makeDeadline } from './deadline.ts';
import { lateFailure } from './judge.ts';
import { fill, type Sources } from './words.ts';

/** Gives this terminal to a command until it ends; gives its exit code. */
export type GiveTerminal = (words: readonly string[], signal: AbortSignal) => Promise<Result<number>>;

/** Whether a command wants the terminal. */
export function wantsTerminal(call: Call): boolean {
	return call.via === 'exec' && call.terminal === true;
}

/** What stands where the output of a command would. */
const unheard = 'It had the terminal: what it said is not kept.';

/** Carries a command out that has the terminal: here, or through the system's ssh on its host. */
export async function inTerminal(
	call: Call,
	host: Host | undefined,
	sources: Sources,
	{ give, signal }: { readonly give: GiveTerminal | undefined; readonly signal: AbortSignal },
): Promise<Result<Reply>> {
	if (give === undefined)
		return failed(
			'refused',
			'It wants a terminal, and here is none to give away.',
			'Do it in the cockpit, or by hand.',
		);
	if (host === undefined) return failed('missing', `There is no host called ${call.host}.`);
	const filled = await fill(call, sources);
	if (!filled.ok) return filled;
	const words = onHost(host, filled.value.via === 'exec' ? filled.value.argv : []);
	if (!words.ok) return words;
	const late = lateFailure(call);
	const deadline = makeDeadline(signal, call.timeout, late);
	try {
		const code = await give(words.value, deadline.signal);
		if (deadline.signal.reason instanceof Broken) return { ok: false, failure: late };
		return code.ok ? { ok: true, value: { code: code.value, text: unheard, err: '' } } : code;
	} finally {
		deadline.done();
	}
}
