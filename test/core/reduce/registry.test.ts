import { expect, test } from 'vitest';
import { initialState } from '../../../src/core/initial.ts';
import type { Reading } from '../../../src/core/probe.ts';
import { reduce } from '../../../src/core/reduce/reduce.ts';
import type { State } from '../../../src/core/state.ts';
import { containerOf, fleetOf, imageId, imageOf, lineOf } from '../engine/world.ts';

const read = (state: State, kind: string, of: string, reading: Reading, at: number): State =>
	reduce(state, { type: 'probe/read', at, reading, probe: { kind, of, every: 1000, timeout: 1000, spec: {} } });
const canOf = ({ services }: State) => services['local/api']?.releases.map(({ label, can }) => `${label} ${can}`);

test('what a registry has is part of the service at once, and outlives a change of the config', () => {
	const size = { columns: 80, rows: 24 };
	const start = initialState({ at: 0, fleet: fleetOf(), operator: 'op', demo: false, readOnly: false, size });
	const engine = { host: 'vps1', whole: true, containers: [containerOf('api', 9)], images: [imageOf(9)] };
	const ran = reduce(start, { type: 'ledger/read', at: 1, lines: [lineOf(3, 3, 4)] });
	const seen = read(ran, 'docker', 'host/vps1', { engine }, 2);
	expect(canOf(seen)).toEqual(['v9 runs', 'v3 gone']);
	const found = { is: 'release', image: imageId(3), name: 'n', host: 'vps1', says: '' } as const;
	const layers = { release: { is: 'ok', because: '', since: 3 } } as const;
	const has = read(seen, 'release', 'local/api', { layers, findings: [{ ...found, can: 'pull' }] }, 3);
	expect(canOf(has)).toEqual(['v9 runs', 'v3 pull']);
	expect(canOf(reduce(has, { type: 'fleet/changed', at: 4, fleet: has.fleet }))).toEqual(['v9 runs', 'v3 pull']);
	const lost = read(has, 'release', 'local/api', { layers, findings: [{ ...found, can: 'gone' }] }, 5);
	expect(canOf(lost)).toEqual(['v9 runs', 'v3 gone']);
});
