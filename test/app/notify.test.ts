import { expect, test } from 'vitest';
import { makeNotifying } from '../../src/app/notify.ts';
import type { Fleet } from '../../src/core/config/fleet.ts';
import type { Condition } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, service } from '../screens/fleet-state.ts';

const calls = (notify: Fleet['notify']): readonly unknown[] => {
	const said: unknown[] = [];
	const base = fleetState([service('production/api')], {});
	let state: State = base;
	const at = (is: Condition['is'], because: string): void => {
		const fleet = notify === undefined ? base.fleet : { ...base.fleet, notify };
		state = { ...base, fleet, conditions: { 'production/api': { is, because, since: 0 } } };
		tell();
	};
	const tell = makeNotifying(
		{ call: (...text) => said.push(text) },
		() => state,
		() => 9000,
	);
	at('ok', 'runs');
	at('down', 'exit 1\u001b]0;evil\u0007');
	at('down', 'exit 2');
	return said;
};

test('a change rings and notifies once, with nothing in it that a terminal would obey', () => {
	const [[text], ...more] = calls(undefined) as readonly [readonly [string], ...unknown[]];
	expect(text).toMatch(/^production\/api down: exit 1/);
	expect(text).not.toMatch(/[\u0000-\u001f]/);
	expect(more).toEqual([]);
});

test('as the config says: only the bell, or nothing', () => {
	expect(calls('bell')).toEqual([[]]);
	expect(calls('none')).toEqual([]);
});
