import { expect, test } from 'vitest';
import type { GroupExpect } from '../../src/core/expect.ts';
import type { Probe } from '../../src/core/probe.ts';
import { group } from '../../src/probes/group.ts';
import { probeOf, readingOf, replied } from './reach.ts';

const id = (digit: string) => digit.repeat(64);
const image = (digit: string) => `sha256:${id(digit)}`;

interface Box {
	readonly id: string;
	readonly name: string;
	readonly image: string;
	readonly state?: string;
	readonly health?: string;
	readonly restarts?: number;
}
const box = (number: string, change: Partial<Box> = {}): Box => ({
	...{ id: id(number), name: `shop-api-${number}`, image: image('a') },
	...change,
});

const listOf = (boxes: readonly Box[]) =>
	boxes.map(({ id: Id, name, image: ImageID, state = 'running' }) => ({
		...{ Id, Names: [`/${name}`], Image: 'live', ImageID, State: state, Status: 'Up', Labels: {} },
	}));

const inspectOf = ({ id: Id, name, image: Image, health, restarts = 0, state = 'running' }: Box) => ({
	...{ Id, Name: `/${name}`, Image, RestartCount: restarts },
	State: { Status: state, ExitCode: 1, ...(health === undefined ? {} : { Health: { Status: health, Log: [] } }) },
	Config: { Image: 'live', Labels: {} },
});

/** An engine with these containers, whose image `a` has a digest at a registry. */
const engine = (boxes: readonly Box[]) => {
	const paths: string[] = [];
	const said = (path: string): unknown => {
		if (path.startsWith('/containers/json')) return listOf(boxes);
		if (path.startsWith('/images/')) {
			const isA = path.includes(encodeURIComponent(image('a')));
			return { Id: image(isA ? 'a' : 'b'), RepoDigests: isA ? ['x/api@sha256:new'] : [] };
		}
		return boxes.filter((each) => path === `/containers/${each.id}/json`).map(inspectOf)[0];
	};
	const answer = (path: string) => replied(200, JSON.stringify(said(path)));
	const reach = {
		ask: async (call: { readonly via: string; readonly path?: string }) => {
			paths.push(call.path ?? '');
			return answer(call.path ?? '');
		},
		follow: async function* () {},
		now: () => 1,
		signal: new AbortController().signal,
	};
	return { reach, paths };
};

async function sees(boxes: readonly Box[], more: Partial<GroupExpect>) {
	const { reach, paths } = engine(boxes);
	const spec = { host: 'vps1', labels: { 'com.docker.compose.project': 'shop' }, ...more };
	const probe: Probe = probeOf('group', 'production/api', spec);
	const { layers } = readingOf(await group.read(probe, reach));
	return { is: layers?.process?.is, because: layers?.process?.because, paths };
}

const whole: Partial<GroupExpect> = {
	...{ images: [image('a')], count: 2, names: ['shop-api-1', 'shop-api-2'], begun: true },
	...{ running: true, healthy: true, restarts: 0 },
};

test('is as it must be, and asks for what bears the labels only', async () => {
	const { is, paths } = await sees([box('1', { health: 'healthy' }), box('2')], whole);
	expect(is).toBe('ok');
	expect(decodeURIComponent(paths[0] ?? '')).toContain('{"label":["com.docker.compose.project=shop"]}');
});

test.each<[string, readonly Box[], string]>([
	['none is there', [], 'there is no container of it'],
	['one is missing', [box('1')], 'there are 1: shop-api-1'],
	['one too many is there', [box('1'), box('2'), box('3')], 'there are 3'],
	['one has a temporary name', [box('1'), box('2', { name: '0123456789ab_shop-api-2' })], 'there is no shop-api-2'],
	['one runs another image', [box('1'), box('2', { image: image('b') })], `shop-api-2 runs the image ${image('b')}`],
	['one was never started', [box('1'), box('2', { state: 'created' })], 'shop-api-2 was not started yet'],
	['one ended', [box('1', { state: 'exited' }), box('2')], 'shop-api-1: it is exited, exit 1'],
	['one is not healthy', [box('1'), box('2', { health: 'unhealthy' })], 'shop-api-2: it is unhealthy'],
	['one was restarted', [box('1', { restarts: 2 }), box('2')], 'shop-api-1: it was restarted 2 times'],
])('is not, since %s', async (_what, boxes, because) => {
	const seen = await sees(boxes, whole);
	expect(seen).toMatchObject({ is: 'down', because: expect.stringContaining(because) });
});

test('that one has another name than is meant is no matter where no names are asked for', async () => {
	expect((await sees([box('1', { name: 'x' })], { count: 1 })).is).toBe('ok');
	expect((await sees([box('1'), box('2')], { names: ['shop-api-1'] })).because).toBe('there is shop-api-2 beside them');
});

test('any of the images will do, or one with the digest', async () => {
	const two = [box('1'), box('2', { image: image('b') })];
	expect((await sees(two, { images: [image('a'), image('b')] })).is).toBe('ok');
	expect((await sees(two, { images: [image('b')], digest: 'sha256:new' })).is).toBe('ok');
	expect((await sees(two, { digest: 'sha256:new' })).because).toContain('shop-api-2 runs the image');
});

test('what is only listed is not looked at one by one', async () => {
	const { paths } = await sees([box('1'), box('2')], { images: [image('a')], begun: true });
	expect(paths).toHaveLength(1);
});
