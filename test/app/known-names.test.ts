import { expect, test } from 'vitest';
import { makeKnownNames } from '../../src/app/known-names.ts';
import type { Fleet } from '../../src/core/config/fleet.ts';
import { usualProof, usualThresholds } from '../../src/core/config/fleet-of.ts';
import { initialState } from '../../src/core/initial.ts';
import type { Instance } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';

const fleet: Fleet = {
	hosts: [{ name: 'edge-1', reach: 'local' }],
	environments: [{ name: 'production', protection: 'protected' }],
	services: [
		{
			...{ environment: 'production', name: 'api', platform: 'docker', host: 'edge-1', container: 'shop_api' },
			...{ unproven: 'hold', thresholds: usualThresholds, proof: usualProof },
		},
	],
	discover: ['edge-1'],
};
const size = { columns: 80, rows: 24 };
const start = initialState({ at: 0, fleet, operator: 'o', demo: false, readOnly: false, size });
const db: Instance = {
	...{ host: 'edge-1', id: 'b'.repeat(64), name: 'store-postgres-1', restarts: 0, state: 'running', health: 'none' },
	image: { id: `sha256:${'2'.repeat(64)}`, ref: 'registry.example/team/postgis:16-alpine' },
	labels: { 'com.docker.compose.project': 'store', 'com.docker.compose.service': 'database' },
};
const probe = { kind: 'docker', of: 'host/edge-1', every: 30_000, timeout: 1000, spec: {} };
const read = reduce(start, {
	type: 'probe/read',
	...{ at: 1, probe, reading: { engine: { host: 'edge-1', whole: true, containers: [db], images: [] } } },
});

test('environments, services, hosts, containers and images are known by their names and the parts of these', () => {
	const names = makeKnownNames(() => read)();
	for (const name of ['production', 'api', 'edge-1', 'edge', 'shop_api', 'shop']) expect(names).toContain(name);
	for (const name of ['store-postgres-1', 'postgres', 'store', 'database', 'team', 'postgis', 'alpine'])
		expect(names).toContain(name);
	expect(names).not.toContain('');
	expect(names).not.toContain('b'.repeat(64));
});

test('they are gathered anew only when the services are others', () => {
	let state = start;
	const names = makeKnownNames(() => state);
	const before = names();
	expect(before).not.toContain('postgres');
	state = { ...start, operator: 'p' };
	expect(names()).toBe(before);
	state = read;
	expect(names()).toContain('postgres');
});
