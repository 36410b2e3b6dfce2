import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageOnHost, LedgerLine } from '../../../src/core/engine/facts.ts';
import { type Engines, group } from '../../../src/core/engine/group.ts';
import { targetOf } from '../../../src/core/engine/target.ts';
import type { Instance, Service } from '../../../src/core/model.ts';
import { containerOf, day0, enginesOf, fleetOf, hour, imageId, imageOf, lineOf, specOf, stoppedOf } from './world.ts';

const serviceOf = (
	containers: readonly Instance[],
	images: readonly ImageOnHost[],
	ledger: readonly LedgerLine[] = [],
): Service => {
	const found = group(fleetOf(), enginesOf(containers, images), ledger).find(({ id }) => id === 'local/api');
	if (found === undefined) throw new Error('there is no service');
	return found;
};
const told = ({ releases }: Service) => releases.map(({ label, proof, can }) => `${label} ${proof} ${can}`);
const byLedger = { because: 'it ran here, by the ledger' };
const targetLabel = (service: Service) => {
	const target = targetOf(service);
	return 'none' in target ? target.none : target.release.label;
};

test('how long a release ran counts from its container, also where the ledger saw only its end', () => {
	const containers = [containerOf('api', 8), stoppedOf('api-old', 3, 8)];
	const { releases } = serviceOf(containers, [imageOf(8), imageOf(3)], [lineOf(3, 7, 8), lineOf(8, 8, 9)]);
	expect(releases.map(({ at, until }) => [at, until])).toEqual([
		[day0 + 8 * hour, undefined],
		[day0 + 3 * hour, day0 + 8 * hour],
	]);
});

test('a container that was started again has run since it was made, though the ledger knows it for a minute', () => {
	const restarted = containerOf('api', 1, { created: day0, started: day0 + 2 * hour, ended: day0 + hour });
	const [release] = serviceOf([restarted], [imageOf(1)], [lineOf(1, 5, 6)]).releases;
	expect(release).toMatchObject({ can: 'runs', first: day0, at: day0 });
});

test('of two runs that lie apart, the latest one counts', () => {
	const containers = [containerOf('api', 8), stoppedOf('api-old', 3, 4)];
	const { releases } = serviceOf(containers, [imageOf(8), imageOf(3)], [lineOf(3, 6, 7)]);
	expect(releases[1]).toMatchObject({ at: day0 + 6 * hour, until: day0 + 7 * hour });
});

test('the version of its labels names a release that has no telling tag', () => {
	const of = (image: number, refs: readonly string[], version?: string) =>
		imageOf(image, { refs, ...(version === undefined ? {} : { version }) });
	const nowhere = { ref: 'shop/api' };
	const service = serviceOf(
		[containerOf('api', 5, { image: { id: imageId(5), ref: 'shop/api:latest' } })],
		[
			of(5, ['shop/api:latest'], '2.5.0'),
			of(4, ['shop/api:rb-0a1b2c3d'], '2.4.0'),
			of(3, ['shop/api:v3'], '2.3.0'),
			of(2, ['shop/api:latest-old'], undefined),
		],
		[lineOf(1, 1, 2, { image: { id: imageId(1), version: '2.1.0', ...nowhere } })],
	);
	expect(service.releases.map(({ label }) => label)).toEqual(['2.5.0', '2.1.0', '2.4.0', 'v3', 'latest-old']);
});

test('a release says when its image was built, also one that ran', () => {
	const { releases } = serviceOf([containerOf('api', 8)], [imageOf(8, { created: day0 }), imageOf(3)]);
	expect(releases.map(({ built }) => built)).toEqual([day0, day0 + 3 * hour]);
});

test('what runs, what is shown to have run, and what never did', () => {
	const service = serviceOf(
		[containerOf('api', 4), stoppedOf('api-old', 3, 4), stoppedOf('whatever', 2, 3)],
		[imageOf(4), imageOf(3), imageOf(2), imageOf(1), imageOf(9)],
	);
	expect(told(service)).toEqual([
		'v4 container runs',
		'v3 container ready',
		'v2 container ready',
		'v9 image only ready',
		'v1 image only ready',
	]);
	expect(service.releases[1]).toMatchObject({ at: day0 + 3 * hour, until: day0 + 4 * hour });
	expect(service.releases[0]).not.toHaveProperty('until');
	expect(service.releases[3]).not.toHaveProperty('at');
	expect(targetOf(service)).toMatchObject({ release: { label: 'v3' }, because: expect.stringContaining('api-old') });
});

test('the ledger is the stronger proof, and says when it first and last ran', () => {
	const service = serviceOf(
		[containerOf('api', 4)],
		[imageOf(4), imageOf(2)],
		[lineOf(2, 1, 2), lineOf(2, 2, 3), lineOf(3, 3, 4)],
	);
	expect(told(service)).toEqual(['v4 container runs', 'v3 ledger gone', 'v2 ledger ready']);
	expect(service.releases[2]).toMatchObject({ first: day0 + hour, at: day0 + 2 * hour, until: day0 + 3 * hour });
	expect(targetOf(service)).toMatchObject({ release: { label: 'v2' }, because: 'it ran here, by the ledger' });
});

