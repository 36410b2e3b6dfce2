import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeChannel, message, type OtherEnd, ourWindow } from '../../../src/io/openssh/channel.ts';
import { encode, type Field, reader } from '../../../src/io/openssh/wire.ts';

type Sent = readonly [type: number, ...fields: readonly Field[]];

/** A channel whose other end is this test. */
function opened(other: Partial<OtherEnd> = {}) {
	const sent: Sent[] = [];
	const wire = makeChannel({ id: 4, window: 1000, packet: 100, ...other }, (...words) => void sent.push(words));
	const hear = (type: number, ...fields: readonly Field[]) => wire.hear(type, reader(encode(fields)));
	const of = (type: number) => sent.filter(([each]) => each === type);
	return { ...wire, sent, hear, of };
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
	let text = '';
	for await (const bytes of stream) text += String(bytes);
	return text;
}

const bytesIn = (data: readonly Sent[]) => Buffer.concat(data.map(([, bytes]) => Buffer.from(bytes as Uint8Array)));

test('both outputs, then the code', async () => {
	const { channel, hear } = opened();
	hear(message.data, 'out');
	hear(message.extended, 1, 'err');
	hear(message.request, 'exit-status', false, 3);
	hear(message.eof);
	expect(hear(message.close)).toBe(true);
	expect(await Promise.all([textOf(channel.stream), textOf(channel.stderr), channel.ended])).toEqual(['out', 'err', 3]);
});

test('a signal is a code of a shell, and a connection that was lost is none', async () => {
	const killed = opened();
	killed.hear(message.request, 'exit-signal', false, 'KILL', false, '', '');
	killed.hear(message.close);
	expect(await killed.channel.ended).toBe(137);
	const cut = opened();
	cut.lost();
	expect(await cut.channel.ended).toBeUndefined();
	expect(cut.sent).toEqual([]);
});

test('what is written goes in packets, never more than there is room for, and all of it', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.uint8Array({ maxLength: 3000 }),
			fc.nat(500),
			fc.integer({ min: 1, max: 300 }),
			async (bytes, window, packet) => {
				const { channel, hear, of } = opened({ window, packet });
				const done = new Promise<void>((resolve) => channel.stream.write(bytes, () => resolve()));
				let room = window;
				while (bytesIn(of(message.data)).length < bytes.length) {
					expect(bytesIn(of(message.data)).length).toBe(room);
					hear(message.adjust, 200);
					room += 200;
				}
				await done;
				expect(of(message.data).every(([, each]) => Buffer.from(each as Uint8Array).length <= packet)).toBe(true);
				expect(bytesIn(of(message.data)).equals(Buffer.from(bytes))).toBe(true);
			},
		),
	);
});

test('room is given back as it is read, and not before', async () => {
	const { channel, hear, of } = opened();
	const given = () => of(message.adjust).reduce((sum, [, bytes]) => sum + Number(bytes), 0);
	const piece = Buffer.alloc(32 * 1024);
	for (let sent = 0; sent < ourWindow; sent += piece.length) hear(message.data, piece);
	expect(given()).toBeLessThan(ourWindow / 4);
	let read = 0;
	channel.stream.on('data', (bytes: Buffer) => {
		read += bytes.length;
	});
	await expect.poll(() => read).toBe(ourWindow);
	expect(given()).toBeGreaterThan(ourWindow / 2);
});

test('a sender who sends more than there is room for is not gathered', () => {
	const { hear } = opened();
	const piece = Buffer.alloc(32 * 1024);
	const flood = () => {
		for (let sent = 0; sent <= ourWindow; sent += piece.length) hear(message.data, piece);
	};
	expect(flood).toThrow(/more came/);
});

test('a reader who leaves closes the channel once, and what still comes is given its room', () => {
	const { channel, hear, of } = opened();
	channel.stream.destroy();
	channel.stop();
	expect(of(message.close)).toHaveLength(1);
	for (let n = 0; n < 8; n += 1) hear(message.data, Buffer.alloc(32 * 1024));
	expect(of(message.adjust).length).toBeGreaterThan(0);
	expect(hear(message.close)).toBe(true);
	expect(of(message.close)).toHaveLength(1);
});

test('what is asked for and not understood is refused', () => {
	const { hear, of } = opened();
	hear(message.request, 'auth-agent-req@openssh.com', true);
	expect(of(message.failure)).toHaveLength(1);
});
