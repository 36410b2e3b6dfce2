import { sentence } from '../failure-text.ts';
import { clock } from '../format.ts';
import type { Millis } from '../model.ts';
import type { Plan } from '../plan.ts';

/** What the proof of a plan is, in one phrase. */
export function proofText({ proof }: Plan): string {
	// Of what is proven by its steps themselves, as where data are asked before they change places.
	if (proof.length === 0) return 'each of its steps was checked';
	return proof.map(({ say }) => say).join('; ');
}

/** What VERIFIED stands on: the proof, what the watch saw, what neither could see, and what was not tidied up. */
export function verifiedText(plan: Plan, watch: string | undefined, untidy: readonly string[]): string {
	const proof = proofText(plan);
	const more = [...(watch === undefined ? [] : [watch]), ...(plan.lacks ?? []), ...untidy];
	return more.length === 0 ? proof : [proof, ...more].map(sentence).join(' ');
}

/** What is said of a watch that is left before its end. */
export function cutWatchText({ id }: Plan, until: Millis): string {
	const goes = `the next start goes on with the watch until ${clock(until)}`;
	return `done and proven, not watched to the end; ${goes}: watchdeck resume ${id} --finish`;
}
