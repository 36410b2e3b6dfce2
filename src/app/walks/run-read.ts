import type { Answer } from '../../core/call.ts';
import type { Millis } from '../../core/model.ts';
import { readCall } from '../../core/runbook/call.ts';
import type { Telling } from '../../core/runbook/open.ts';
import { makeOutput, type Output, writtenOutput } from '../../core/runbook/output.ts';
import { verdictOf } from '../../core/runbook/verdict.ts';
import type { Came } from '../../core/runbook/walk.ts';
import type { Ready } from '../../core/runbook/wanted.ts';
import { textHash } from '../../io/hash.ts';
import type { WalkParts } from './parts.ts';

/** How often what a command says is shown, at the most. */
const pace: Millis = 100;
/** So many of its newest lines are shown while it runs. */
const shownLines = 200;

/** What is expected of it: what can be looked for, and the words of the document. */
export interface Expected {
	readonly expect: Parameters<typeof verdictOf>[1];
	readonly expected?: string;
}

/** How a command that was answered came out; one that never ends by itself and was stopped has said what it had to. */
const judged = (answer: Answer, output: Output, { endless }: Ready, { expect, expected }: Expected) => {
	const reply = answer.ok ? answer.value : answer.reply;
	const text = output.text();
	const cut = output.isCut() ? ({ cut: true } as const) : {};
	if (reply !== undefined)
		return { ...verdictOf({ code: reply.code, text, ...cut }, expect, expected), code: reply.code };
	const failure = answer.ok ? undefined : answer.failure;
	if (endless && failure?.kind === 'timeout') {
		const found = verdictOf({ code: 0, text, ...cut }, expect, expected);
		return { ...found, because: `${found.because}; it was stopped, since it does not end by itself` };
	}
	return { verdict: 'failed' as const, because: failure?.message ?? 'it gave no answer' };
};

/** Carries a command out that only reads, tells what it says meanwhile, and judges what came. */
export const runRead = async (
	parts: WalkParts,
	ready: Ready,
	expected: Expected,
	{
		signal,
		told,
	}: { readonly signal: AbortSignal; readonly told: (telling: Pick<Telling, 'lines' | 'count'>) => void },
): Promise<Came> => {
	const output = makeOutput();
	const hash = textHash();
	const began = parts.now();
	let shown = began;
	const heard = ({ text }: { readonly text: string }): void => {
		const line = parts.redact(text);
		output.add(line);
		hash.add(`${line}\n`);
		if (parts.now() - shown < pace) return;
		shown = parts.now();
		told({ lines: output.tail(shownLines), count: output.lines() });
	};
	const answer = await parts.ask(readCall(ready.typed), signal, heard);
	const { verdict, because, ...rest } = judged(answer, output, ready, expected);
	return {
		...rest,
		...{ took: parts.now() - began, lines: output.lines(), bytes: output.bytes(), hash: hash.end() },
		...{ output: writtenOutput(output.text()), verdict, because },
	};
};
