import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import type { Answer } from '../../src/core/call.ts';
import { dns } from '../../src/probes/dns.ts';
import { probeOf, reachOf, readingOf } from './reach.ts';

const said = (text: string, code = 0): Answer => ({ ok: true, took: 7, value: { code, text, err: '' } });
const spec = { name: 'a.example', from: 'local' };
const read = async (answer: Answer, more: object = {}) => {
	const { reach, calls } = reachOf(answer);
	const probe = { ...probeOf('dns', 'production/web', { ...spec, ...more }), name: 'name' };
	return { calls, result: await dns.read(probe, reach) };
};

describe('dns', () => {
	test('asks from here, and tells what it is told', async () => {
		const { calls, result } = await read(said('["10.0.0.1"]'), { server: '127.0.0.1:53', expect: ['10.0.0.1'] });
		expect(calls).toMatchObject([
			{
				effect: 'read',
				via: 'dns',
				host: 'local',
				name: 'a.example',
				type: 'A',
				server: '127.0.0.1:53',
				timeout: 4750,
			},
		]);
		expect(readingOf(result)).toEqual({
			layers: { outside: { is: 'ok', because: 'A 10.0.0.1 in 7 ms', since: 1000 } },
			facts: { records: '10.0.0.1', took: 7 },
			samples: [{ series: 'production/web/name/took', at: 1000, value: 7 }],
		});
	});
	test('asks a host by its getent, the name as a word of its own', async () => {
		const { calls, result } = await read(said('10.0.0.1 STREAM a\n10.0.0.1 DGRAM\n'), { from: 'vps1' });
		expect(calls).toMatchObject([{ via: 'exec', host: 'vps1', argv: ['getent', 'ahostsv4', 'a.example'] }]);
		expect(readingOf(result).layers?.outside).toMatchObject({ is: 'ok', because: 'A 10.0.0.1 in 7 ms' });
	});
	test('getent that finds nothing is no failure of the host', async () => {
		const { calls, result } = await read(said('', 2), { from: 'vps1', type: 'AAAA' });
		expect(calls).toMatchObject([{ argv: ['getent', 'ahostsv6', 'a.example'], fine: [0, 2] }]);
		expect(readingOf(result).layers?.outside).toMatchObject({ is: 'down', because: 'a.example has no AAAA record' });
	});
	test('a DNS that does not answer is down', async () => {
		const failure = {
			kind: 'unreachable',
			message: 'The DNS for a.example: nothing listens there (connection refused).',
		} as const;
		expect(readingOf((await read({ ok: false, took: 1, failure })).result).layers).toEqual({
			outside: { is: 'down', because: 'the DNS refuses connections', since: 1000 },
		});
	});
	test('which server does not answer is said', async () => {
		const failure = { kind: 'timeout', message: 'The DNS for a.example gave no answer.' } as const;
		const because = async (more: Record<string, string>) =>
			readingOf((await read({ ok: false, took: 1, failure }, more)).result).layers?.outside?.because;
		expect(await because({ server: '192.0.2.53' })).toBe('no answer from the DNS server 192.0.2.53 within 5 s');
		expect(await because({ from: 'vps1' })).toBe('no answer from the DNS of vps1 within 5 s');
	});
	test('a host without getent, or that is not reached, says nothing of the name', async () => {
		for (const kind of ['missing', 'unreachable'] as const) {
			const failure = { kind, message: 'vps1 is not as it should be.' };
			expect((await read({ ok: false, took: 1, failure }, { from: 'vps1' })).result).toMatchObject({ failure });
		}
	});
});

test.each<[string, string, string | undefined]>([
	['name: a.example', 'fine', undefined],
	['name: _dmarc.a.example, type: TXT, expect: ["v=DMARC1"]', 'fine', undefined],
	['name: "-x.example"', 'an option of getent', 'name'],
	['name: "a;b"', 'a word of a shell', 'name'],
	['name: a, expect: [b.example]', 'a name where an address is due', 'expect'],
	['name: a, type: AAAA, expect: [10.0.0.1]', 'an address of the other kind', 'expect'],
	['name: a, type: MX, from: vps1', 'what getent does not know', 'type'],
	['name: a, server: 127.0.0.1, from: vps1', 'a server that getent does not ask', 'server'],
	['name: a, server: dns.example', 'a server by name', 'server'],
	['name: a, server: "127.0.0.1:99999"', 'a port that is none', 'server'],
])('{ %s }: %s', (line, _, field) => {
	const text = `hosts: { vps1: { ssh: vps1, probes: { one: { kind: dns, ${line} } } } }`;
	const result = readConfig(text);
	if (field === undefined) expect(result).toMatchObject({ ok: true });
	else expect(JSON.stringify(result)).toContain(`probes.one.${field}`);
});
