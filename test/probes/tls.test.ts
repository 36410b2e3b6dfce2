import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/core/call.ts';
import type { Peer } from '../../src/core/tls/peer.ts';
import { tls } from '../../src/probes/tls.ts';
import { probeOf, reachOf, readingOf } from './reach.ts';

const day = 86_400_000;
const at = Date.UTC(2026, 4, 1);
const peer: Peer = {
	...{ protocol: 'TLSv1.3', asked: 'a.example', fits: true },
	chain: [{ subject: 'a.example', issuer: 'R3', names: ['a.example', 'b.example'], from: 0, until: at + 20.5 * day }],
};
const showed = (more: Partial<Peer> = {}): Answer => ({
	...{ ok: true, took: 31 },
	value: { code: 0, text: '', err: '', peer: { ...peer, ...more } },
});
const spec = { address: 'a.example:443', from: 'local' };
const read = async (answer: Answer, more: object = {}) => {
	const { reach, calls } = reachOf(answer, at);
	const probe = { ...probeOf('tls', 'production/web', { ...spec, ...more }), name: 'cert' };
	return { calls, result: await tls.read(probe, reach) };
};

describe('tls', () => {
	test('tells the certificate as a condition, facts, a number and a finding', async () => {
		expect(readingOf((await read(showed())).result)).toEqual({
			layers: {
				outside: { is: 'ok', because: 'certificate for 20 days more, by R3, TLS 1.3', since: at },
			},
			facts: {
				...{ days: 20, until: '2026-05-21T12:00:00Z', issuer: 'R3', names: 'a.example, b.example' },
				...{ chain: 'a.example', protocol: 'TLSv1.3', trusted: 'yes', fits: 'yes', took: 31 },
			},
			samples: [{ series: 'production/web/cert/days', at, value: 20 }],
			findings: [{ is: 'certificate', name: 'a.example', by: 'R3', until: at + 20.5 * day }],
		});
	});
	test.each<[string, Partial<Peer>, object, string]>([
		['fewer days than wanted', {}, { days: 30 }, 'degraded'],
		['as many', {}, { days: 20 }, 'ok'],
		['another name', { fits: false }, {}, 'down'],
		['not trusted', { distrust: 'SELF_SIGNED_CERT_IN_CHAIN' }, {}, 'down'],
	])('%s', async (_, more, fields, is) => {
		const reading = readingOf((await read(showed(more), fields)).result);
		expect(reading).toMatchObject({ layers: { outside: { is } }, findings: [{ is: 'certificate' }] });
	});
	test('asks for the name, before that in the words of the protocol, with the file of an authority', async () => {
		const more = {
			name: 'db.example',
			starttls: 'postgres',
			ca: '/ca.pem',
			address: '[::1]:5432',
			from: 'vps1',
		};
		expect((await read(showed(), more)).calls).toEqual([
			{
				...{ effect: 'read', via: 'tls', host: 'vps1', name: '::1', port: 5432, timeout: 4750 },
				...{ servername: 'db.example', starttls: 'postgres', ca: '/ca.pem' },
			},
		]);
	});
	test.each([
		['nothing listens there (connection refused)', 'a.example:443 refuses connections'],
		['it does not speak TLS', 'a.example:443 does not speak TLS'],
		['it offers no TLS', 'a.example:443 offers no TLS'],
	])('no handshake (%s) is down', async (says, because) => {
		const message = `a.example port 443: ${says}.`;
		const { result } = await read({ ok: false, took: 1, failure: { kind: 'refused', message } }, { from: 'vps1' });
		expect(readingOf(result).layers).toEqual({ outside: { is: 'down', because, since: at } });
	});
	test('a host that is not reached says nothing of the certificate', async () => {
		const failure = { kind: 'unreachable', message: 'vps1 does not answer.' } as const;
		const { result } = await read({ ok: false, took: 1, failure }, { from: 'vps1' });
		expect(result).toEqual({ ok: false, took: 1, failure });
	});
});
