import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formsOf, isSecretKey, redact, redactDeep } from '../../src/core/redact.ts';

test.each([
	['Authorization: Bearer abcdef123456', 'abcdef123456'],
	['{"password":"hunter2 two"}', 'hunter2'],
	["{'token': 'hunter2'}", 'hunter2'],
	['DB_PASSWORD=hunter2 started', 'hunter2'],
	['level=info api_key=hunter2', 'hunter2'],
	['GET /x?access_token=hunter2&y=1', 'hunter2'],
	['postgres://bob:hunter2@db/x', 'hunter2'],
	['myapp --password hunter2 run', 'hunter2'],
	['key AKIAIOSFODNN7EXAMPLE used', 'AKIAIOSFODNN7EXAMPLE'],
	['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U', 'eyJ'],
	['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', 'abc'],
])('%s', (text, secret) => {
	expect(redact(text, [])).not.toContain(secret);
	expect(redact(text, [])).toContain('•••');
});

test('what is no secret stays', () => {
	for (const text of ['GET /health 200 in 3 ms', 'tokens left: many', 'http://api:8080/x', 'passed 3 of 3']) {
		expect(redact(text, [])).toBe(text);
	}
});

test('a known secret is found in all the forms in which it may turn up', () => {
	const secret = 'pa"ss wörd/42';
	const known = formsOf(secret);
	for (const text of [
		secret,
		JSON.stringify({ x: secret }),
		encodeURIComponent(secret),
		btoa(unescape(encodeURIComponent(secret))),
	]) {
		const safe = redact(`before ${text} after`, known);
		expect(safe).toContain('•••');
		for (const form of known) expect(safe).not.toContain(form);
	}
});

test('no known secret is left in any text', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
			const rest = `${before}${after}`.includes(secret) || '•••'.includes(secret);
			return rest || !redact(`${before}${secret}${after}`, formsOf(secret)).includes(secret);
		}),
	);
});

test('a line of 1 MB of nearly-matches takes no more than linear time', () => {
	const time = (text: string) => {
		const began = performance.now();
		redact(text, []);
		return performance.now() - began;
	};
	for (const part of ['password=', 'a_', 'token: "', 'x://a:', 'eyJaaaaaa.', '-----BEGIN PRIVATE KEY-----']) {
		const short = Math.max(1, time(part.repeat(100_000 / part.length)));
		expect(time(part.repeat(1_000_000 / part.length)) / short).toBeLessThan(100);
	}
});

test('names that say their value is a secret', () => {
	for (const name of ['DB_PASSWORD', 'apiKey', 'JWT_SECRET', 'AWS_ACCESS_KEY_ID', 'DATABASE_URL', 'SENTRY_DSN']) {
		expect(isSecretKey(name), name).toBe(true);
	}
	for (const name of ['PATH', 'PWD', 'NODE_ENV', 'PORT', 'PASSWORD_FILE', 'HOSTNAME', 'MONKEY']) {
		expect(isSecretKey(name), name).toBe(false);
	}
});

test('every text in a value is made safe, names of fields stay', () => {
	expect(redactDeep({ a: ['x', 1, null, { b: 'x' }] }, (text) => `<${text}>`)).toEqual({
		a: ['<x>', 1, null, { b: '<x>' }],
	});
});
