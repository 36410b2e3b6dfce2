import { expect, test } from 'vitest';
import { driftOf, driftText } from '../../../../src/core/select/environment/drift.ts';
import { fleetState, release, service } from '../../../screens/fleet-state.ts';

const running = (id: string, label: string, digit: string) =>
	service(id, { releases: [release(label, digit, { can: 'runs' })] });
const drift = (...services: Parameters<typeof fleetState>[0]) =>
	driftText(driftOf(fleetState(services, {}), 'production'));

test('another image is another release, whatever it is called', () => {
	const here = running('production/api', 'v1', 'a');
	expect(drift(here, running('staging/api', 'v2', 'b'))).toBe('staging has api v2');
	expect(drift(here, running('staging/api', 'v1', 'b'))).toBe('staging has api bbbbbbbbbbbb');
	expect(drift(here, running('staging/api', 'other-tag', 'a'))).toBe('the same in staging');
});

test('each environment that has a service of the same name is compared, others are not', () => {
	expect(
		drift(
			running('production/api', 'v1', 'a'),
			running('production/web', 'w1', 'c'),
			running('staging/api', 'v2', 'b'),
			running('staging/web', 'w2', 'd'),
			running('dev/api', 'v1', 'a'),
			running('other/db', '16', 'e'),
		),
	).toBe('staging has api v2, web w2; the same in dev');
	expect(drift(running('production/api', 'v1', 'a'), service('staging/api', { releases: [] }))).toBe('');
});
