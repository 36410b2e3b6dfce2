import type { Answer, Reply, Write } from '../core/call.ts';
import { refusalOf } from '../core/engine/refusal.ts';
import { known } from '../core/known.ts';
import type { Failure } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import { fitsIn } from '../core/runbook/search.ts';
import { verdictOf } from '../core/runbook/verdict.ts';
import { look, type Sight } from './checks.ts';
import type { Running } from './running.ts';
import { tellingOf } from './telling.ts';

/** An order of a run. */
export interface Given {
	readonly step: number;
	readonly way: 'does' | 'undo';
	readonly call: Write;
	readonly took: PlanStep['took'];
	readonly undone?: PlanStep['undone'];
	readonly expect?: PlanStep['expect'];
	readonly unblock?: PlanStep['unblock'];
	/** What must hold before the order counts as ended well. */
	readonly then?: () => Promise<Failure | undefined>;
	/** What that found, for the journal. */
	readonly said?: () => readonly string[];
}

/** How an order came out. `halted`: nothing more may be ordered, e.g. since the journal cannot be written. */
export type Gave =
	| { readonly is: 'ended' }
	/** `refused`: it was answered, and what it wants is not so. */
	| { readonly is: 'failed'; readonly failure: Failure; readonly refused: boolean }
	| { readonly is: 'halted'; readonly failure: Failure };

/** Whether a step is in effect now. `never`: nobody can tell. */
export function tookEffect(run: Running, took: PlanStep['took']): Promise<Sight> {
	return 'never' in took ? Promise.resolve({ is: 'unknown', because: took.never }) : look(took, run.judging);
}

/**
 * Whether what was ordered is so, when the answer does not say it: the answer may be lost and the order obeyed. Asked
 * until it is so, for as long as the step's check allows; an order is never repeated because its answer was lost.
 */
async function comesTo(run: Running, took: PlanStep['took'], wanted: 'yes' | 'no'): Promise<boolean> {
	if ('never' in took) return false;
	const until = run.outside.now() + (took.holds === 'again' ? took.within : took.lasts);
	for (;;) {
		const sight = await look(took, run.judging);
		if (sight.is === wanted) return true;
		if (run.stopped() || run.outside.now() + took.probe.every > until) return false;
		await run.judging.wait(took.probe.every);
	}
}

const replyOf = (answer: Answer): Reply | undefined => (answer.ok ? answer.value : answer.reply);

function outputOf(answer: Answer): string {
	const reply = replyOf(answer);
	return reply === undefined ? '' : [reply.text, reply.err].filter((text) => text.trim() !== '').join('\n');
}

/** Why an order failed, in the words of an operator where what the engine said is a common case. */
function plainFailure(given: Given, answer: Extract<Answer, { ok: false }>): Failure {
	return refusalOf(given, answer.failure, answer.reply?.text ?? '');
}

/** What an answer does not say that was promised of it, or of which nobody knows whether it does. */
async function unexpected(
	run: Running,
	{ expect }: Given,
	{ code, text, err, cut }: Reply,
): Promise<Failure | undefined> {
	if (expect === undefined) return undefined;
	const said = [text, err].join('\n');
	const fits = await fitsIn(said, expect, run.outside.search);
	const { verdict, because } = verdictOf({ code, text: said, ...known({ cut }) }, expect, undefined, fits);
	if (verdict === 'ok') return undefined;
	const how = verdict === 'failed' ? 'is' : 'may be';
	return { kind: 'refused', message: `It ${how} not as expected: ${because}.` };
}

async function failureOf(run: Running, given: Given, answer: Answer): Promise<Failure | undefined> {
	const wanted = given.way === 'does' ? 'yes' : 'no';
	if (answer.ok) {
		if (given.way === 'does') return unexpected(run, given, answer.value);
		if (given.undone === 'accepted') return undefined;
		if (await comesTo(run, given.took, wanted)) return undefined;
		const message = 'The order was accepted, but what it undoes is still there.';
		return { kind: 'refused', message, fix: 'Undo it again, or do it by hand.' };
	}
	if (answer.reply === undefined) return (await comesTo(run, given.took, wanted)) ? undefined : answer.failure;
	const sight = await tookEffect(run, given.took);
	return sight.is === wanted ? undefined : plainFailure(given, answer);
}

/** Gives the order; where it is refused for what another order takes out of its way, that one and then the order again. */
async function ordered(run: Running, { step, way, call, unblock }: Given): Promise<Answer> {
	const { order, signal } = run.outside;
	const answer = await order(call, signal, way === 'does' ? tellingOf(run, step) : undefined);
	if (answer.ok || unblock === undefined || answer.reply?.text.includes(unblock.said) !== true) return answer;
	const cleared = await order(unblock.by, signal);
	return cleared.ok ? order(call, signal) : cleared;
}

/** Writes down that an order begins, gives it, and writes down how it ended: in this order, or not at all. */
export async function give(run: Running, given: Given): Promise<Gave> {
	const { step, way } = given;
	const unbegun = await run.note({ what: 'begins', step, way });
	if (unbegun !== undefined) return { is: 'halted', failure: unbegun };
	const start = run.outside.now();
	const answer = await ordered(run, given);
	const failure = (await failureOf(run, given, answer)) ?? (await given.then?.());
	const lost =
		!answer.ok && failure === undefined ? `${answer.failure.message} It took effect all the same.` : undefined;
	const unended = await run.note({
		what: 'ends',
		step,
		way,
		took: run.outside.now() - start,
		output: [lost ?? outputOf(answer), ...(given.said?.() ?? [])].filter((text) => text !== '').join('\n'),
		...known({ cut: replyOf(answer)?.cut, failure }),
	});
	if (unended !== undefined) return { is: 'halted', failure: unended };
	if (failure === undefined) return { is: 'ended' };
	return { is: 'failed', failure, refused: !answer.ok && answer.reply !== undefined };
}
