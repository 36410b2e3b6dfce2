import { expect, test } from 'vitest';
import { selectedHost } from '../../../../src/core/select/hosts/hosts.ts';
import type { Ui } from '../../../../src/core/ui.ts';
import { fleetState } from '../../../screens/fleet-state.ts';

const under = (ui: Partial<Ui>) => {
	const state = fleetState([], {});
	return selectedHost({ ...state, ui: { ...state.ui, screen: 'hosts', ...ui } });
};

test('the host under the cursor is the selected one, else the first that the filter lets through', () => {
	expect(under({})).toBe('host/vps1');
	expect(under({ selected: { hosts: 'host/vps2' } })).toBe('host/vps2');
	expect(under({ selected: { hosts: 'host/vps1' }, filter: { hosts: '2' } })).toBe('host/vps2');
	expect(under({ filter: { hosts: 'none' } })).toBeUndefined();
	expect(under({ tab: 1, selected: { hosts: 'host/vps2' } })).toBeUndefined();
});
