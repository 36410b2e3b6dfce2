import { environmentOf, nameOf } from '../../ids.ts';
import type { Millis, Protection } from '../../model.ts';
import { standingIn } from '../../run.ts';
import type { Choice, Run, State } from '../../state.ts';
import { choicesFor } from '../../undo.ts';
import { isOpen, outdated, protectionOf } from './stand.ts';

/** What `enter` does in a plan's dialog now, and what is asked of the operator. */
export type Asked =
	| { readonly is: 'cannot'; readonly why: string }
	| { readonly is: 'planning' }
	| { readonly is: 'replan'; readonly why: string }
	/** The first `enter`: in `open` it agrees, else it opens the second question. */
	| { readonly is: 'enter'; readonly next: 'agreed' | 'y' | 'name' }
	| { readonly is: 'y' }
	| { readonly is: 'name'; readonly name: string; readonly typed: string }
	| { readonly is: 'running' }
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

/** Why nothing at all can be changed in a service's environment; undefined where it can. */
export function forbidden(state: State, service: string): string | undefined {
	if (state.readOnly) return 'watchdeck was started with --read-only: it changes nothing';
	if (protectionOf(state, service) !== 'locked') return undefined;
	return `${environmentOf(service)} is locked: its protection in the config allows no change`;
}

/** What is asked of the operator for a plan that waits for a word. */
function askedOpen(state: State, run: Run, now: Millis): Asked {
	const service = run.plan.service;
	const protection = protectionOf(state, service);
	const never = forbidden(state, service);
	if (never !== undefined || protection === 'locked') return { is: 'cannot', why: never ?? 'locked' };
	if (state.making?.service === service) return { is: 'planning' };
	const why = outdated(state, run, now);
	if (why !== undefined) return { is: 'replan', why };
	const next = firstEnter(protection);
	const field = state.ui.field;
	if (next === 'name' && field?.of === 'confirm') return { is: 'name', name: nameOf(service), typed: field.text };
	return next === 'y' && run.stage === 'asking' ? { is: 'y' } : { is: 'enter', next };
}

/** What the plan's dialog asks of the operator now. */
export function asked(state: State, run: Run, now: Millis): Asked {
	if (isOpen(run)) return askedOpen(state, run, now);
	if (run.stage === 'ended') return { is: 'ended' };
	if (run.stage !== 'held') return { is: 'running' };
	const chosen = state.ui.dialog?.is === 'plan' ? state.ui.dialog.choice : undefined;
	const choices = choicesFor(standingIn(run.plan, run.entries));
	return chosen === undefined || !choices.includes(chosen) ? { is: 'held', choices } : { is: 'held', choices, chosen };
}
