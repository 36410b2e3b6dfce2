import { afterEach, expect, test } from 'vitest';
import { commands as all } from '../../src/app/commands.ts';
import type { Event } from '../../src/core/event.ts';
import type { ConfirmedPlan, Plan } from '../../src/core/plan.ts';
import { aPlan, entriesOf, notes } from '../support/plans.ts';
import { fleetState, is, release, service, start } from './fleet-state.ts';
import { show } from './screen.ts';

const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

// A run that removes what was kept: nobody asked for it just now.
const steps = aPlan().steps.map((step) => ({ ...step, undo: { none: 'It stays removed.', harmless: true } as const }));
const plan: Plan = {
	...aPlan({ id: '00000009', action: 'tidy', want: { action: 'tidy', containers: ['kept1'] }, unasked: true, steps }),
	title: 'TIDY production/api',
};
const consent = { by: 'op-1', at: start, of: '', how: 'kept 7 days' } as const;
// Only `confirm` makes one; here nothing is performed.
const confirmed = { plan, consent } as unknown as ConfirmedPlan;

const noted = entriesOf(
	notes(
		[
			{ what: 'planned', plan },
			{ what: 'confirmed', consent },
			{ what: 'begins', step: 0, way: 'does' },
			{ what: 'ends', step: 0, way: 'does', took: 1, output: '' },
			{ what: 'done', text: '' },
			{ what: 'verified', text: '' },
		],
		plan.id,
	),
).map((entry): Event => ({ type: 'plan/noted', at: start, entry }));
const began: readonly Event[] = [{ type: 'plan/confirmed', at: start, confirmed }, ...noted.slice(0, 3)];
const end: readonly Event[] = [
	...noted.slice(3),
	{ type: 'run/ended', at: start, run: plan.id, outcome: 'VERIFIED', because: '' },
];

async function opened() {
	const releases = [release('v412', 'c', { can: 'runs' }), release('v411', 'b')];
	const one = service('production/api', { releases });
	const state = fleetState([one, service('staging/web')], { [one.id]: is('ok', 'healthy') });
	const ui = { ...state.ui, selected: { fleet: one.id } };
	const screen = await show({
		state: { ...state, ui },
		at: start,
		commands: all.filter(({ id }) => id.startsWith('action/')),
	});
	ends.push(screen.end);
	return screen;
}

test('while what was kept is removed, the screen stays as it is', async () => {
	const screen = await opened();
	const around = async () => {
		const text = await screen.text();
		return [text[0], text.find((line) => line.startsWith('>')), ...text.slice(-2)];
	};
	const before = await around();
	const { ui } = screen.state();
	await screen.dispatch(...began);
	expect(await around()).toEqual(before);
	expect(screen.state().ui).toEqual(ui);
	await screen.dispatch(...end);
	expect(await around()).toEqual(before);
	expect(screen.state().ui).toEqual(ui);
});

test('while it goes on, r plans a roll back and does not show it', async () => {
	const screen = await opened();
	await screen.dispatch(...began);
	await screen.press('r');
	expect(screen.state().ui.dialog).toBeUndefined();
	expect(screen.events.at(-1)).toMatchObject({ type: 'action/wanted', want: { action: 'rollback' } });
});

test('the journal lists it like any other run', async () => {
	const screen = await opened();
	await screen.dispatch(...began, ...end);
	await screen.press('9');
	expect((await screen.text()).join('\n')).toMatch(/op-1 +tidy +production\/api +VERIFIED/);
});
