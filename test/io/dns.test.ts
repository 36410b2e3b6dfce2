import { createSocket, type Socket } from 'node:dgram';
import { afterEach, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import { type RecordType, recordsOf } from '../../src/core/dns/records.ts';
import { outsideOf } from './support/outside.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

/** What the server says of each question; undefined: nothing. */
interface Said {
	readonly code?: number;
	/** Kinds of records by number, with their data. */
	readonly records?: readonly (readonly [number, Buffer])[];
	readonly raw?: Buffer;
}

/** An answer with the question of the packet in it (RFC 1035 §4). */
function packet(question: Buffer, { code = 0, records = [], raw }: Said): Buffer {
	if (raw !== undefined) return Buffer.concat([question.subarray(0, 2), raw]);
	const end = question.indexOf(0, 12) + 5;
	const head = Buffer.alloc(12);
	question.copy(head, 0, 0, 2);
	head.writeUInt16BE(0x8180 | code, 2);
	head.writeUInt16BE(1, 4);
	head.writeUInt16BE(records.length, 6);
	const answers = records.map(([type, data]) => {
		const fixed = Buffer.alloc(12);
		fixed.writeUInt16BE(0xc00c, 0);
		fixed.writeUInt16BE(type, 2);
		fixed.writeUInt16BE(1, 4);
		fixed.writeUInt32BE(60, 6);
		fixed.writeUInt16BE(data.length, 10);
		return Buffer.concat([fixed, data]);
	});
	return Buffer.concat([head, question.subarray(12, end), ...answers]);
}

/** A server that answers each question so, on a free port of this machine. */
const server = async (said: Said | undefined): Promise<string> => {
	const socket: Socket = createSocket('udp4');
	socket.on('message', (question, { port, address }) => {
		if (said !== undefined) socket.send(packet(question, said), port, address);
	});
	await new Promise<void>((resolve) => {
		socket.bind(0, '127.0.0.1', resolve);
	});
	ends.push(() => new Promise((resolve) => socket.close(() => resolve())));
	return `127.0.0.1:${socket.address().port}`;
};
const ask = (type: RecordType, server: string, timeout = 3000): Promise<Answer> => {
	const outside = outsideOf({ name: 'here', reach: 'local' });
	ends.push(outside.close);
	const call: Read = { effect: 'read', via: 'dns', host: 'local', name: 'a.example', type, server, timeout };
	return outside.ask({ ...call, fine: [0, 1, 2, 3, 4, 5] }, new AbortController().signal);
};
const records = (answer: Answer) => {
	if (!answer.ok) throw new Error(answer.failure.message);
	return recordsOf(answer.value);
};
const text = (...parts: readonly string[]) =>
	Buffer.concat(parts.flatMap((part) => [Buffer.from([Buffer.byteLength(part)]), Buffer.from(part)]));
const name = (...labels: readonly string[]) => Buffer.concat([text(...labels), Buffer.from([0])]);

test.each<[RecordType, number, Buffer, string]>([
	['A', 1, Buffer.from([10, 0, 0, 1]), '10.0.0.1'],
	['AAAA', 28, Buffer.from('20010db8000000000000000000000001', 'hex'), '2001:db8::1'],
	['CNAME', 5, name('b', 'example'), 'b.example'],
	['NS', 2, name('ns', 'example'), 'ns.example'],
	['MX', 15, Buffer.concat([Buffer.from([0, 10]), name('mx', 'example')]), '10 mx.example'],
	['TXT', 16, text('v=spf1 ', '-all'), 'v=spf1 -all'],
])('%s', async (type, number, data, expected) => {
	expect(records(await ask(type, await server({ records: [[number, data]] })))).toEqual([expected]);
});

test('a text that would steer a terminal comes as it is, for the screen to clean', async () => {
	const evil = '\u001b]52;c;aGk=\u0007\r\n\u202e';
	const answer = await ask('TXT', await server({ records: [[16, text(evil)]] }));
	expect(records(answer)).toEqual([evil]);
	// It is JSON on one line: nothing that came can end it.
	expect(answer.ok && answer.value.text).not.toMatch(/[\u0000-\u001f]/);
});

test.each([
	['no such name', 3],
	['the server fails', 2],
	['the server refuses', 5],
	['no such record', 0],
])('%s: an answer with that code', async (_, code) => {
	expect(await ask('A', await server({ code }))).toMatchObject({ ok: true, value: { code, text: '[]' } });
});

test('a server that says nothing is given up in time', async () => {
	expect(await ask('A', await server(undefined), 400)).toMatchObject({
		failure: { kind: 'timeout', message: 'The DNS for a.example gave no answer within 0.4 s.' },
	});
});

test('garbage is not taken for an answer', async () => {
	const raw = Buffer.from('8180000100ff00000000ffffffffff', 'hex');
	expect(await ask('A', await server({ raw }), 1000)).toMatchObject({ ok: false });
});

test('nobody listens', async () => {
	const gone = await server({});
	await ends.pop()?.();
	expect(await ask('A', gone)).toMatchObject({ failure: { kind: 'unreachable' } });
});

test('another host is never asked so: it would see another DNS', async () => {
	const outside = outsideOf({ name: 'here', reach: 'local' });
	ends.push(outside.close);
	const call: Read = { effect: 'read', via: 'dns', host: 'here', name: 'a.example', type: 'A', timeout: 1000 };
	expect(await outside.ask(call, new AbortController().signal)).toMatchObject({ failure: { kind: 'bug' } });
});
