import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { type Asked, asked } from '../core/select/plan/confirm.ts';
import type { Run, State } from '../core/state.ts';
import type { Dialog } from '../core/ui.ts';
import type { Want } from '../core/want.ts';

/** The dialog of a plan. */
export type PlanDialog = Extract<Dialog, { readonly is: 'plan' }>;

/** What a command of this dialog looks at. */
export interface Here {
	readonly state: State;
	readonly dialog: PlanDialog;
	readonly run: Run;
	readonly ask: Asked;
	readonly now: Millis;
}

/** What it looks at now; undefined where no plan is open. */
export function hereOf(state: State, now: Millis): Here | undefined {
	const dialog = state.ui.dialog;
	const run = dialog?.is === 'plan' ? state.runs[dialog.run] : undefined;
	return dialog?.is === 'plan' && run !== undefined
		? { state, dialog, run, ask: asked(state, run, now), now }
		: undefined;
}

/** Plans this for the same service. */
export function wanted({ run, now }: Here, want: Want): readonly Event[] {
	return [{ type: 'action/wanted', at: now, want, service: run.plan.service }];
}
