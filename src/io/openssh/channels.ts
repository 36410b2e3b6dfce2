import type { Target } from '../web.ts';
import { makeChannel, message, type OtherEnd, ourPacket, ourWindow, type WireChannel } from './channel.ts';
import type { Control } from './control.ts';
import { encode, type Field, type Reader, reader } from './wire.ts';

/** The other side does not open a channel. `reason`: a number of RFC 4254, section 5.1. */
class OpenRefused extends Error {
	readonly reason: number;
	constructor(reason: number, words: string) {
		super(`Channel open failure: ${words}`);
		this.reason = reason;
	}
}

/** Opens channels over a connection that somebody else encrypts. Rejects with `reason` where sshd refuses. */
export interface Channels {
	readonly session: () => Promise<WireChannel>;
	readonly to: (target: Target) => Promise<WireChannel>;
}

interface Opening {
	readonly opened: (channel: WireChannel) => void;
	readonly failed: (error: Error) => void;
}

/** A frame of PROTOCOL.mux, section 10: no padding, the message's number, its fields. */
function frame(type: number, fields: readonly Field[]): Buffer {
	return Buffer.concat([Buffer.of(0, type), encode(fields)]);
}

/** The channels of one connection in proxy mode; they all end with it. `lost`: what is thrown when it has ended. */
export function makeChannels(control: Control, lost: () => Error): Channels {
	const opening = new Map<number, Opening>();
	const open = new Map<number, WireChannel>();
	let next = 0;
	let over = false;

	const opened = (id: number, fields: Reader) => {
		const other: OtherEnd = { id: fields.uint32(), window: fields.uint32(), packet: fields.uint32() };
		const send = (type: number, ...rest: readonly Field[]) => control.send(frame(type, [other.id, ...rest]));
		const channel = makeChannel(other, send);
		open.set(id, channel);
		opening.get(id)?.opened(channel);
		opening.delete(id);
	};
	const refused = (id: number, fields: Reader) => {
		opening.get(id)?.failed(new OpenRefused(fields.uint32(), fields.string().toString()));
		opening.delete(id);
	};
	control.listen((bytes) => {
		const fields = reader(bytes);
		fields.byte();
		const type = fields.byte();
		// What is not about a channel of ours is none of our business.
		if (type < message.opened || type > message.failure) return;
		const id = fields.uint32();
		if (type === message.opened) opened(id, fields);
		else if (type === message.refused) refused(id, fields);
		else if (open.get(id)?.hear(type, fields) === true) open.delete(id);
	});
	control.onEnd(() => {
		over = true;
		for (const { failed } of opening.values()) failed(lost());
		for (const channel of open.values()) channel.lost();
		opening.clear();
		open.clear();
	});
	const start = (kind: string, ...fields: readonly Field[]): Promise<WireChannel> =>
		new Promise((resolve, reject) => {
			if (over) {
				reject(lost());
				return;
			}
			const id = next;
			next += 1;
			opening.set(id, { opened: resolve, failed: reject });
			control.send(frame(message.open, [kind, id, ourWindow, ourPacket, ...fields]));
		});
	return {
		session: () => start('session'),
		// Source of the first: PROTOCOL of OpenSSH, section 2.4; of the second: RFC 4254, section 7.2.
		to: (target) =>
			'socket' in target
				? start('direct-streamlocal@openssh.com', target.socket, '', 0)
				: start('direct-tcpip', target.name, target.port, '127.0.0.1', 0),
	};
}
