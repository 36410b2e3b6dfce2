// Images of Swarm services: pulled where a release is gone back to that nodes lack, and kept by a name of ours on each node.
import { expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import { group } from '../../src/core/engine/group.ts';
import type { Made } from '../../src/core/making.ts';
import type { Release, Result, Service } from '../../src/core/model.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { release } from '../actions/service.ts';
import { got, saidOf, serviceJson } from '../core/engine/swarm.ts';
import { fleetOf } from '../core/engine/world.ts';

const id = (digit: string) => `sha256:${digit.repeat(64)}`;
const name = `shop/api@${id('d')}`;
const good = (digit: string) => `shop/api:good-${digit.repeat(12)}`;

/** What a host has: the image by its digest, and all of its images. */
interface Node {
	readonly has: boolean;
	readonly images: readonly object[];
}
const without: Node = { has: false, images: [] };

function serviceOf(unreached: readonly string[], wanted: Partial<Release>): Service {
	const observed = { value: saidOf([serviceJson('api')]), at: 1, misses: 0 };
	const [one] = group(fleetOf(), { vps1: { containers: {}, images: [], node: 'node1', swarm: observed } }, []);
	if (one?.swarm === undefined) throw new Error('no service');
	const image = { id: id('1'), ref: 'shop/api:v1', digest: id('d') };
	const releases = [release('2', { can: 'runs', image: { id: id('2') } }), release('v1', { image, ...wanted })];
	return { ...one, hosts: ['vps1', 'vps2'], releases, swarm: { ...one.swarm, reached: ['vps1', 'vps2'], unreached } };
}

interface Asked {
	readonly nodes?: Readonly<Record<string, Node>>;
	readonly registry?: Answer;
	readonly unreached?: readonly string[];
	readonly keep?: number;
	readonly release?: Partial<Release>;
}

const reply = (text: object, code = 200): Answer => {
	const value = { code, text: JSON.stringify(text), err: '' };
	if (code < 300) return { ok: true, took: 1, value };
	return { ok: false, took: 1, failure: { kind: code === 404 ? 'missing' : 'refused', message: 'no' }, reply: value };
};
const has = reply({ Descriptor: { digest: id('d') } });
const none = reply({ message: 'No such image' }, 404);

async function back(asked: Asked = {}): Promise<Result<Made>> {
	const { nodes = {}, registry = has, unreached = [], keep, release: wanted = { can: 'pull' } } = asked;
	const ask = async (call: Read): Promise<Answer> => {
		const { path, host } = call.via === 'engine' ? call : { path: '', host: '' };
		const { has: isThere, images } = nodes[host] ?? without;
		const image = isThere ? reply({ Id: id('1'), RepoDigests: [name] }) : none;
		const answers = { '/services/': reply(serviceJson('api')), '/tasks': reply([]), '/distribution/': registry };
		const [, found] = Object.entries(answers).find(([begin]) => path.startsWith(begin)) ?? [];
		return found ?? (path === '/images/json' ? reply(images) : image);
	};
	const more = keep === undefined ? {} : { keepImages: keep };
	const making = { id: '7f3a0c11', ask, signal: new AbortController().signal, asks: { times: 1, within: 1 }, ...more };
	const to = wanted.image?.id ?? id('1');
	const steps = swarm.can.rollback;
	if (steps === undefined) throw new Error('it cannot');
	return steps({ action: 'rollback', to }, serviceOf(unreached, wanted), making);
}
const said = ({ steps }: Made) => steps.map(({ say }) => say);
const short = 'd'.repeat(12);

test('what the hosts of its tasks lack is pulled there first, by its digest; then the spec names it by that', async () => {
	const all = got(await back());
	expect(said(all)).toEqual([`pull shop/api, ${short}`, `pull shop/api, ${short}`, `let api run ${name}`]);
	expect(all.steps.map(({ does }) => 'host' in does && does.host)).toEqual(['vps1', 'vps2', 'vps1']);
	expect(all.steps.map(({ progress }) => progress)).toEqual(['pull', 'pull', undefined]);
	expect(all.instead?.impact[0]).toBe(
		`${name} is pulled on vps1 and vps2 first, while the old tasks serve; other nodes fetch it themselves.`,
	);
	const one = got(await back({ nodes: { vps1: { has: true, images: [] } } }));
	expect(one.steps.map(({ does }) => 'host' in does && does.host)).toEqual(['vps2', 'vps1']);
	expect(said(got(await back({ release: { can: 'ready' } })))).toEqual([`let api run ${name}`]);
});

test('the image on the nodes is proven by its id; where no host ever had it, by the digest in the spec', async () => {
	const proof = (made: Made) => made.instead?.proof[0]?.probe.spec;
	expect(proof(got(await back()))).toMatchObject({ image: name, on: { hosts: ['vps1', 'vps2'], image: id('1') } });
	const unknown = { can: 'pull', image: { id: id('d'), ref: name, digest: id('d') } } as const;
	const spec = proof(got(await back({ release: unknown })));
	expect(spec).toMatchObject({ image: name, on: { hosts: ['vps1', 'vps2'] } });
	expect(spec).not.toHaveProperty('on.image');
});

test('refused before anything is changed, with the remedy', async () => {
	const message = async (registry: Answer) => {
		const made = await back({ registry });
		return made.ok ? '' : `${made.failure.message} ${made.failure.fix}`;
	};
	expect(await message(reply({ message: 'unauthorized: authentication required' }, 401))).toMatch(
		/its registry wants a login.*pull it on vps1 first: docker login docker\.io && docker pull shop\/api@sha256:d/,
	);
	expect(await message(reply({ message: 'manifest unknown' }, 404))).toContain('Its registry has no');
	const nameless = await back({ release: { can: 'gone', image: { id: id('1') } } });
	expect(nameless).toMatchObject({
		ok: false,
		failure: { kind: 'missing', message: expect.stringContaining('is not on') },
	});
});

test('the last good images keep a name on each node that is reached; the plan names those that are not', async () => {
	const before = { Id: id('2'), RepoTags: [good('2')] };
	const made = got(await back({ keep: 1, unreached: ['worker-3'], nodes: { vps2: { has: true, images: [before] } } }));
	const naming = `docker tag ${id('1')} ${good('1')}`;
	expect(made.tidy.map((call) => `${'host' in call ? call.host : ''}: ${callText(call)}`)).toEqual([
		`vps1: ${naming}`,
		`vps2: ${naming}`,
		`vps2: docker rmi ${good('2')}`,
	]);
	// Whether a node has a task of it then, and so the image, is Swarm's to decide.
	expect(made.tidy[1]).toMatchObject({ fine: [404] });
	const impact = made.instead?.impact ?? [];
	expect(impact).toContain(
		`Once this is verified, its image gets the name ${good('1')} on vps1 and vps2, wherever it is there then, so that it stays (keep-images: 1).`,
	);
	expect(impact).toContain(`The images of before lose such a name then: ${good('2')}.`);
	expect(impact.join(' ')).toContain('No image gets such a name on worker-3, which watchdeck does not reach');
	expect(got(await back()).tidy).toEqual([]);
});
