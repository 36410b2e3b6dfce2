// Fakes that say too much: each page and each log is too long, without end, or not what it says it is.
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { answered, type Page } from './servers.ts';

const megabyte = 1024 * 1024;
const head = (...headers: readonly string[]) =>
	['HTTP/1.1 200 OK', ...headers, 'Connection: close', '', ''].join('\r\n');

/** Writes for as long as somebody reads. */
function endless(socket: Socket, piece: Buffer): void {
	const more = () => {
		while (!socket.destroyed && socket.write(piece));
	};
	socket.on('drain', more);
	more();
}

/** A page of metrics with so many series, each with a long label. */
const seriesPage = (count: number, label: string) =>
	Buffer.from(
		Array.from({ length: count }, (_, index) => `http_requests_total{path="/${label}${index}"} ${index}\n`).join(''),
	);

/** What each page says. All is made beforehand: who floods must not be the one that is slow. */
function makeFloods(): Readonly<Record<string, (socket: Socket) => void>> {
	const whole = (body: string | Buffer, ...headers: readonly string[]) => {
		const bytes = answered('200 OK', body, ...headers);
		return (socket: Socket) => void socket.end(bytes);
	};
	const member = gzipSync(Buffer.alloc(64 * megabyte), { level: 9 });
	const lines = Buffer.alloc(megabyte, 'up 1\n');
	const headers = Buffer.alloc(megabyte, `X-More: ${'y'.repeat(90)}\r\n`);
	return {
		'/large': whole(seriesPage(100_000, 'x'.repeat(70))),
		'/many': whole(seriesPage(260_000, '')),
		'/longer': whole(Buffer.alloc(40 * megabyte, lines)),
		'/garbage': whole(randomBytes(10 * megabyte)),
		'/line': whole(Buffer.alloc(10 * megabyte, 'x')),
		'/endless': (socket) => {
			socket.write(head());
			endless(socket, lines);
		},
		'/endless-head': (socket) => {
			socket.write('HTTP/1.1 200 OK\r\n');
			endless(socket, headers);
		},
		// A gigabyte of zeros: the members of a gzip file may follow one another (RFC 1952, section 2.2).
		'/bomb': whole(Buffer.concat(Array.from({ length: 16 }, () => member)), 'Content-Encoding: gzip'),
		'/drip': (socket) => {
			socket.write(head());
			const timer = setInterval(() => socket.write('u'), 100);
			socket.once('close', () => clearInterval(timer));
		},
	};
}

/** Pages that are calm but for those that are let flood. */
export interface Gate {
	/** What the pages are called, each `/NAME`. */
	readonly names: readonly string[];
	readonly page: Page;
	/** From now on these flood, and no others. */
	readonly open: (names: readonly string[]) => void;
	readonly isOpen: () => boolean;
	/** Waits until a page was asked for so often from now on. */
	readonly asked: (name: string, times: number) => Promise<void>;
}

/** Makes pages that are calm at first. */
export function makeGate(): Gate {
	const floods = makeFloods();
	let opened: readonly string[] = [];
	let heard = (_path: string): void => {};
	return {
		names: Object.keys(floods).map((path) => path.slice(1)),
		open: (next) => {
			opened = next;
		},
		isOpen: () => opened.length > 0,
		page: (path, socket) => {
			heard(path);
			if (opened.includes(path.slice(1))) floods[path]?.(socket);
			else socket.end(answered('200 OK', 'http_requests_total 1\n'));
		},
		asked: (name, times) =>
			new Promise((resolve) => {
				let left = times;
				heard = (path) => {
					left -= path === `/${name}` ? 1 : 0;
					if (left === 0) resolve();
				};
			}),
	};
}
