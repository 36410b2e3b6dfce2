import { connect, type Socket } from 'node:net';
import { encode, garbled, makeFrames, type Reader, reader } from './wire.ts';

/** Messages of a ControlMaster's socket; source: PROTOCOL.mux of OpenSSH, sections 1, 3 and 10. */
const hello = 0x00000001;
const version = 4;
const askAlive = 0x10000004;
const isAlive = 0x80000005;
const askProxy = 0x1000000f;
const isProxy = 0x8000000f;

/** A conversation with a ControlMaster, in frames. */
export interface Control {
	readonly send: (frame: Buffer) => void;
	/** The next frame; rejects when the conversation ends before it. */
	readonly read: () => Promise<Buffer>;
	/** Gives each frame from now on to `hear`; what it throws ends the conversation. */
	readonly listen: (hear: (frame: Buffer) => void) => void;
	/** Calls once, when the conversation is over. */
	readonly onEnd: (tell: () => void) => void;
	readonly end: () => void;
}

function converse(socket: Socket): Control {
	const frames = makeFrames();
	const waiting: Buffer[] = [];
	let hear: ((frame: Buffer) => void) | undefined;
	const pass = (more: () => readonly Buffer[]) => {
		try {
			waiting.push(...more());
			for (let [frame] = waiting; frame !== undefined && hear !== undefined; [frame] = waiting) {
				waiting.shift();
				hear(frame);
			}
		} catch {
			// What cannot be understood ends the conversation; whoever needs it is told of that end.
			socket.destroy();
		}
	};
	const listen = (next: (frame: Buffer) => void) => {
		hear = next;
		pass(() => []);
	};
	const onEnd = (tell: () => void) => {
		if (socket.destroyed) tell();
		else socket.once('close', tell);
	};
	// Its end is told by `close`.
	socket.on('error', () => undefined);
	socket.on('data', (bytes: Buffer) => pass(() => frames(bytes)));
	return {
		send: (frame) => void socket.write(Buffer.concat([encode([frame.length]), frame])),
		read: () =>
			new Promise((resolve, reject) => {
				const over = () => reject(garbled('it ended in the middle'));
				onEnd(over);
				listen((frame) => {
					hear = undefined;
					socket.off('close', over);
					resolve(frame);
				});
			}),
		listen,
		onEnd,
		end: () => void socket.destroy(),
	};
}

/** Connects to a control socket; rejects when nobody listens there (yet). */
function connected(path: string): Promise<Control> {
	return new Promise((resolve, reject) => {
		const socket = connect(path);
		socket.once('error', reject);
		socket.once('connect', () => {
			socket.off('error', reject);
			resolve(converse(socket));
		});
	});
}

/** Sends a message and reads the one that must follow. */
async function exchange(control: Control, message: readonly number[], answer: number): Promise<Reader> {
	control.send(encode(message));
	const fields = reader(await control.read());
	if (fields.uint32() !== answer) throw garbled('another answer than was asked for');
	return fields;
}

async function greeted(path: string): Promise<Control> {
	const control = await connected(path);
	const greeting = await exchange(control, [hello, version], hello);
	if (greeting.uint32() !== version) throw garbled('another version of its protocol');
	return control;
}

/**
 * A conversation in proxy mode: from now on both sides send SSH messages, each a frame with a padding of none. The master
 * encrypts them, and gives each of its clients its own numbers of channels.
 */
export async function proxied(path: string): Promise<Control> {
	const control = await greeted(path);
	await exchange(control, [askProxy, 0], isProxy);
	return control;
}

/** Asks a master whether it lives: `ask` resolves with its answer, and never when it hangs. */
export async function pulse(path: string): Promise<{ readonly ask: () => Promise<void>; readonly end: () => void }> {
	const control = await greeted(path);
	return {
		ask: async () => {
			await exchange(control, [askAlive, 0], isAlive);
		},
		end: control.end,
	};
}
