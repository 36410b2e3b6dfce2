import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redisAnswer } from '../../../src/core/redis/answer.ts';

const asked = { what: 'db port 6379', user: 'watch' };
const said = (text: string, auth = true, cut = false) => redisAnswer({ text, auth, cut }, asked);
const info = '$24\r\n# Server\r\nredis_version:7\r\n\r\n+OK\r\n';

test('facts after a login, and without one', () => {
	for (const [text, auth] of [
		[`+OK\r\n${info}`, true],
		[info, false],
	] as const) {
		const told = said(text, auth);
		expect(told.ok && [told.value.info.get('redis_version'), told.value.open]).toEqual(['7', false]);
	}
});
test.each([
	'-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
	'-ERR Client sent AUTH, but no password is set',
])('one that wants no password is open: %s', (words) => {
	expect(said(`${words}\r\n${info}`)).toMatchObject({ ok: true, value: { open: true } });
});

describe('errors', () => {
	test.each<[string, boolean, string, string, string]>([
		[
			'-WRONGPASS invalid username-password pair or user is disabled.',
			true,
			'forbidden',
			'the login as watch was refused',
			'`password`',
		],
		['-ERR invalid password', true, 'forbidden', 'the login as watch was refused', '`password`'],
		[
			"-ERR wrong number of arguments for 'auth' command",
			true,
			'forbidden',
			'the login as watch was refused: it knows no users',
			'older than 6',
		],
		['-NOAUTH Authentication required.', false, 'forbidden', 'it wants a password, and none is given', '`password`'],
		['+OK\r\n-NOPERM this user has no permissions', true, 'forbidden', 'watch may not ask for INFO', '+info'],
		[
			'-DENIED Redis is running in protected mode because',
			false,
			'forbidden',
			'it has no password and lets in its own machine only (protected mode)',
			'requirepass',
		],
		['-LOADING Redis is loading the dataset in memory', false, 'refused', 'it is still loading its data', 'Wait'],
		['-ERR max number of clients reached', true, 'full', 'it takes no more connections (maxclients)', 'CLIENT LIST'],
		["-ERR unknown command 'INFO'", false, 'refused', "it answers: ERR unknown command 'INFO'", 'log'],
	])('%s', (text, auth, kind, says, fix) => {
		expect(said(`${text}\r\n+OK\r\n`, auth)).toEqual({
			ok: false,
			failure: { kind, message: `db port 6379: ${says}.`, fix: expect.stringContaining(fix) },
		});
	});
	test.each(['', '+OK\r\n', 'HTTP/1.1 400 Bad Request\r\n', '$3\r\nabc\r\n+OK\r\n', '220 mail\r\n'])(
		'%j is no Redis',
		(text) => {
			expect(said(text, false)).toMatchObject({
				failure: { kind: 'garbled', message: expect.stringContaining('speak') },
			});
		},
	);
	test('too much', () => {
		expect(said('x'.repeat(70_000), false, true)).toMatchObject({
			failure: { message: expect.stringContaining('more') },
		});
	});
});

test('whatever is said, it is an answer or a failure of bounded length', () => {
	const piece = fc.oneof(
		fc.string(),
		fc.constantFrom('\r\n', '-', '+OK\r\n', '$9\r\n', '-ERR ', 'redis_version:7\r\n', '\u001b[2J'),
	);
	fc.assert(
		fc.property(fc.array(piece), fc.boolean(), fc.boolean(), (pieces, auth, cut) => {
			const told = said(pieces.join(''), auth, cut);
			expect(told.ok || told.failure.message.length < 300).toBe(true);
		}),
	);
});
