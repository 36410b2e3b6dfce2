import { expect, test } from 'vitest';
import { statusOf } from '../../src/app/status.ts';
import { fleetState, is, service, start } from '../screens/fleet-state.ts';

const state = fleetState(
	['staging/web', 'production/web', 'staging/api', 'production/api', 'production/db'].map((id) => service(id)),
	{
		'production/api': is('ok', 'running', start),
		'production/web': is('ok', 'running', start),
		'production/db': is('down', 'exit 1', start),
		'staging/api': is('ok', 'running', start),
		'staging/web': is('degraded', 'slow', start),
	},
);

test('stands by environment as in Fleet, worst first, with each host once', () => {
	const ids = statusOf(state, undefined).map(({ id }) => id);
	expect(ids.filter((id) => !id.startsWith('host/'))).toEqual([
		...['production/db', 'production/api', 'production/web'],
		...['staging/web', 'staging/api'],
	]);
	expect(ids.filter((id) => id.startsWith('host/'))).toEqual(state.fleet.hosts.map(({ name }) => `host/${name}`));
});

test('a name with stars picks', () => {
	expect(statusOf(state, '*/api').map(({ id }) => id)).toEqual(['production/api', 'staging/api']);
});
