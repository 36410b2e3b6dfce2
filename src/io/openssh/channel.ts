import { constants } from 'node:os';
import { Duplex, Readable } from 'node:stream';
import type { Channel } from '../ssh/session.ts';
import { type Field, garbled, type Reader } from './wire.ts';

/** Messages of a channel by their numbers; source: RFC 4254, section 9. */
export const message = {
	open: 90,
	opened: 91,
	refused: 92,
	adjust: 93,
	data: 94,
	extended: 95,
	eof: 96,
	close: 97,
	request: 98,
	success: 99,
	failure: 100,
} as const;

/** Bytes that the other side may send before we have read them, and the largest packet that we take. */
export const ourWindow = 1024 * 1024;
export const ourPacket = 32 * 1024;
/** Room is given back in pieces of this size, so that not each packet costs another one. */
const giveBack = 64 * 1024;

/** The other end of a channel: its number there, and what it takes. */
export interface OtherEnd {
	readonly id: number;
	readonly window: number;
	readonly packet: number;
}

/** Sends a message to the other end, whose number comes first in it. */
export type Send = (type: number, ...fields: readonly Field[]) => void;

/** An open channel, and what it is told of the messages for it. */
export interface WireChannel {
	readonly channel: Channel;
	/** Asks for something (`exec`); whether the other side does it. */
	readonly request: (name: string, ...fields: readonly Field[]) => Promise<boolean>;
	/** True: the channel is closed on both sides, and its number is free again. */
	readonly hear: (type: number, fields: Reader) => boolean;
	/** The connection is gone. */
	readonly lost: () => void;
}

/** What is written, in packets, no more than the other end has room for. */
function makeOutgoing({ window, packet }: OtherEnd, send: Send) {
	let room = window;
	let open = true;
	let pending: { bytes: Uint8Array; readonly done: () => void } | undefined;
	const pump = () => {
		while (open && pending !== undefined && pending.bytes.length > 0 && room > 0) {
			const size = Math.min(room, packet, pending.bytes.length);
			send(message.data, pending.bytes.subarray(0, size));
			pending.bytes = pending.bytes.subarray(size);
			room -= size;
		}
		if (pending === undefined || (open && pending.bytes.length > 0)) return;
		const { done } = pending;
		pending = undefined;
		done();
	};
	const cut = () => {
		open = false;
		pump();
	};
	return {
		write: (bytes: Uint8Array, done: () => void) => {
			pending = { bytes, done };
			pump();
		},
		adjust: (more: number) => {
			room += more;
			pump();
		},
		/** Nothing more will be written. */
		end: () => {
			if (open) send(message.eof);
		},
		isOpen: () => open,
		/** Closes the channel; what was not sent is dropped. */
		close: () => {
			if (open) send(message.close);
			cut();
		},
		cut,
	};
}

/** Room that is given back to the sender as what came is read. */
function makeCredit(send: Send) {
	let owed = 0;
	return {
		came: (bytes: number) => {
			owed += bytes;
			// A sender who does not keep to it could fill our memory.
			if (owed > ourWindow) throw garbled('more came than there was room for');
		},
		read: () => {
			if (owed < giveBack) return;
			send(message.adjust, owed);
			owed = 0;
		},
	};
}

/** What our side of a channel reads and writes. `hangUp` closes the channel; `ended` tells that nothing comes any more. */
function makeStreams(outgoing: ReturnType<typeof makeOutgoing>, send: Send, hangUp: () => void) {
	const credit = { out: makeCredit(send), err: makeCredit(send) };
	const out = new Duplex({
		read: () => credit.out.read(),
		write: (bytes: Uint8Array, _encoding, done) => outgoing.write(bytes, done),
		final: (done) => {
			outgoing.end();
			done();
		},
		destroy: (error, done) => {
			hangUp();
			done(error);
		},
	});
	const err = new Readable({ read: () => credit.err.read() });
	let over = false;
	return {
		out,
		err,
		take: (from: 'out' | 'err', bytes: Buffer) => {
			const into = from === 'out' ? out : err;
			credit[from].came(bytes.length);
			if (over || into.destroyed) credit[from].read();
			else into.push(bytes);
		},
		ended: () => {
			if (over) return;
			over = true;
			for (const stream of [out, err]) if (!stream.destroyed) stream.push(null);
		},
	};
}

function codeOfSignal(name: string): number {
	const numbers: Readonly<Record<string, number>> = constants.signals;
	return 128 + (numbers[`SIG${name}`] ?? 0);
}

/** A channel that has just been opened. `send` carries its messages. */
export function makeChannel(other: OtherEnd, send: Send): WireChannel {
	const answers: ((does: boolean) => void)[] = [];
	const { promise: ended, resolve: end } = Promise.withResolvers<number | undefined>();
	const outgoing = makeOutgoing(other, send);
	let code: number | undefined;
	const streams = makeStreams(outgoing, send, outgoing.close);
	const settle = () => {
		outgoing.close();
		streams.ended();
		streams.out.end();
		for (const answer of answers.splice(0)) answer(false);
		end(code);
	};
	const asked = (fields: Reader) => {
		const [name, wantsReply] = [fields.string().toString(), fields.byte() === 1];
		if (name === 'exit-status') code = fields.uint32();
		else if (name === 'exit-signal') code = codeOfSignal(fields.string().toString());
		else if (wantsReply) send(message.failure);
	};
	/** What is done at each message; another one is none of a channel's. */
	const does: Readonly<Record<number, (fields: Reader) => void>> = {
		[message.data]: (fields) => streams.take('out', fields.string()),
		[message.extended]: (fields) => streams.take(fields.uint32() === 1 ? 'err' : 'out', fields.string()),
		[message.adjust]: (fields) => outgoing.adjust(fields.uint32()),
		[message.request]: asked,
		[message.eof]: streams.ended,
		[message.success]: () => answers.shift()?.(true),
		[message.failure]: () => answers.shift()?.(false),
		[message.close]: settle,
	};
	return {
		channel: {
			stream: streams.out,
			stderr: streams.err,
			ended,
			stop: () => {
				if (outgoing.isOpen()) send(message.request, 'signal', false, 'TERM');
				outgoing.close();
			},
		},
		request: (name, ...fields) =>
			new Promise((resolve) => {
				answers.push(resolve);
				send(message.request, name, true, ...fields);
			}),
		hear: (type, fields) => {
			does[type]?.(fields);
			return type === message.close;
		},
		lost: () => {
			outgoing.cut();
			settle();
		},
	};
}
