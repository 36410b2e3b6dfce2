import { afterAll, describe, expect, test } from 'vitest';
import { failureText } from '../../src/core/failure-text.ts';
import type { Failure } from '../../src/core/model.ts';
import { aPlan, aService, aState, start } from '../support/plans.ts';
import { show } from './screen.ts';

const ends: (() => void)[] = [];
afterAll(() => {
	for (const end of ends) end();
});

const failure: Failure = {
	kind: 'refused',
	message: 'The lock on vps1 is held by bob (restart production/api, plan 22d4de49), since 3m 5s ago, still at it.',
	fix: 'Wait for it, or talk to its holder.',
	locked: true,
};
const plan = aPlan();
const wanted = { type: 'action/wanted', at: start, want: plan.want, service: plan.service } as const;
const refused = { type: 'plan/refused', at: start, service: plan.service, failure } as const;

async function lockedOut() {
	const service = aService();
	const screen = await show({ state: { ...aState(), services: { [service.id]: service } }, at: start });
	ends.push(screen.end);
	await screen.dispatch(wanted, refused);
	const said = async () => (await screen.text()).join(' ').replace(/\s+/g, ' ');
	return { screen, said };
}

describe('a change that the lock of somebody else is in the way of', () => {
	test('is refused with who and since when, and can be waited for', async () => {
		const { screen, said } = await lockedOut();
		expect(await said()).toContain(failureText(failure));
		expect(await said()).toContain('Nothing was changed.');
		expect(await said()).toContain('w waits, and plans anew when the lock is free');
		await screen.press('w');
		expect(screen.events.at(-1)).toMatchObject({ type: 'lock/awaited', want: plan.want, service: plan.service });
		await screen.advance(12_000);
		expect(await said()).toContain('waiting for 12s: the plan opens by itself');
		const other = { ...failure, message: 'The lock on vps1 is held by eve.' };
		await screen.dispatch({ type: 'lock/seen', at: start, service: plan.service, failure: other });
		expect(await said()).toContain('held by eve');
	});

	test('opens its plan when the lock is free, and not before it was read and agreed to is anything done', async () => {
		const { screen, said } = await lockedOut();
		await screen.press('w');
		await screen.dispatch({ type: 'lock/freed', at: start, service: plan.service, plan });
		expect(await said()).toContain('ROLL BACK production/api');
		expect(await said()).toContain('nothing has been changed yet');
		expect(screen.state().runs[plan.id]?.stage).toBe('shown');
		expect(screen.state().making).toBeUndefined();
	});

	test('opens nothing for whoever left, or waits for something else', async () => {
		const { screen, said } = await lockedOut();
		await screen.press('w', 'esc');
		await screen.dispatch({ type: 'lock/freed', at: start, service: plan.service, plan });
		expect(await said()).not.toContain('ROLL BACK');
		expect(screen.state().ui.dialog).toBeUndefined();
		await screen.dispatch(wanted, refused);
		await screen.press('w');
		await screen.dispatch({ type: 'lock/freed', at: start, service: 'staging/web', plan });
		expect(screen.state().ui.dialog).toMatchObject({ is: 'locked', service: plan.service });
	});

	test('leaves what is open as it is where a dialog is', async () => {
		const { screen } = await lockedOut();
		await screen.press('esc', '?');
		await screen.dispatch(wanted, refused);
		expect(screen.state().ui.dialog?.is).toBe('help');
		expect(screen.state().ui.message?.text).toContain('held by bob');
	});
});
