import { expect, test } from 'vitest';
import { group } from '../../../src/core/engine/group.ts';
import { missingOf, toldOf } from '../../../src/core/engine/registry.ts';
import { targetOf } from '../../../src/core/engine/target.ts';
import type { ReleaseFound } from '../../../src/core/finding.ts';
import type { Service } from '../../../src/core/model.ts';
import type { LayerFact } from '../../../src/core/state.ts';
import { containerOf, enginesOf, fleetOf, imageId, imageOf, lineOf } from './world.ts';

const digestOf = (version: number) => `sha256:${String(version).repeat(64)}`;
const lineWith = (version: number, more: object = {}) =>
	lineOf(version, version, version + 1, {
		image: { id: imageId(version), ref: `shop/api:v${version}`, digest: digestOf(version), ...more },
	});
const engines = enginesOf([containerOf('api', 9)], [imageOf(9)]);
const observed = Object.fromEntries(
	Object.entries(engines).map(([host, value]) => [host, { value, at: 0, misses: 0 }]),
);
const serviceOf = (ledger: Parameters<typeof group>[2], told = {}): Service => {
	const found = group(fleetOf(), engines, ledger, told).find(({ id }) => id === 'local/api');
	if (found === undefined) throw new Error('there is no service');
	return found;
};
const found = (image: string, can: ReleaseFound['can'], host = 'vps1'): ReleaseFound => ({
	...{ is: 'release', image, name: `shop/api@${image}`, host, can, says: '' },
});
const layersOf = (...findings: readonly ReleaseFound[]) => {
	const fact: LayerFact = {
		...{ layer: 'release', source: 'release', kind: 'release', streak: 1, need: 1, history: [], every: 1 },
		...{ observed: { misses: 0 }, findings },
	};
	return { 'local/api': { release: fact } };
};

test('the newest releases that ran and are gone are asked for by digest; without one nothing can be asked', () => {
	const service = serviceOf([1, 2, 3, 4, 5].map((version) => lineWith(version)));
	expect(missingOf(service, observed).map(({ name }) => name)).toEqual(
		[5, 4, 3].map((version) => `shop/api@${digestOf(version)}`),
	);
	expect(missingOf(service, {})).toEqual([]);
	expect(missingOf(serviceOf([lineOf(3, 3, 4)]), observed)).toEqual([]);
	expect(missingOf(serviceOf([lineWith(3, { ref: '../x:v3' })]), observed)).toEqual([]);
	expect(missingOf(serviceOf([lineWith(9)]), observed)).toEqual([]);
});

test('what each host found can be pulled, and is the target where nothing is there', () => {
	const ledger = [lineWith(3), lineWith(4)];
	const layers = layersOf(found(imageId(3), 'pull'), found(imageId(4), 'pull'), found(imageId(4), 'gone', 'vps2'));
	expect(toldOf(layers)).toEqual({
		'local/api': new Map([
			[imageId(3), 'pull'],
			[imageId(4), 'gone'],
		]),
	});
	expect(toldOf(layersOf(found(imageId(3), 'unknown')))).toEqual({});
	const service = serviceOf(ledger, toldOf(layers));
	expect(service.releases.map(({ label, can }) => `${label} ${can}`)).toEqual(['v9 runs', 'v4 gone', 'v3 pull']);
	for (const platform of ['docker', 'swarm'] as const)
		expect(targetOf({ ...service, platform })).toEqual({
			release: expect.objectContaining({ label: 'v3' }),
			because: 'it ran here, by the ledger; its image is pulled first',
		});
	// It is still asked for: the registry may lose it.
	expect(missingOf(service, observed)).toHaveLength(2);
});

test('what no registry was asked for, or none could say, is not known to be gone', () => {
	const states = (told = {}) => serviceOf([lineWith(3)], told).releases.map(({ label, can }) => `${label} ${can}`);
	expect(states()).toEqual(['v9 runs', 'v3 unknown']);
	expect(states(toldOf(layersOf(found(imageId(3), 'pull'), found(imageId(3), 'unknown', 'vps2'))))).toEqual([
		'v9 runs',
		'v3 unknown',
	]);
	expect(targetOf(serviceOf([lineWith(3)]))).toEqual({
		none: 'the image of v3, which ran here, is not seen on the host; whether its registry has it is not known',
	});
	expect(states(toldOf(layersOf(found(imageId(3), 'gone'))))).toEqual(['v9 runs', 'v3 gone']);
	// It is asked for all the same.
	expect(missingOf(serviceOf([lineWith(3)]), observed)).toHaveLength(1);
});
