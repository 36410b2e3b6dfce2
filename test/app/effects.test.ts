import { expect, test } from 'vitest';
import { type EffectParts, runEffects } from '../../src/app/effects.ts';
import type { Event } from '../../src/core/event.ts';
import type { Failure } from '../../src/core/model.ts';
import type { Dialog, State } from '../../src/core/state.ts';
import { aState, start } from '../support/plans.ts';

const failure: Failure = { kind: 'refused', message: 'The lock on vps1 is held by bob.', fix: 'Wait for it.' };

/** The events of a choice whose resume is refused, while this dialog is open. */
async function refused(dialog: Dialog | undefined): Promise<readonly Event[]> {
	const events: Event[] = [];
	const before = aState();
	const state: State = dialog === undefined ? before : { ...before, ui: { ...before.ui, dialog } };
	const resumed = Promise.resolve({ ok: false, failure });
	const parts = {
		state: () => state,
		emit: (event: Event) => events.push(event),
		now: () => start,
		session: { acting: { choose: () => false, resume: () => resumed } },
	};
	// The effect of a choice takes no more of its parts than these.
	runEffects({ type: 'run/chosen', at: start, run: '7f3a1b2c', choice: 'undo' }, parts as unknown as EffectParts);
	await resumed;
	return events;
}

test('why a run is not taken up again is said once: in its dialog, or where that was left', async () => {
	const because = 'The lock on vps1 is held by bob. Wait for it. Nothing more was changed.';
	const ended = { type: 'run/ended', outcome: 'REFUSED', because };
	expect(await refused({ is: 'plan', run: '7f3a1b2c', scroll: 0, more: false })).toMatchObject([ended]);
	const told = { type: 'message/shown', message: { tone: 'warning', text: because } };
	expect(await refused(undefined)).toMatchObject([ended, told]);
	expect(await refused({ is: 'plan', run: 'other', scroll: 0, more: false })).toMatchObject([ended, told]);
});
