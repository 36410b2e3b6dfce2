import { expect, test } from 'vitest';
import { makeChannel, message } from '../../../src/io/openssh/channel.ts';
import { encode, type Field, reader } from '../../../src/io/openssh/wire.ts';
import { collect } from '../../../src/io/pieces.ts';
import { dialStdio, tryDetour } from '../../../src/io/ssh/dial-stdio.ts';
import { execRemotely } from '../../../src/io/ssh/exec.ts';
import type { Connection } from '../../../src/io/ssh/link.ts';
import { makePlaces } from '../../../src/io/ssh/places.ts';
import type { Session } from '../../../src/io/ssh/session.ts';

const never = new AbortController().signal;

/** A connection on which each command has said all of this and ended before anybody looks. */
function quick(out: string, err: string, code: number): Connection & { readonly lines: readonly string[] } {
	const lines: string[] = [];
	const start: Session['start'] = async (line) => {
		lines.push(line);
		const wire = makeChannel({ id: 1, window: 1000, packet: 1000 }, () => undefined);
		const hear = (type: number, ...fields: readonly Field[]) => wire.hear(type, reader(encode(fields)));
		hear(message.data, out);
		hear(message.extended, 1, err);
		hear(message.eof);
		hear(message.request, 'exit-status', false, code);
		hear(message.close);
		return wire.channel;
	};
	const unused = () => Promise.reject(new Error('nothing is forwarded here'));
	const session: Session = {
		through: 'a fake',
		roundTrip: 0,
		start,
		open: unused,
		onClose: () => undefined,
		end: async () => undefined,
	};
	const [commands, streams, dials] = [makePlaces(1), makePlaces(1), makePlaces(1)];
	return { session, start, commands, streams, dials, detours: new Map(), roundTrip: () => 0, lines };
}

test.each([undefined, 'some input'])('a command that is over at once loses nothing (input: %s)', async (input) => {
	const connection = quick('out', 'err', 4);
	const command = { argv: ['it', 'is'], timeout: 1500, ...(input === undefined ? {} : { input }) };
	const run = await execRemotely(connection, 'web1', command, never);
	if (!run.ok) throw new Error(run.failure.message);
	expect(await collect(run.value.pieces, 100, true)).toEqual({ out: 'out', err: 'err', cut: false });
	expect(await run.value.code).toEqual({ ok: true, value: 4 });
	expect(connection.lines).toEqual(['timeout -k 1 2 it is']);
});

test('a way to the engine that is no way says what the command said', async () => {
	const connection = quick('', 'sh: 1: docker: not found\n', 127);
	const tried = await tryDetour(connection, { name: 'web1', reach: { ssh: 'web1' } }, ['docker'], never);
	expect(tried).toMatchObject({ ok: false, failure: { message: '`docker`: sh: 1: docker: not found' } });
});

test('with sudo it is the very command that a line of sudoers allows', () => {
	const usual = '/var/run/docker.sock';
	expect(dialStdio(usual, true).join(' ')).toBe('sudo -n docker system dial-stdio');
	expect(dialStdio(usual, false).join(' ')).toBe(`docker -H unix://${usual} system dial-stdio`);
	expect(dialStdio('/run/other.sock', true).join(' ')).toBe(
		'sudo -n docker -H unix:///run/other.sock system dial-stdio',
	);
});
