import type { ActionEvent } from '../event.ts';
import { failureText } from '../failure-text.ts';
import type { Failure, Millis } from '../model.ts';
import type { State } from '../state.ts';
import type { Want } from '../want.ts';

type At<E> = E & { readonly at: Millis };
type Of<T extends ActionEvent['type']> = At<Extract<ActionEvent, { readonly type: T }>>;

/** Asks whether to wait for the lock that somebody else holds on what was to be changed. */
export function lockedOut(state: State, want: Want, { service, failure }: Of<'plan/refused'>): State {
	const { message: _gone, ...ui } = state.ui;
	return { ...state, ui: { ...ui, dialog: { is: 'locked', want, service, text: failureText(failure) } } };
}

/** Whether the operator waits for the lock of this service. */
export function isAwaiting({ ui: { dialog } }: Pick<State, 'ui'>, service: string): boolean {
	return dialog?.is === 'locked' && dialog.service === service && dialog.waiting !== undefined;
}

/** The operator waits from now on. */
export function lockAwaited(state: State, at: Millis): State {
	const { dialog } = state.ui;
	return dialog?.is === 'locked' ? { ...state, ui: { ...state.ui, dialog: { ...dialog, waiting: at } } } : state;
}

/** Who holds the lock meanwhile. */
export function lockSeen(state: State, service: string, failure: Failure): State {
	const { dialog } = state.ui;
	if (dialog?.is !== 'locked' || !isAwaiting(state, service)) return state;
	return { ...state, ui: { ...state.ui, dialog: { ...dialog, text: failureText(failure) } } };
}

/** The lock is free: the plan is being made as if it were wanted now; undefined where nobody waits any more. */
export function lockFreed(state: State, service: string, at: Millis): State | undefined {
	const { dialog, ...ui } = state.ui;
	if (dialog?.is !== 'locked' || !isAwaiting(state, service)) return undefined;
	return { ...state, ui, making: { want: dialog.want, service, since: at } };
}
