import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageRef, refText } from '../../../src/core/engine/image-ref.ts';
import { layerRows, layersAfter, onlyCounts, pulledName, pullVerdict } from '../../../src/core/engine/pull.ts';
import { registryFailure } from '../../../src/core/engine/registry-failure.ts';

// As Docker 20.10.24 says it of a pull that broke in its second layer.
const stream = [
	'{"status":"Pulling from shop/api","id":"sha256:dd"}',
	'{"status":"Pulling fs layer","progressDetail":{},"id":"aaaaaaaaaaaa"}',
	'{"status":"Pulling fs layer","progressDetail":{},"id":"bbbbbbbbbbbb"}',
	'{"status":"Downloading","progressDetail":{"current":1048576,"total":4194304},"progress":"[==>  ]","id":"aaaaaaaaaaaa"}',
	'{"status":"Already exists","progressDetail":{},"id":"bbbbbbbbbbbb"}',
	'{"errorDetail":{"message":"unexpected EOF"},"error":"unexpected EOF"}',
];
const layersOf = (lines: readonly string[]) => lines.reduce(layersAfter, []);

describe('a pull', () => {
	test('is told by its layers, the ones under way with their bytes', () => {
		expect(layersOf(stream)).toEqual([
			{ id: 'aaaaaaaaaaaa', state: 'Downloading', done: 1_048_576, of: 4_194_304 },
			{ id: 'bbbbbbbbbbbb', state: 'Already exists' },
		]);
		expect(layerRows(layersOf(stream))).toEqual([
			'1 of 2 layers, 1.0M of 4.0M under way',
			'aaaaaaaaaaaa  Downloading  1.0M of 4.0M',
		]);
	});

	test('of many layers has a few rows, and says how many more there are', () => {
		const many = Array.from({ length: 20 }, (_, at) => ({ id: `${at}`.padStart(12, 'a'), state: 'Waiting' }));
		expect(layerRows(many)).toHaveLength(10);
		expect(layerRows(many).at(-1)).toBe('and 12 more layers');
	});

	test('fails by what stands in its stream, though it was answered 200', () => {
		expect(pullVerdict(stream.join('\r\n'))).toBe('unexpected EOF');
		expect(pullVerdict(stream.slice(0, -1).join('\r\n'))).toBeUndefined();
	});

	test('keeps no lines that only count', () => {
		expect(stream.map(onlyCounts)).toEqual([false, false, false, true, false, false]);
	});

	test('takes whatever comes', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.string(), fc.json(), fc.constantFrom(...stream)), { maxLength: 500 }),
				(lines) => {
					const layers = layersOf(lines);
					expect(layers.length).toBeLessThanOrEqual(200);
					expect(layerRows(layers).length).toBeLessThanOrEqual(10);
					expect(pullVerdict(lines.join('\n')) ?? 'x').not.toBe('');
				},
			),
		);
	});

	test('is known by its path', () => {
		expect(pulledName('/images/create?fromImage=127.0.0.1%3A5000%2Fapi&tag=sha256%3Add')).toBe(
			'127.0.0.1:5000/api@sha256:dd',
		);
		expect(pulledName('/v1.41/images/create?fromImage=api&tag=v1')).toBe('api:v1');
		expect(pulledName('/images/api/tag?repo=x&tag=v1')).toBeUndefined();
		expect(pulledName('/images/create?fromSrc=-')).toBeUndefined();
	});
});

test.each([
	['shop/api:v3', 'shop/api:v3'],
	[' shop/api ', 'shop/api:latest'],
	['localhost:5000/api', 'localhost:5000/api:latest'],
	[`ghcr.io/a/b@sha256:${'a'.repeat(64)}`, `ghcr.io/a/b@sha256:${'a'.repeat(64)}`],
])('the name %s is taken as %s', (typed, name) => {
	const ref = imageRef(typed);
	expect(ref && refText(ref)).toBe(name);
});

test.each([
	'',
	'Shop/API:v1',
	'shop/api:',
	'a b',
	'shop/api:v1?x=1',
	'../images',
	'a'.repeat(600),
	'shop//api',
	'$(id)',
	'-x',
])('%s is no name of an image', (typed) => {
	expect(imageRef(typed)).toBeUndefined();
});

describe('what a registry says', () => {
	const asked = { name: 'ghcr.io/shop/api:v3', host: 'vps1' };
	test.each([
		[
			'unauthorized: authentication required',
			'forbidden',
			/docker login ghcr\.io && docker pull ghcr\.io\/shop\/api:v3/,
		],
		['pull access denied for x, repository does not exist or may require docker login', 'forbidden', /Check the name/],
		['manifest for ghcr.io/shop/api:v3 not found: manifest unknown', 'missing', /whether it was pushed/],
		['write /var/lib/docker/tmp/x: no space left on device', 'full', /docker system df/],
		['EOF', 'timeout', /curl/],
		['unknown blob', 'missing', /Push it again/],
		['unexpected EOF', 'timeout', /curl -sI https:\/\/ghcr\.io\/v2\//],
		['dial tcp 10.0.0.1:443: connect: connection refused', 'unreachable', /curl/],
		['toomanyrequests: You have reached your pull rate limit', 'refused', /Wait, or log in/],
		['no matching manifest for linux/arm64/v8 in the manifest list entries', 'refused', /Build it/],
		['http: server gave HTTP response to HTTPS client', 'refused', /insecure-registries/],
		['something nobody foresaw', 'refused', /Try it on vps1: docker pull/],
	])('“%s” has a remedy', (said, kind, fix) => {
		const failure = registryFailure(said, asked);
		expect([failure.kind, failure.fix]).toEqual([kind, expect.stringMatching(fix)]);
		expect(failure.message).toContain(said);
		expect(failure.fix).toMatch(/then plan again\.$/);
	});
});

describe('what a real engine said of a pull', () => {
	const said = (name: string) => readFileSync(new URL(`../../answers/docker/${name}`, import.meta.url), 'utf8');

	test.each([
		['pull-done.ndjson', undefined],
		['pull-again.ndjson', undefined],
		['pull-cut.ndjson', 'unexpected EOF'],
		['pull-lost.ndjson', 'unknown blob'],
	])('%s: %s', (name, verdict) => {
		expect(pullVerdict(said(name))).toBe(verdict);
	});

	test('is all there in the end', () => {
		const [first = ''] = layerRows(layersOf(said('pull-done.ndjson').split('\n')));
		expect(first).toMatch(/^(\d) of \1 layers$/);
	});

	test.each([
		['pull-no-login.json', 'forbidden'],
		['pull-no-registry.json', 'unreachable'],
		['pull-no-tag.json', 'missing'],
	])('%s means %s', (name, kind) => {
		const { body } = JSON.parse(said(name)) as { readonly body: { readonly message: string } }; // as it was recorded
		expect(registryFailure(body.message, { name: 'shop/api:v1', host: 'vps1' }).kind).toBe(kind);
	});
});
