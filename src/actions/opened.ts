import { failureText } from '../core/failure-text.ts';
import type { ConfirmedPlan } from '../core/plan.ts';
import { standing } from '../core/run.ts';
import { planDigest } from './facts.ts';
import type { Running } from './running.ts';

/** Why the plan in the journal is not the one that was agreed to; a later start would carry out what stands there. */
function unlike(run: Running, { consent }: ConfirmedPlan): string | undefined {
	const written = standing(run.entries);
	if (written !== undefined && planDigest(written.plan, run.outside.digest) === consent.of) return undefined;
	const why = 'The plan cannot be written down as it is: a text in it is also a secret that is hidden.';
	const fix = 'Give the secret another value: one that is also a word in this plan is too weak to hide.';
	return `${why} ${fix} Or make this change by hand.`;
}

/** Why nothing may be done. `elsewhere`: another program took the run up in the same moment. */
export interface Unopened {
	readonly because: string;
	readonly elsewhere: boolean;
}

function refused(because: string): Unopened {
	return { because, elsewhere: false };
}

/**
 * Puts plan and consent on disk; why nothing may be done when that fails or the plan is not what was agreed to. Of several
 * programs that take up a run at once the one does whose line comes first.
 */
export async function opened(run: Running, confirmed: ConfirmedPlan): Promise<Unopened | undefined> {
	const { plan, consent } = confirmed;
	const last = run.entries.at(-1)?.seq;
	const earlier = standing(run.entries)?.consent ?? consent;
	const now = planDigest(plan, run.outside.digest);
	if (now !== consent.of || now !== earlier.of) return refused('The plan is not the one that was agreed to.');
	const planned = standing(run.entries) === undefined ? await run.note({ what: 'planned', plan }) : undefined;
	if (planned !== undefined) return refused(failureText(planned));
	const differs = unlike(run, confirmed);
	if (differs !== undefined) return refused(differs);
	const unwritten = await run.note({ what: 'confirmed', consent }, last);
	if (unwritten === undefined) return undefined;
	return { because: failureText(unwritten), elsewhere: unwritten.kind === 'changed' };
}
