import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/core/call.ts';
import { clean } from '../../../src/core/clean.ts';
import type { Peer } from '../../../src/core/tls/peer.ts';
import type { Expected } from '../../../src/core/web/expected.ts';
import { webVerdict } from '../../../src/core/web/verdict.ts';

const now = Date.UTC(2026, 4, 1);
const day = 86_400_000;
const peer: Peer = {
	...{ protocol: 'TLSv1.3', asked: 'a', fits: true },
	chain: [{ subject: 'a', issuer: 'R3', names: ['a'], from: 0, until: now + 9.5 * day }],
};
const phases = { dns: 3.4, connect: 20, tls: 31, first: 1400 };
const verdict = (reply: Partial<Reply>, expected: Expected = {}, took = 12) =>
	webVerdict({ reply: { code: 200, text: '', err: '', ...reply }, took, most: 1024 * 1024 }, expected, now);
const json = { path: '$.status', is: 'ok' };

describe('an answer', () => {
	test.each<[string, Partial<Reply>, Expected, string, string]>([
		['with the value', { text: '{"status":"ok"}' }, { json }, 'ok', '200 OK in 12 ms'],
		[
			'with another',
			{ text: '{"status":"failing"}' },
			{ json },
			'down',
			'200 OK in 12 ms, but $.status is "failing", not "ok"',
		],
		[
			'with another kind',
			{ text: '{"status":1}' },
			{ json: { path: 'status', is: '1' } },
			'down',
			'200 OK in 12 ms, but status is 1, not "1"',
		],
		[
			'with a list there',
			{ text: '{"status":[]}' },
			{ json },
			'down',
			'200 OK in 12 ms, but $.status is a list, not "ok"',
		],
		['without it', { text: '{}' }, { json }, 'down', '200 OK in 12 ms, but the answer has no $.status'],
		['that is null', { text: '{"error":null}' }, { json: { path: 'error', is: null } }, 'ok', '200 OK in 12 ms'],
		['that is no JSON', { text: '<html>' }, { json }, 'down', '200 OK in 12 ms, but the answer is no JSON'],
		['that is no JSON that nobody reads', { text: '<html>' }, {}, 'ok', '200 OK in 12 ms'],
		[
			'that is too long',
			{ text: '{', cut: true },
			{ json },
			'down',
			'200 OK in 12 ms, but the answer is longer than 1024 KB',
		],
		[
			'that is packed',
			{ headers: { 'content-encoding': 'gzip' } },
			{ contains: 'x' },
			'down',
			'200 OK in 12 ms, but the answer is packed (gzip), which was not asked for',
		],
		[
			'that sends elsewhere',
			{ code: 302, headers: { location: 'https://b/login?token=x' } },
			{},
			'down',
			'302 Found in 12 ms, to https://b/login',
		],
		[
			'that sends elsewhere, as it should',
			{ code: 302, headers: { location: 'https://b' } },
			{ status: [302] },
			'ok',
			'302 Found in 12 ms',
		],
		[
			'whose certificate ends soon',
			{ peer },
			{},
			'degraded',
			'200 OK in 12 ms, but its certificate ends in 9 days (2026-05-10)',
		],
		['whose certificate ends soon enough', { peer }, { days: 9 }, 'ok', '200 OK in 12 ms'],
		['that is wrong, whatever its certificate', { peer, code: 500 }, {}, 'down', '500 Internal Server Error in 12 ms'],
	])('%s', (_, reply, expected, is, because) => {
		expect(verdict(reply, expected)).toMatchObject({ is, because });
		// Of a fault of the server only its own log can tell.
		expect(verdict(reply, expected).fix === undefined).toBe(is === 'ok' || reply.code === 500);
	});
	test.each([
		[302, 'Give the address that it leads to, or expect the status: `status: [302]`.'],
		[401, 'Give a login in `headers`, or expect the status: `status: [401]`.'],
		[404, 'Correct the address, or expect the status: `status: [404]`.'],
		[429, 'Ask less often: `every`.'],
		[103, 'Look at what answers there, or expect the status: `status: [103]`.'],
	])('%i has its remedy', (code, fix) => {
		expect(verdict({ code }).fix).toBe(fix);
	});
	test('that is slow is told with its parts', () => {
		const { dns: _none, tls: _neither, ...plain } = phases;
		expect(verdict({ phases }, {}, 1460).because).toBe(
			'200 OK in 1.5 s (DNS 3 ms, connect 20 ms, TLS 31 ms, first byte 1.4 s)',
		);
		expect(verdict({ phases: plain }, {}, 1460).because).toBe('200 OK in 1.5 s (connect 20 ms, first byte 1.4 s)');
		expect(verdict({ phases }, {}, 999).because).toBe('200 OK in 999 ms');
	});
	test('that would steer a terminal does not', () => {
		const evil = '\u001b]52;c;aGk=\u0007\u202e'.repeat(1000);
		for (const because of [
			verdict({ code: 301, headers: { location: evil } }).because,
			verdict({ text: JSON.stringify({ status: evil }) }, { json }).because,
			verdict({ headers: { 'content-encoding': evil } }, { json }).because,
		]) {
			expect(because.length).toBeLessThan(200);
			expect(clean(because)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
		}
	});
});
