// A fake: what stands between rclone and a true WebDAV server of rclone, and answers otherwise than that would.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createConnection, type Server } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** How it answers: as the true one; nothing at all; 507 to what is sent; a byte more than there are; the last byte another. */
export type Lie = 'none' | 'hangs' | 'full' | 'size' | 'bytes';

/** Who may enter, and how it is known by. */
interface Account {
	readonly user: string;
	readonly pass: string;
}
interface Certificate {
	readonly key: string;
	readonly cert: string;
}

/** A remote that lies. */
export interface FakeRemote {
	readonly url: string;
	/** The same behind its certificate. */
	readonly secure: string;
	lie: Lie;
	/** What stood in the list of processes while it was asked, each once. */
	readonly seen: ReadonlySet<string>;
	readonly stop: () => Promise<void>;
}

/** All lines by which programs run now. */
function commandLines(): readonly string[] {
	return readdirSync('/proc').flatMap((pid) => {
		if (!/^\d+$/.test(pid)) return [];
		try {
			return [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')];
		} catch {
			return [];
		}
	});
}

/** Whether anybody listens on this port of loopback. */
function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1');
		socket.once('connect', () => socket.end(() => resolve(true)));
		socket.once('error', () => resolve(false));
	});
}

/** A true server over this folder, once it answers. */
async function served(folder: string, account: Account): Promise<{ child: ChildProcess; port: number }> {
	const port = await freePort();
	const env = { ...process.env, RCLONE_USER: account.user, RCLONE_PASS: account.pass };
	const words = ['serve', 'webdav', folder, '--addr', `127.0.0.1:${port}`, '--dir-cache-time', '0s'];
	const child = spawn('rclone', words, { env, stdio: 'ignore' });
	while (!(await answers(port))) {
		if (child.exitCode !== null) throw new Error('rclone serves nothing');
		await setTimeout(20);
	}
	return { child, port };
}

/** Text of a listing in which each file has a byte more. */
const larger = (listing: Buffer) =>
	Buffer.from(
		listing
			.toString()
			.replaceAll(/(<D:getcontentlength>)(\d+)/g, (_, tag: string, size: string) => `${tag}${Number(size) + 1}`),
	);

function flipped(bytes: Buffer): Buffer {
	const last = bytes.length - 1;
	if (last >= 0) bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
	return bytes;
}

async function whole(from: IncomingMessage): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of from) pieces.push(piece);
	return Buffer.concat(pieces);
}

/** Carries a request to the true server, and its answer back, or what is made of that. */
async function carried(heard: IncomingMessage, to: ServerResponse, port: number, lie: Lie): Promise<void> {
	const { method, url: path = '/', headers } = heard;
	const on = request({ host: '127.0.0.1', port, path, headers, ...(method === undefined ? {} : { method }) });
	const response = once(on, 'response');
	await pipeline(heard, on);
	const [back]: IncomingMessage[] = await response;
	if (back === undefined) throw new Error('no answer');
	const code = back.statusCode ?? 500;
	const made =
		lie === 'size' && method === 'PROPFIND' ? larger : lie === 'bytes' && method === 'GET' ? flipped : undefined;
	if (made === undefined) {
		await pipeline(back, to.writeHead(code, back.headers));
		return;
	}
	const told = made(await whole(back));
	to.writeHead(code, { ...back.headers, 'content-length': told.length }).end(told);
}

/** Begins a fake before a true server of this folder; it is reached by this certificate too. */
export async function startFakeRemote(folder: string, account: Account, certificate: Certificate): Promise<FakeRemote> {
	const { child, port } = await served(folder, account);
	const seen = new Set<string>();
	const answer = async (heard: IncomingMessage, to: ServerResponse): Promise<void> => {
		for (const line of commandLines()) seen.add(line);
		const { lie } = fake;
		if (lie === 'hangs') return;
		if (lie !== 'full' || heard.method !== 'PUT') return carried(heard, to, port, lie);
		await whole(heard);
		to.writeHead(507).end();
	};
	// Who went away in the middle hears no answer.
	const listener = (heard: IncomingMessage, to: ServerResponse) => void answer(heard, to).catch(() => to.destroy());
	const plain = createServer(listener);
	const secure = createTlsServer(certificate, listener);
	for (const server of [plain, secure]) {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	}
	const at = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port, not on a file
	const fake: FakeRemote = {
		...{ url: `http://${at(plain)}`, secure: `https://${at(secure)}`, lie: 'none', seen },
		stop: async () => {
			for (const server of [plain, secure]) {
				server.closeAllConnections();
				server.close();
			}
			if (child.exitCode !== null) return;
			child.kill();
			await once(child, 'exit');
		},
	};
	return fake;
}
