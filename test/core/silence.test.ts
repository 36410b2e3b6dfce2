import { expect, test } from 'vitest';
import type { FailureKind } from '../../src/core/model.ts';
import { portAsked, silence } from '../../src/core/silence.ts';

const asked = portAsked('vps1', { name: 'db', port: 5432 });
const at = 'db port 5432 from vps1';

test.each<[FailureKind, string, string]>([
	['timeout', `${at} gave no answer within 4.75 s.`, 'no answer from db:5432 within 5 s'],
	['timeout', 'no tcp reading within 5 s', 'no answer from db:5432 within 5 s'],
	['unreachable', `${at}: nothing listens there (connection refused).`, 'db:5432 refuses connections'],
	['unreachable', 'From vps1 nothing answers at db port 5432.', 'nothing answers at db:5432'],
	['unreachable', `${at}: the connection was closed.`, 'the connection to db:5432 was closed'],
	['unreachable', `${at}: the name does not resolve.`, 'db:5432: the name does not resolve'],
	[
		'refused',
		`${at}: its certificate authority is not trusted.`,
		'the certificate authority of db:5432 is not trusted',
	],
	['refused', `${at}: its certificate is self-signed.`, 'the certificate of db:5432 is self-signed'],
	['full', 'db port 5432: it takes no more connections: sorry.', 'db:5432 takes no more connections: sorry'],
	['garbled', 'What vps1 says is not understood.', 'What vps1 says is not understood'],
])('%s (%s) is said with what was tried', (kind, message, because) => {
	expect(silence({ kind, message }, asked, 5000)).toEqual({ is: 'down', because });
});

test('what the failure says to do is what is to be done', () => {
	const failure = { kind: 'unreachable', message: `${at}: the connection was closed.`, fix: 'Look there.' } as const;
	expect(silence(failure, asked, 5000)).toMatchObject({ fix: 'Look there.' });
});

test('an address of IPv6 stands as the config writes it', () => {
	const v6 = portAsked('local', { name: '::1', port: 1 });
	const message = '::1 port 1: nothing listens there (connection refused).';
	expect(silence({ kind: 'unreachable', message }, v6, 5000).because).toBe('[::1]:1 refuses connections');
});
