import { expect, test } from 'vitest';
import type { Answer } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import { isPin } from '../../src/core/engine/image-name.ts';
import { order } from '../../src/platforms/engine-call.ts';
import { keepingGood, tidiedWith } from '../../src/platforms/good-images.ts';
import { release, service } from '../actions/service.ts';

const id = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (digit: string, ...RepoTags: readonly string[]) => ({ Id: id(digit), RepoTags });

function keep(most: number | undefined, images: readonly object[]) {
	const of = (digit: string) => release(digit, { image: { id: id(digit), ref: `shop/api:v${digit}` } });
	const ask = async (): Promise<Answer> => ({
		ok: true,
		took: 1,
		value: { code: 200, text: JSON.stringify(images), err: '' },
	});
	return keepingGood(
		// What served last comes first.
		service({ releases: [of('3'), of('2'), of('1'), { ...of('5'), proof: 'image only' }] }),
		{
			id: 'x',
			ask,
			asks: { times: 1, within: 1_000 },
			signal: new AbortController().signal,
			...(most === undefined ? {} : { keepImages: most }),
		},
		{ host: 'vps1', repository: 'shop/api', of: id('4'), known: id('4') },
	);
}
const good = (digit: string, repository = 'shop/api') => `${repository}:good-${digit.repeat(12)}`;
const orders = async (most: number | undefined, ...images: readonly object[]) => {
	const kept = await keep(most, images);
	if (!kept.ok) throw new Error(kept.failure.message);
	return tidiedWith(kept.value, []).map(callText);
};
const named = `docker tag ${id('4')} ${good('4')}`;

test('without the setting nothing is named and nothing goes', async () => {
	expect(await keep(undefined, [])).toEqual({ ok: true, value: { naming: [], surplus: [], impact: [] } });
});

test('the new one is named; of those before the last few the name goes, what served longest ago first', async () => {
	const all = [
		image('1', good('1')),
		image('2', good('2')),
		image('3', 'shop/api:v3', good('3')),
		image('9', good('9')),
	];
	expect(await orders(3, ...all)).toEqual([named, `docker rmi ${good('1')}`]);
	expect(await orders(1, image('3', good('3')))).toEqual([named, `docker rmi ${good('3')}`]);
	expect(await orders(50, ...all)).toEqual([named]);
});

test('a name of before goes after the containers of its image, which would hold it; the new one comes first', async () => {
	const kept = order('vps1', 'DELETE', '/containers/old2?v=0');
	const made = await keep(1, [image('3', good('3'))]);
	if (!made.ok) throw new Error(made.failure.message);
	expect(tidiedWith(made.value, [kept]).map(callText)).toEqual([named, callText(kept), `docker rmi ${good('3')}`]);
	expect(tidiedWith({ naming: [], surplus: [], impact: [] }, [kept])).toEqual([kept]);
});

test('what never ran as this service stays: another one of the same repository keeps it', async () => {
	// 9 is not known at all; 5 is known as an image only.
	expect(await orders(1, image('9', good('9')), image('5', good('5')), image('1', good('1')))).toEqual([
		named,
		`docker rmi ${good('1')}`,
	]);
});

test('no name but one of this form and repository is ever taken away', async () => {
	const others = [
		image('1', 'shop/api:v1', 'shop/api:good', 'shop/api:good-1', 'shop/api:rb-00000001', good('1', 'shop/web')),
		image('2', good('2', 'docker.io/shop/api')),
	];
	expect(await orders(1, ...others)).toEqual([named, `docker rmi ${good('2', 'docker.io/shop/api')}`]);
});

test('what is named so already stays so', async () => {
	expect(await orders(1, image('4', good('4')))).toEqual([named]);
});

test('images are counted, not names: one that has two of them takes the place of no other', async () => {
	// The image of 4 has a name by its digest since it was deployed; that of 3 has both.
	const four = { ...image('4', good('8')), RepoDigests: [`shop/api@${id('8')}`] };
	const three = image('3', good('3'), good('7'));
	expect(await orders(2, four, three, image('2', good('2')))).toEqual([named, `docker rmi ${good('2')}`]);
	expect(await orders(1, four, three)).toEqual([named, `docker rmi ${good('3')}`, `docker rmi ${good('7')}`]);
});

test('the plan says what is named and what is not any more, and such a name is no version', async () => {
	const kept = await keep(1, [image('3', good('3'))]);
	expect(kept).toMatchObject({
		value: {
			impact: [
				`Once this is verified, its image gets the name ${good('4')}, so that it stays (keep-images: 1).`,
				`The images of before lose such a name then: ${good('3')}.`,
			],
		},
	});
	expect(isPin('good-444444444444')).toBe(true);
});