test('the ledger of another service proves nothing', () => {
	const service = serviceOf(
		[containerOf('api', 4)],
		[imageOf(4), imageOf(3)],
		[lineOf(3, 3, 4, { service: 'local/web' })],
	);
	expect(told(service)).toEqual(['v4 container runs', 'v3 image only ready']);
	expect(targetLabel(service)).toBe('no other release is known to have run here');
});

test('the latest that stopped comes first, whatever it is called now', () => {
	const service = serviceOf(
		[containerOf('api', 5), stoppedOf('aaa', 3, 4), stoppedOf('zzz', 4, 5)],
		[imageOf(5), imageOf(4), imageOf(3)],
	);
	expect(targetLabel(service)).toBe('v4');
});

test('what was pruned is gone and never the target', () => {
	const service = serviceOf([containerOf('api', 4), stoppedOf('api-old', 3, 4)], [imageOf(4)]);
	expect(told(service)).toEqual(['v4 container runs', 'v3 container gone']);
	expect(targetLabel(service)).toBe('the image of v3, which ran here, is not on the host any more');
});

test('nothing else is known', () => {
	expect(targetLabel(serviceOf([containerOf('api', 4)], [imageOf(4)]))).toBe('no other release is known');
});

test('a container that was made and never ran proves nothing', () => {
	const half = containerOf('api-next-0a1b2c3d', 3, { state: 'created', labels: { 'watchdeck.plan': '0a1b2c3d' } });
	const { started: _never, ...created } = half;
	const service = serviceOf([containerOf('api', 4), created], [imageOf(4), imageOf(3)]);
	expect(told(service)).toEqual(['v4 container runs', 'v3 image only ready']);
});

test('after a roll back the release that it left is the last choice', () => {
	const back = containerOf('api', 3, { created: day0 + 5 * hour, labels: { 'watchdeck.plan': '0a1b2c3d' } });
	const kept = stoppedOf('api-rb-0a1b2c3d', 4, 5);
	const images = [imageOf(4), imageOf(3), imageOf(2)];
	const only = serviceOf([back, kept], images);
	expect(targetOf(only)).toMatchObject({
		release: { label: 'v4' },
		because: expect.stringContaining('the last roll back left it'),
	});
	expect(targetLabel(serviceOf([back, kept], images, [lineOf(2, 2, 3)]))).toBe('v2');
});

test('a release that was left stays the last choice when what was kept of it is gone', () => {
	const images = [imageOf(0), imageOf(1), imageOf(2)];
	const ledger = [lineOf(0, 1, 10), lineOf(2, 10, 12), lineOf(1, 12, 20)];
	const labels = { 'watchdeck.plan': '0a1b2c3d', 'watchdeck.left': imageId(2) };
	const back = containerOf('api', 1, { created: day0 + 12 * hour, labels });
	const kept = stoppedOf('api-rb-0a1b2c3d', 2, 12, { created: day0 + 10 * hour });
	const [before, after] = [serviceOf([back, kept], images, ledger), serviceOf([back], images, ledger)];
	expect(targetOf(before)).toEqual({ release: before.releases.find(({ label }) => label === 'v0'), ...byLedger });
	expect(targetOf(after)).toEqual(targetOf(before));
	expect(targetOf(serviceOf([back], images.slice(1), ledger.slice(1)))).toMatchObject({
		release: { label: 'v2' },
		because: 'it ran here, by the ledger; the last roll back left it',
	});
});

test('what came after the present release is the last choice too', () => {
	const images = [imageOf(4), imageOf(3), imageOf(2)];
	const ledger = [lineOf(2, 2, 3), lineOf(3, 3, 4), lineOf(4, 4, 5), lineOf(3, 5, 6)];
	const again = containerOf('api', 3, { created: day0 + 5 * hour });
	expect(targetLabel(serviceOf([again], images, ledger))).toBe('v2');
	const target = targetOf(serviceOf([again], images.slice(0, 2), ledger.slice(1)));
	expect(target).toMatchObject({ release: { label: 'v4' }, because: expect.stringContaining('came after') });
});

const latest = (version: number, more: Partial<Instance> = {}) =>
	containerOf('api', version, { image: { id: imageId(version), ref: 'shop/api:latest' }, ...more });

