import type { Outcome } from '../journal.ts';
import type { Millis } from '../model.ts';
import type { Plan } from '../plan.ts';
import { isOfDataset, isOfWalk } from '../want.ts';
import type { Drill } from './model.ts';

/** A wrong turn. `elsewhere`: confirmed on what was not broken; `failed`: it ended otherwise than VERIFIED; `needless`: it cannot end the fault. */
export interface Wrong {
	readonly is: 'elsewhere' | 'failed' | 'needless';
	readonly after: Millis;
	/** The plan's title. */
	readonly what: string;
	readonly outcome?: Outcome;
}

/** Whether a plan changes nothing of what is broken or not: a backup, a restore apart, or what nobody asked for. */
export function isHarmless({ want, unasked }: Plan): boolean {
	return unasked === true || (isOfDataset(want) && want.action !== 'restore');
}

/** Whether a plan is about what is broken. A command of a runbook is where it runs there, or is walked for it. */
export function isAbout({ want, service }: Plan, of: string): boolean {
	if (isOfDataset(want)) return false;
	if (service === of) return true;
	return isOfWalk(want) && (want.of === of || `host/${want.command.call.host}` === of);
}

/** Whether a plan can end the fault of a drill. */
export function canCure({ want }: Plan, { cures }: Drill): boolean {
	if (isOfWalk(want)) return cures.command?.test(want.command.shown) === true;
	return cures.actions.includes(want.action);
}

/** Whether it went well: a command of which nobody promised anything has done what it was to. */
export function wentWell({ want }: Plan, outcome: Outcome): boolean {
	return outcome === 'VERIFIED' || (isOfWalk(want) && outcome === 'DONE, NOT VERIFIED');
}

/** What a plan about the fault turned out to be; undefined: no wrong turn. One that was refused has changed nothing. */
export function turnOf(plan: Plan, outcome: Outcome, drill: Drill, after: Millis): Wrong | undefined {
	if (outcome === 'REFUSED') return undefined;
	const told = { after, what: plan.title, outcome };
	if (!canCure(plan, drill)) return { is: 'needless', ...told };
	return wentWell(plan, outcome) ? undefined : { is: 'failed', ...told };
}
