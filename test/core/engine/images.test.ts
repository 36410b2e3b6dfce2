import { expect, test } from 'vitest';
import type { ImageOnHost } from '../../../src/core/engine/facts.ts';
import { readImages } from '../../../src/core/engine/images.ts';
import { versionOf } from '../../../src/core/engine/labels.ts';
import { imageId } from './world.ts';

const version = 'org.opencontainers.image.version';
const created = 'org.opencontainers.image.created';

function read(entry: object): ImageOnHost {
	const images = readImages('vps1', JSON.stringify([{ Id: imageId(1), ...entry }]));
	if (!images.ok || images.value[0] === undefined) throw new Error('the image is not understood');
	return images.value[0];
}

test('an image bears the version that its labels tell', () => {
	expect(read({ Labels: { [version]: ' 4.1.2 ' } }).version).toBe('4.1.2');
	expect(read({ Labels: { [version]: '' } })).not.toHaveProperty('version');
	expect(read({ Labels: null })).not.toHaveProperty('version');
});

test('a version that tells nothing is none, and so is the one of Ubuntu that an image inherits', () => {
	expect(['latest', 'unknown', 'main', '<'.repeat(129)].map((text) => versionOf({ [version]: text }))).toEqual([
		undefined,
		undefined,
		undefined,
		undefined,
	]);
	const published = 'org.opencontainers.image.ref.name';
	expect(versionOf({ [version]: '24.04', [published]: 'ubuntu' })).toBeUndefined();
	expect(versionOf({ [version]: '24.04', [published]: 'shop/api' })).toBe('24.04');
	expect(versionOf({ [version]: '4.1.2', [published]: 'ubuntu' })).toBe('4.1.2');
});

test('an image was built when its engine says so', () => {
	const Labels = { [created]: '2026-11-20T10:00:00Z' };
	expect(read({ Created: 1_795_219_200, Labels }).created).toBe(1_795_219_200_000);
});

test.each([
	['1970, as builds that give the same bits each time write it', 0],
	['1980, as buildpacks write it', 315_532_801],
	['the year 1', -62_135_596_800],
	['nothing', undefined],
])('where the engine says %s, the label tells when it was built', (_, Created) => {
	const labelled = read({ Created, Labels: { [created]: '2026-11-20T10:00:00+01:00' } });
	expect(labelled.created).toBe(Date.UTC(2026, 10, 20, 9));
	expect(read({ Created, Labels: { [created]: '1970-01-01T00:00:00Z' } })).not.toHaveProperty('created');
	expect(read({ Created, Labels: { [created]: 'yesterday' } })).not.toHaveProperty('created');
});
