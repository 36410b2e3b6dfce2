import { describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import { usualProof } from '../../src/core/config/fleet-of.ts';
import { imageRef } from '../../src/core/engine/image-ref.ts';
import { getSteps } from '../../src/platforms/pull-steps.ts';
import { wantedImage } from '../../src/platforms/wanted-image.ts';

const [one, two] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
const said = (text: object): Answer => ({
	ok: true,
	took: 1,
	value: { code: 200, text: JSON.stringify(text), err: '' },
});
const failed = (code: number, message: string): Answer => ({
	...{ ok: false, took: 1, failure: { kind: 'refused', message } },
	reply: { code, text: JSON.stringify({ message }), err: '' },
});

/** What a host has, by name, and what registries answer, by name. */
interface There {
	readonly here?: Readonly<Record<string, { readonly Id: string; readonly RepoDigests?: readonly string[] }>>;
	readonly registry?: Readonly<Record<string, Answer>>;
}

async function resolve(name: string, { here = {}, registry = {} }: There) {
	const asked: string[] = [];
	const ask = async (call: Read): Promise<Answer> => {
		const path = call.via === 'engine' ? call.path : '';
		asked.push(path);
		const found = /^\/distribution\/(.+)\/json$/.exec(path)?.[1];
		if (found !== undefined) return registry[found] ?? failed(404, `manifest for ${found} not found: manifest unknown`);
		const image = here[decodeURIComponent(/^\/images\/(.+)\/json$/.exec(path)?.[1] ?? '')];
		return image === undefined ? failed(404, 'No such image') : said(image);
	};
	const of = imageRef(name);
	if (of === undefined) throw new Error('no name');
	const image = await wantedImage({ id: 'x', ask, signal: new AbortController().signal, asks: usualProof }, 'vps1', of);
	return { image, asked: asked.filter((path) => path.startsWith('/distribution')).length };
}
const has = (digest: string) => said({ Descriptor: { digest } });

describe('the image that a name means', () => {
	test('is pulled by the digest that its registry has, and named', async () => {
		const { image } = await resolve('shop/api:v3', { registry: { 'shop/api:v3': has(one) } });
		expect(image).toEqual({
			ok: true,
			value: {
				...{ name: 'shop/api:v3', digest: one, pull: `shop/api@${one}`, tag: { from: `shop/api@${one}` }, notes: [] },
			},
		});
	});

	test('is the newer one where its tag moved since it was pulled; the old name can be given back', async () => {
		const here = { 'shop/api:latest': { Id: 'sha256:a', RepoDigests: [`shop/api@${one}`] } };
		const { image } = await resolve('shop/api', { here, registry: { 'shop/api:latest': has(two) } });
		expect(image).toMatchObject({
			value: { pull: `shop/api@${two}`, tag: { from: `shop/api@${two}`, before: 'sha256:a' } },
		});
		if (!image.ok) return;
		const undos = getSteps({ host: 'vps1', service: 'x' }, image.value).map(({ undo }) => undo);
		expect(undos[1]).toMatchObject({ path: '/images/sha256%3Aa/tag?repo=shop%2Fapi&tag=latest' });
	});

	test('takes no step where the host has the same', async () => {
		const here = { 'shop/api:v3': { Id: 'sha256:a', RepoDigests: [`shop/api@${one}`] } };
		const { image } = await resolve('shop/api:v3', { here, registry: { 'shop/api:v3': has(one) } });
		expect(image.ok && getSteps({ host: 'vps1', service: 'x' }, image.value)).toEqual([]);
		expect(image).toMatchObject({ value: { id: 'sha256:a' } });
	});

	test('is only named where the host has it under its digest', async () => {
		const here = { [`shop/api@${one}`]: { Id: 'sha256:a', RepoDigests: [`shop/api@${one}`] } };
		const { image } = await resolve('shop/api:v3', { here, registry: { 'shop/api:v3': has(one) } });
		expect(image).toMatchObject({ value: { id: 'sha256:a', tag: { from: `shop/api@${one}` } } });
		expect(image).not.toHaveProperty('value.pull');
	});

	test('is asked of no registry where it was never in one', async () => {
		const { image, asked } = await resolve('shop/api:dev', { here: { 'shop/api:dev': { Id: 'sha256:a' } } });
		expect(image).toMatchObject({ value: { id: 'sha256:a', notes: [expect.stringContaining('none was asked')] } });
		expect(asked).toBe(0);
	});

	test('is the one that the host has where its registry cannot be asked, and that is said', async () => {
		const here = { 'shop/api:v3': { Id: 'sha256:a', RepoDigests: [`shop/api@${one}`] } };
		const registry = { 'shop/api:v3': failed(500, 'dial tcp: connection refused') };
		const { image } = await resolve('shop/api:v3', { here, registry });
		expect(image).toMatchObject({ value: { id: 'sha256:a', notes: [expect.stringContaining('cannot be reached')] } });
	});

	test('by its digest is asked for only where the host lacks it', async () => {
		const here = { [`shop/api@${one}`]: { Id: 'sha256:a' } };
		expect(await resolve(`shop/api@${one}`, { here })).toMatchObject({
			asked: 0,
			image: { value: { id: 'sha256:a' } },
		});
		const registry = { [`shop/api@${two}`]: has(two) };
		const { image } = await resolve(`shop/api@${two}`, { registry });
		expect(image).toMatchObject({ value: { name: `shop/api@${two}`, pull: `shop/api@${two}` } });
		expect(image).not.toHaveProperty('value.tag');
	});

	test.each([
		[failed(404, 'manifest unknown'), 'missing'],
		[failed(401, 'unauthorized: authentication required'), 'forbidden'],
		[failed(500, 'dial tcp: i/o timeout'), 'timeout'],
	])('that nobody has is refused with the reason', async (answer, kind) => {
		const { image } = await resolve('shop/api:v9', { registry: { 'shop/api:v9': answer } });
		expect(image).toMatchObject({ ok: false, failure: { kind, fix: expect.stringContaining('then plan again') } });
	});
});
