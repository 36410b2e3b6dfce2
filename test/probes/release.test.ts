import { describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Reach, Reading } from '../../src/core/probe.ts';
import { release } from '../../src/probes/release.ts';
import { probeOf, readingOf, replied } from './reach.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const name = `r.example.com:5000/shop/api@${digest}`;
const hub = `shop/api@${digest}`;
const has = (found = digest) => replied(200, JSON.stringify({ Descriptor: { digest: found }, Platforms: [] }));
const refused = (code: number, message: string): Answer => ({
	...{ ok: false, took: 1, failure: { kind: 'refused', message } },
	reply: { code, text: JSON.stringify({ message }), err: '' },
});

async function read(
	names: readonly string[],
	answers: readonly Answer[],
	{ at = 0, carry }: { at?: number; carry?: unknown } = {},
) {
	const asked: Read[] = [];
	const reach: Reach = {
		ask: async (call) => {
			asked.push(call);
			const answer = answers[asked.length - 1];
			if (answer === undefined) throw new Error('asked too often');
			return answer;
		},
		follow: async function* () {},
		now: () => at,
		signal: new AbortController().signal,
	};
	const missing = names.map((each) => ({ host: 'vps1', image: 'sha256:i', name: each }));
	const reading: Reading = readingOf(await release.read(probeOf('release', 'prod/api', { missing }), reach, carry));
	return { asked, reading, says: reading.findings?.map((found) => found.is === 'release' && found.can) };
}

test('the engine of the host is asked for the digest, and by nobody else', async () => {
	const { asked, reading } = await read([name], [has()]);
	expect(asked).toMatchObject([
		{ effect: 'read', via: 'engine', host: 'vps1', method: 'GET', path: `/distribution/${name}/json` },
	]);
	expect(reading.findings).toEqual([
		{
			is: 'release',
			image: 'sha256:i',
			name,
			host: 'vps1',
			can: 'pull',
			says: `its registry has it: docker pull ${name}`,
		},
	]);
});

describe('what is said of it:', () => {
	test.each<[string, Answer, string]>([
		['it is there', has(), 'pull'],
		['another is there', has(`sha256:${'b'.repeat(64)}`), 'unknown'],
		['no JSON', replied(200, '<html>'), 'unknown'],
		['nothing of it', replied(200, '{}'), 'unknown'],
		['it is not there', refused(404, 'manifest unknown: manifest unknown'), 'gone'],
		['no such repository', refused(404, 'name unknown: repository name not known to registry'), 'gone'],
		['a login is wanted', refused(401, 'unauthorized: authentication required'), 'unknown'],
		['no, without saying which', refused(403, 'errors: denied: requested access to the resource is denied'), 'unknown'],
		[
			'the registry is away',
			refused(500, 'Get "https://r.example.com/v2/": dial tcp: lookup r.example.com: no such host'),
			'unknown',
		],
		['too often', refused(429, 'toomanyrequests: You have reached your pull rate limit.'), 'unknown'],
		['the engine is away', { ok: false, took: 1, failure: { kind: 'unreachable', message: 'no engine' } }, 'unknown'],
	])('%s', async (_, answer, can) => {
		const { reading, says } = await read([name], [answer]);
		expect(says).toEqual([can]);
		expect(reading.layers?.release?.is).toBe(can === 'unknown' ? 'unknown' : 'ok');
	});
	test('however long and hostile', async () => {
		const { reading } = await read([name], [refused(500, `\u001b[2J${'x\n'.repeat(1_000_000)}`)]);
		expect(JSON.stringify(reading.findings).length).toBeLessThan(1000);
	});
	test('counted in one sentence', async () => {
		const other = name.replaceAll('a'.repeat(64), 'b'.repeat(64));
		const { reading } = await read([name, other], [has(), refused(404, 'manifest unknown')]);
		expect(reading.layers?.release?.because).toBe(
			'earlier releases that are not on the host: 1 can be pulled, 1 gone from the registry',
		);
	});
});

test('Docker Hub, which counts, is asked again after six hours only, and at once where nothing was learnt', async () => {
	const hours = (count: number) => count * 3_600_000;
	const first = await read([hub, name], [has(), has()]);
	const soon = await read([hub, name], [has()], { at: hours(5), carry: first.reading.carry });
	expect(soon.asked.map((call) => call.via === 'engine' && call.path)).toEqual([`/distribution/${name}/json`]);
	expect(soon.says).toEqual(['pull', 'pull']);
	const late = await read([hub], [refused(500, 'away')], { at: hours(7), carry: soon.reading.carry });
	expect(late.says).toEqual(['unknown']);
	const again = await read([hub], [has()], { at: hours(7) + 1, carry: late.reading.carry });
	expect(again.says).toEqual(['pull']);
});

test.each(['../containers/json', 'a?b', `shop/../../x@${digest}`, `a b@${digest}`])(
	'nothing else than a name goes into the path: %s',
	async (odd) => {
		const probe = probeOf('release', 'prod/api', { missing: [{ host: 'vps1', image: 'sha256:i', name: odd }] });
		const reach = {
			ask: async () => has(),
			follow: async function* () {},
			now: () => 0,
			signal: new AbortController().signal,
		};
		expect(await release.read(probe, reach)).toMatchObject({ ok: false, failure: { kind: 'bug' } });
	},
);
