import type { Answer, Chunk } from '../../core/call.ts';
import { failureText } from '../../core/failure-text.ts';
import { known } from '../../core/known.ts';
import { lengthText } from '../../core/length-text.ts';
import type { Millis } from '../../core/model.ts';
import { lineRedactor } from '../../core/redact-lines.ts';
import { readCall } from '../../core/runbook/call.ts';
import type { Telling } from '../../core/runbook/open.ts';
import { makeOutput, writtenOutput } from '../../core/runbook/output.ts';
import { fitsIn, type Search } from '../../core/runbook/search.ts';
import type { Came } from '../../core/runbook/stand.ts';
import { verdictOf } from '../../core/runbook/verdict.ts';
import type { Ready } from '../../core/runbook/wanted.ts';
import { makeWhole, type Whole } from '../../core/runbook/whole.ts';
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

/** What a command gave, and all that it said as far as that is kept: what a capture takes its value from. */
export interface Told {
	readonly came: Came;
	readonly whole: Whole;
}

/** Whether a command in the background was stopped, which is how most of them end. */
const isStopped = (answer: Answer, { typed }: Ready): boolean =>
	typed.held === true && !answer.ok && answer.failure.kind === 'cancelled';

/** The exit code by which it is judged: one that never ends by itself and was stopped has said what it had to. */
const codeOf = (answer: Answer, ready: Ready): number | undefined => {
	if (answer.ok) return answer.value.code;
	const isOver = answer.failure.kind === 'timeout' || isStopped(answer, ready);
	return answer.reply?.code ?? (ready.endless && isOver ? 0 : undefined);
};

/** Why nothing tells how a command ended, with what to do. Its host is asked to stop it, which not every command heeds. */
const unended = (answer: Answer, { typed: { host, timeout } }: Ready): string => {
	const failure = answer.ok ? undefined : answer.failure;
	const asked = `${host} was asked to stop it, and what it started may go on there`;
	if (failure?.kind === 'timeout')
		return `it did not end within ${lengthText(timeout)}; ${asked}. timeout= in its fence gives it more time`;
	if (failure?.kind === 'cancelled') return `it was stopped from here: ${asked}`;
	return failure === undefined ? 'it gave no answer' : failureText(failure);
};

/** How a command that was answered came out. */
const judged = async (answer: Answer, whole: Whole, ready: Ready, { expect, expected }: Expected, search: Search) => {
	const code = codeOf(answer, ready);
	const failure = answer.ok || answer.reply !== undefined ? undefined : answer.failure;
	if (code === undefined && isStopped(answer, ready)) return { verdict: 'open' as const, because: 'it was stopped' };
	if (code === undefined) return { verdict: 'failed' as const, because: unended(answer, ready) };
	const found = verdictOf({ code, ...whole }, expect, expected, await fitsIn(whole.text, expect, search));
	if (failure === undefined) return { ...found, code };
	return { ...found, because: `${found.because}; it was stopped, since it does not end by itself` };
};

/**
 * Tells at most so often, and always what came last: a command that says what it begins and then works for an hour says nothing more that
 * would bring it. After `end` nothing is told.
 */
const paced = ({ wait }: Pick<WalkParts, 'wait'>, signal: AbortSignal, tell: () => void) => {
	const life = new AbortController();
	const either = AbortSignal.any([signal, life.signal]);
	let isComing = false;
	const later = async (): Promise<void> => {
		await wait(pace, either);
		isComing = false;
		if (!either.aborted) tell();
	};
	return {
		heard: (): void => {
			if (isComing || either.aborted) return;
			isComing = true;
			void later();
		},
		end: (): void => life.abort(),
	};
};

/** Carries a command out that only reads, tells what it says meanwhile, and judges what came. */
export const runRead = async (
	parts: Pick<WalkParts, 'ask' | 'search' | 'redact' | 'now' | 'wait'>,
	ready: Ready,
	expected: Expected,
	{
		signal,
		told,
	}: { readonly signal: AbortSignal; readonly told: (telling: Pick<Telling, 'lines' | 'count'>) => void },
): Promise<Told> => {
	const shown = makeOutput();
	const said = makeWhole();
	const redacted = lineRedactor(parts.redact);
	const hash = textHash();
	const began = parts.now();
	const telling = paced(parts, signal, () => told({ lines: shown.tail(shownLines), count: shown.lines() }));
	const heard = ({ text, cut = 0 }: Pick<Chunk, 'text' | 'cut'>): void => {
		const line = redacted(text);
		said.add(text, cut);
		shown.add(line, cut);
		hash.add(`${line}\n`);
		telling.heard();
	};
	const answer = await parts.ask(readCall(ready.typed), signal, heard);
	telling.end();
	const whole = said.whole();
	const { verdict, because, ...rest } = await judged(answer, whole, ready, expected, parts.search);
	const came: Came = {
		...rest,
		...{ took: parts.now() - began, lines: shown.lines(), bytes: shown.bytes(), hash: hash.end() },
		...{ output: writtenOutput(shown.text()), verdict, because: parts.redact(because) },
		...known({ unheard: ready.typed.terminal }),
	};
	return { came, whole };
};
