import { failureText } from '../../failure-text.ts';
import { shutGates } from '../../gates.ts';
import { environmentOf, nameOf } from '../../ids.ts';
import { keySaid } from '../../key-said.ts';
import type { Millis, Protection } from '../../model.ts';
import type { Plan } from '../../plan.ts';
import { standingIn } from '../../run.ts';
import type { Run, State } from '../../state.ts';
import type { Choice } from '../../ui.ts';
import { choicesFor } from '../../undo.ts';
import { isGrave, isOpen, outdated, planProtection } from './stand.ts';

/** What `enter` does in a plan's dialog now, and what is asked of the operator. */
export type Asked =
	| { readonly is: 'cannot'; readonly why: string }
	| { readonly is: 'planning' }
	/** `shut`: its gates keep it out, which are looked at again when it is planned anew. */
	| { readonly is: 'replan'; readonly why: string; readonly shut?: true }
	/** The first `enter`: in `open` it agrees, else it opens the second question. */
	| { readonly is: 'enter'; readonly next: 'agreed' | 'y' | 'name' }
	| { readonly is: 'y' }
	| { readonly is: 'name'; readonly name: string; readonly typed: string }
	/** The line in which the reason is typed; `needed`: without one it does not go on. */
	| { readonly is: 'reason'; readonly typed: string; readonly needed: boolean }
	| { readonly is: 'running' }
	| { readonly is: 'watching'; readonly until: Millis }
	| { readonly is: 'held'; readonly choices: readonly Choice[]; readonly chosen?: Choice }
	| { readonly is: 'ended' };

/** How many questions stand between the operator and the change (keys.md, Tiers, tier 2). */
export function firstEnter(protection: Exclude<Protection, 'locked'>): 'agreed' | 'y' | 'name' {
	switch (protection) {
		case 'open':
			return 'agreed';
		case 'guarded':
			return 'y';
		case 'protected':
			return 'name';
	}
}

/** What is typed to start a plan: the service's name, of what is grave with its environment. */
export function nameAsked({ plan }: Pick<Run, 'plan'>): string {
	return isGrave(plan) ? plan.service : nameOf(plan.service);
}

/** Why a watchdeck that only reads changes nothing. */
export const readOnlyText = 'watchdeck was started with --read-only: it changes nothing';

/** Why nothing at all can be changed in a service's environment; undefined where it can. */
export function forbidden(state: State, plan: Plan, now: Millis): string | undefined {
	if (state.readOnly) return readOnlyText;
	if (planProtection(state, plan, now) !== 'locked') return undefined;
	const environment = environmentOf(plan.service);
	return `${environment} is locked: ${keySaid(state, 'everywhere.palette', ':')}arm ${environment} 15m lets it be changed for a while`;
}

/** What is asked of the operator for a plan that waits for a word. */
function askedOpen(state: State, run: Run, now: Millis): Asked {
	const service = run.plan.service;
	const protection = planProtection(state, run.plan, now);
	const never = forbidden(state, run.plan, now);
	if (never !== undefined || protection === 'locked') return { is: 'cannot', why: never ?? 'locked' };
	if (state.making?.service === service) return { is: 'planning' };
	const why = outdated(state, run, now);
	if (why !== undefined) return { is: 'replan', why };
	const shut = shutGates(run.plan);
	if (shut !== undefined) return { is: 'replan', why: failureText(shut), shut: true };
	const grave = isGrave(run.plan);
	const next = grave ? 'name' : firstEnter(protection);
	const field = state.ui.field;
	if (field?.of === 'reason') return { is: 'reason', typed: field.text, needed: grave };
	if (next === 'name' && field?.of === 'confirm') return { is: 'name', name: nameAsked(run), typed: field.text };
	return next === 'y' && run.stage === 'asking' ? { is: 'y' } : { is: 'enter', next };
}

/** What the plan's dialog asks of the operator now. */
export function asked(state: State, run: Run, now: Millis): Asked {
	if (isOpen(run)) return askedOpen(state, run, now);
	if (run.stage === 'ended') return { is: 'ended' };
	if (run.stage === 'watching') return { is: 'watching', until: run.until ?? now };
	if (run.stage !== 'held') return { is: 'running' };
	const chosen = state.ui.dialog?.is === 'plan' ? state.ui.dialog.choice : undefined;
	const choices = choicesFor(standingIn(run.plan, run.entries));
	return chosen === undefined || !choices.includes(chosen) ? { is: 'held', choices } : { is: 'held', choices, chosen };
}
