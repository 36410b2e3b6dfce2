import { describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Probe } from '../../src/core/probe.ts';
import { tcp } from '../../src/probes/tcp.ts';

const reply = (text: string): Answer => ({ ok: true, took: 7, value: { code: 0, text, err: '' } });
const failure = (message: string): Answer => ({ ok: false, took: 7, failure: { kind: 'unreachable', message } });
const read = async (answer: Answer, more: object = {}) => {
	const asked: Read[] = [];
	const spec = { address: '127.0.0.1:6379', from: 'vps1', ...more };
	const probe: Probe = { kind: 'tcp', name: 'port', of: 'production/redis', every: 10_000, timeout: 5000, spec };
	const reach = {
		ask: async (call: Read) => {
			asked.push(call);
			return answer;
		},
		follow: async function* () {},
		now: () => 42,
		signal: new AbortController().signal,
	};
	return { asked, result: await tcp.read(probe, reach) };
};

describe('tcp', () => {
	test('connects from the host, and sends nothing', async () => {
		const { asked, result } = await read(reply(''));
		expect(asked).toEqual([
			{ effect: 'read', via: 'tcp', host: 'vps1', name: '127.0.0.1', port: 6379, timeout: 4750, most: 4096 },
		]);
		expect(result).toMatchObject({
			value: { layers: { outside: { is: 'ok', because: 'accepts in 7 ms', since: 42 } } },
		});
	});
	test.each([
		['220 mail.example.com ESMTP', 'ok'],
		['554 no service here', 'down'],
	])('who greets with %j is %s', async (text, is) => {
		expect((await read(reply(text), { greeting: '220 ' })).result).toMatchObject({
			value: { layers: { outside: { is, ...(is === 'down' ? { fix: expect.stringContaining('`greeting`') } : {}) } } },
		});
	});
	test('nobody listens: news of the service', async () => {
		const { result } = await read(
			failure('127.0.0.1 port 6379 from vps1: nothing listens there (connection refused).'),
		);
		expect(result).toMatchObject({
			value: { layers: { outside: { is: 'down', because: '127.0.0.1:6379 refuses connections' } } },
		});
	});
	test('the host is not reached: no news of the service', async () => {
		expect((await read(failure('vps1 does not answer.'))).result).toMatchObject({ ok: false });
	});
});
