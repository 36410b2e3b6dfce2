import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Certificate, Peer } from '../../../src/core/tls/peer.ts';
import { certificateFound, daysLeft, verdictOf } from '../../../src/core/tls/verdict.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 4, 1, 12);
const leaf = (more: Partial<Certificate> = {}): Certificate => ({
	...{ subject: 'a.example', issuer: 'R3', names: ['a.example'], from: now - day, until: now + 61.5 * day },
	...more,
});
const peer = (more: Partial<Peer> = {}, own: Partial<Certificate> = {}): Peer => ({
	...{ protocol: 'TLSv1.3', asked: 'a.example', fits: true, chain: [leaf(own)] },
	...more,
});

describe('what a server showed', () => {
	test.each<[string, Peer, string, string]>([
		['all well', peer(), 'ok', 'certificate for 61 days more, by R3, TLS 1.3'],
		['soon', peer({}, { until: now + 9.5 * day }), 'degraded', 'the certificate ends in 9 days (2026-05-11)'],
		['today', peer({}, { until: now + 1000 }), 'degraded', 'the certificate ends in less than a day (2026-05-01)'],
		['just ended', peer({}, { until: now }), 'down', 'the certificate ended less than a day ago (2026-05-01)'],
		[
			'ended, which is said before all else',
			peer({ distrust: 'CERT_HAS_EXPIRED', fits: false }, { until: now - 3.5 * day }),
			'down',
			'the certificate ended 3 days ago (2026-04-28)',
		],
		[
			'not yet',
			peer({ distrust: 'CERT_NOT_YET_VALID' }, { from: now + day }),
			'down',
			'the certificate is valid only from 2026-05-02',
		],
		[
			'another name',
			peer({ asked: 'b.example', fits: false }, { names: ['a.example', 'c', 'd', 'e', 'f'] }),
			'down',
			'the certificate is for a.example, c, d and 2 more, not for b.example',
		],
		[
			'no names at all',
			peer({ fits: false }, { names: [], subject: '' }),
			'down',
			'the certificate is for nobody, not for a.example',
		],
		[
			'an unknown authority',
			peer({ distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
			'down',
			'its certificate cannot be traced to an authority: signed by R3',
		],
		[
			'self-signed',
			peer({ distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, { issuer: 'a.example' }),
			'down',
			'its certificate is self-signed',
		],
		[
			'an authority that ended',
			peer({ distrust: 'CERT_HAS_EXPIRED', chain: [leaf(), leaf({ subject: 'R3', until: now - 2 * day })] }),
			'down',
			'the certificate of its authority R3 ended 2 days ago (2026-04-29)',
		],
		[
			'an old one sent along that nobody needs',
			peer({ chain: [leaf(), leaf({ subject: 'X3', until: now - 2 * day })] }),
			'ok',
			'certificate for 61 days more, by R3, TLS 1.3',
		],
		[
			'a code that is not known',
			peer({ distrust: 'NEW' }),
			'down',
			'its certificate is not trusted (NEW): signed by R3',
		],
	])('%s', (_, shown, is, because) => {
		expect(verdictOf(shown, 14, now)).toMatchObject({ is, because, ...(is === 'down' ? { certain: true } : {}) });
		expect(verdictOf(shown, 14, now).fix === undefined).toBe(is === 'ok');
	});
	test.each<[string, Peer, string]>([
		['one that ends', peer({}, { until: now + day }), 'Renew the certificate, and let the server load the new one.'],
		['another name', peer({ fits: false }), `Give the server a certificate for ${peer().asked}, or ask it by a name`],
		['no trust', peer({ distrust: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'whole chain; name an authority of your own in `ca`'],
	])('has the remedy of %s', (_, shown, fix) => {
		expect(verdictOf(shown, 14, now).fix).toContain(fix);
	});
	test('is fine only where it is trusted, for the name, and good for long enough', () => {
		const times = fc.integer({ min: now - 400 * day, max: now + 400 * day });
		const distrust = fc.constantFrom(undefined, 'CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN', 'x');
		fc.assert(
			fc.property(
				times,
				times,
				fc.boolean(),
				distrust,
				fc.integer({ min: 0, max: 365 }),
				(from, until, fits, code, days) => {
					const shown = peer({ fits, ...(code === undefined ? {} : { distrust: code }) }, { from, until });
					const good = fits && code === undefined && from <= now && until > now;
					const is = !good ? 'down' : daysLeft({ until }, now) < days ? 'degraded' : 'ok';
					expect(verdictOf(shown, days, now).is).toBe(is);
				},
			),
		);
	});
	test('is listed by the name it is for', () => {
		expect(certificateFound(peer())).toEqual({
			is: 'certificate',
			name: 'a.example',
			by: 'R3',
			until: now + 61.5 * day,
		});
		expect(certificateFound(peer({}, { subject: '', names: ['b.example'] })).name).toBe('b.example');
	});
});
