import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostScript } from '../../src/core/host/script.ts';
import { formsOf, hidden, redact, redactDeep } from '../../src/core/redact.ts';
import { isSecretKey } from '../../src/core/secret-names.ts';

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

const secret = 'hunter2Zq9';
test.each([
	`{"Authorization":"Bearer ${secret}"}`,
	`authorization: bearer ${secret}`,
	`authorization=${secret}`,
	`Proxy-Authorization: Basic ${secret}`,
	`Authorization: Digest username="u", response="${secret}"`,
	`curl -H "Authorization: ${secret}" http://x`,
	`Cookie: session=${secret}; a=${secret}`,
	`PGPASSWORD=${secret} psql`,
	`MYSQL_PWD=${secret}`,
	`dbPassword: ${secret}`,
	`{"clientSecret":"${secret}"}`,
	`secretAccessKey=${secret}`,
	`SECRET_KEY_BASE=${secret}`,
	`GITHUBTOKEN=${secret}`,
	`{\\"password\\":\\"${secret}\\"}`,
	`{"a":"{\\\\\\"token\\\\\\":\\\\\\"${secret}\\\\\\"}"}`,
	`password="it's \\"x ${secret}\\" y"`,
	`{"token": ["${secret}", "x"]}`,
	`user[password]=${secret}&a=1`,
	`user%5Bpassword%5D=${secret}`,
	`password=a,${secret}`,
	`password=a}${secret}`,
	`password=it's${secret}`,
	`secret_value=${secret}`,
	`token: Bearer ${secret}`,
	`postgres://u:p@${secret}@h/db`,
	`postgres:\\/\\/u:${secret}@h\\/db`,
	`-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,1\n\n${secret}\n-----END RSA PRIVATE KEY-----`,
	`-----BEGIN PRIVATE KEY-----\n${secret}`,
])('%s', (text) => {
	expect(redact(text, [])).not.toContain(secret);
	expect(redact(text, [])).toContain(hidden);
});

test('only the value goes', () => {
	expect(redact('{"user":"bob","token":"abc","n":[1]}', [])).toBe(`{"user":"bob","token":"${hidden}","n":[1]}`);
	expect(redact('{"token":12345,"user":"bob"}', [])).toBe(`{"token":${hidden},"user":"bob"}`);
	expect(redact('GET /x?token=abc&y=1 200', [])).toBe(`GET /x?token=${hidden}&y=1 200`);
	expect(redact('password="a \\" b" level=info', [])).toBe(`password="${hidden}" level=info`);
	expect(redact('a: 1\nCookie: x=y\nb: 2', [])).toBe(`a: 1\nCookie: ${hidden}\nb: 2`);
});

test('what is no secret stays', () => {
	for (const text of [
		...['GET /health 200 in 3 ms', 'tokens left: many', 'http://api:8080/x', 'passed 3 of 3', 'pass=3 fail=1'],
		...['max_tokens=512', 'tokenizer: fast', 'Unexpected token: }', 'author: bob', 'Basic authentication failed'],
		...['password: null', 'token=', 'token_type=bearer', 'keyboard: us', 'session started: 5 s', 'primary key: 5'],
		// Scripts are in plans, and a plan is run again from the journal.
		...[hostScript, 'http://a:80/x?mail=b@c'],
	]) {
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
		new URLSearchParams({ x: secret }).toString(),
		btoa(unescape(encodeURIComponent(secret))),
		...['u:', 'us:', 'use:'].map((user) => btoa(unescape(encodeURIComponent(`${user}${secret} and more`)))),
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
	const once = (text: string) => {
		const began = performance.now();
		redact(text, []);
		return performance.now() - began;
	};
	// What else runs only adds to it, so that the best of some is what it takes.
	const time = (text: string) => Math.min(...Array.from({ length: 3 }, () => once(text)));
	for (const part of [
		...['password=', 'a_', 'token: "', 'x://a:', 'eyJaaaaaa.', '-----BEGIN PRIVATE KEY-----', 'eyJa-', 'a-b.c_'],
		...['a', '-', ' ', '\\', '"', '://', 'password="\\', 'password:', '"password', 'secret ', 'api-key-', 'Bearer '],
	]) {
		const short = Math.max(1, time(`token ${part.repeat(100_000 / part.length)}`));
		expect(time(`token ${part.repeat(1_000_000 / part.length)}`) / short, part).toBeLessThan(100);
	}
});

test('redacting twice is redacting once', () => {
	const part = fc.constantFrom(
		...['password', 'Cookie', '=', ': ', '"', "'", '\\"', ' ', 'a1b2', '&', '://', '@', '--', '\n', '{', ','],
	);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
			const once = redact(parts.join(''), []);
			expect(redact(once, [])).toBe(once);
		}),
		{ numRuns: 2000, examples: [[['://', 'password', '://', 'password', '&', '@']]] },
	);
});

test('names that say their value is a secret', () => {
	for (const name of [
		'DB_PASSWORD',
		'apiKey',
		'JWT_SECRET',
		'AWS_ACCESS_KEY_ID',
		'DATABASE_URL',
		'SENTRY_DSN',
		'SSH_KEY',
	]) {
		expect(isSecretKey(name), name).toBe(true);
	}
	for (const name of [
		...[
			'PATH',
			'PWD',
			'NODE_ENV',
			'PORT',
			'PASSWORD_FILE',
			'HOSTNAME',
			'MONKEY',
			'COMPASS',
			'MAX_TOKENS',
			'PASSENGER_APP',
		],
		...[
			'org.opencontainers.image.authors',
			'com.docker.compose.project',
			'watchdeck.plan',
			'SSH_AUTH_SOCK',
			'SESSION_DRIVER',
		],
	]) {
		expect(isSecretKey(name), name).toBe(false);
	}
});

test('every text in a value is made safe, names of fields stay', () => {
	expect(redactDeep({ a: ['x', 1, null, { b: 'x' }] }, (text) => `<${text}>`)).toEqual({
		a: ['<x>', 1, null, { b: '<x>' }],
	});
});