test.each<[string, Instance, readonly ImageOnHost[], string]>([
	['its tag', containerOf('api', 2), [imageOf(2)], 'v2'],
	['another tag than latest', latest(2), [imageOf(2, { refs: ['shop/api:latest', 'shop/api:v2'] })], 'v2'],
	['latest where there is no other', latest(2), [imageOf(2, { refs: ['shop/api:latest'] })], 'latest'],
	[
		'the tag of a version before one that goes from image to image',
		containerOf('api', 2, { image: { id: imageId(2), ref: 'shop/api:live' } }),
		[imageOf(2, { refs: ['shop/api:beta', 'shop/api:live', 'shop/api:v2'] })],
		'v2',
	],
	[
		'its own of two that go from image to image',
		containerOf('api', 2, { image: { id: imageId(2), ref: 'shop/api:live' } }),
		[imageOf(2, { refs: ['shop/api:beta', 'shop/api:live'] })],
		'live',
	],
	[
		'digits where its name was given to another',
		latest(1),
		[imageOf(2, { refs: ['shop/api:latest'] }), imageOf(1, { refs: [] })],
		'111111111111',
	],
	['digits where a tag was moved', containerOf('api', 1), [imageOf(2, { refs: ['shop/api:v1'] })], '111111111111'],
	[
		'not the name that keeps it',
		containerOf('api', 1, { image: { id: imageId(1), ref: 'shop/api:rb-0a1b2c3d' } }),
		[imageOf(1, { refs: ['shop/api:rb-0a1b2c3d'] })],
		'111111111111',
	],
	[
		'the tag before a digest',
		containerOf('api', 1, { image: { id: imageId(1), ref: 'reg:5000/a:v7@sha256:ab' } }),
		[],
		'v7',
	],
])('labelled by %s', (_say, container, images, label) => {
	const release = serviceOf([container], images).releases.find(({ can }) => can === 'runs');
	expect(release?.label).toBe(label);
});

test('two of the same label are told apart', () => {
	const same = (version: number) => ({ image: { id: imageId(version), ref: 'shop/api:stable' } });
	const service = serviceOf([containerOf('api', 2, same(2)), stoppedOf('api-old', 1, 2, same(1))], []);
	expect(service.releases.map(({ label }) => label)).toEqual(['stable 222222222222', 'stable 111111111111']);
});

test('the long and the short form of a repository are one', () => {
	const container = containerOf('api', 2, { image: { id: imageId(2), ref: 'nginx:2' } });
	const service = serviceOf([container], [imageOf(1, { refs: ['docker.io/library/nginx:1'] })]);
	expect(told(service)[1]).toBe('1 image only ready');
});

const versions = fc.integer({ min: 1, max: 5 });
const hours = fc
	.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }))
	.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

test('the target always ran here, is there, and is not what runs; each image is listed once', () => {
	const known = fc.record({
		current: versions,
		stopped: fc.array(fc.tuple(versions, hours), { maxLength: 4 }),
		ledger: fc.array(fc.tuple(versions, hours), { maxLength: 4 }),
		images: fc.uniqueArray(versions),
	});
	fc.assert(
		fc.property(known, ({ current, stopped, ledger, images }) => {
			const olds = stopped.map(([version, [, to]], index) => stoppedOf(`other${index}`, version, to));
			const lines = ledger.map(([version, [from, to]]) => lineOf(version, from, to));
			const service = serviceOf(
				[containerOf('api', current), ...olds],
				images.map((version) => imageOf(version)),
				lines,
			);
			const ids = service.releases.map(({ id }) => id);
			expect(new Set(ids).size).toBe(ids.length);
			expect(new Set(service.releases.map(({ label }) => label)).size).toBe(ids.length);
			expect(service.releases[0]).toMatchObject({ id: imageId(current), can: 'runs' });
			const target = targetOf(service);
			if ('none' in target) return;
			const { release } = target;
			expect(release.id).not.toBe(imageId(current));
			expect(release).toMatchObject({ can: 'ready', proof: expect.stringMatching(/ledger|container/) });
			expect(images.map(imageId)).toContain(release.id);
			const ran = [...service.former.map(({ image }) => image.id), ...lines.map(({ image }) => image.id)];
			expect(ran).toContain(release.id);
		}),
	);
});

describe('what another config saw run under the same name', () => {
	const engines: Engines = Object.fromEntries(
		Object.entries(enginesOf([containerOf('api', 3)], [imageOf(1), imageOf(3)])).map(([host, engine]) => [
			host,
			{ ...engine, id: 'ENGINE-1' },
		]),
	);
	const proofBy = (more: Partial<LedgerLine>) =>
		group(fleetOf([specOf('api')]), engines, [lineOf(1, 1, 2, { service: 'production/api', ...more })])
			.flatMap(({ releases }) => releases)
			.find(({ id }) => id === imageId(1))?.proof;

	test.each([
		['its engine', {}, 'ledger'],
		['an engine that nobody asked for its name then', undefined, 'ledger'],
		['another engine, of a host with the same name', { engine: 'ENGINE-2' }, 'image only'],
		['another host', { host: 'vps2' }, 'image only'],
		['another container', { container: 'redis' }, 'image only'],
	])('counts, or not, where it ran on %s: %o', (_, more, proof) => {
		expect(proofBy(more === undefined ? {} : { engine: 'ENGINE-1', ...more })).toBe(proof);
	});
});

test.each([
	['shop_api_1', 'shop-api-2', 'ledger'],
	['shop_api_1', 'blog_api_1', 'image only'],
])('of compose, %s after %s: %s', (now, then, proof) => {
	const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api' };
	const engines = enginesOf([containerOf(now, 3, { labels })], [imageOf(1), imageOf(3)]);
	const [service] = group(fleetOf(), engines, [lineOf(1, 1, 2, { service: 'shop/api', container: then })]);
	expect(service?.releases.find(({ id }) => id === imageId(1))?.proof).toBe(proof);
});
