import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cpuOf, rssOf } from './deck.ts';

/** What a process holds at a moment. `cpu`: milliseconds so far, its children not counted; `rss`: MiB. */
export interface Held {
	readonly rss: number;
	readonly cpu: number;
	readonly files: number;
	readonly sockets: number;
	readonly threads: number;
	readonly children: number;
}

/** What each open descriptor of a process leads to (`socket:[…]`, `/a/file`, `anon_inode:…`); source: proc(5). */
const linksOf = (pid: number): readonly string[] =>
	readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
		try {
			return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
		} catch {
			// It was closed meanwhile.
			return [];
		}
	});

const childrenOf = (pid: number): number =>
	readdirSync(`/proc/${pid}/task`)
		.flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
		.filter((child) => child.trim() !== '').length;

/** What a process holds now. */
export const heldBy = (pid: number): Held => {
	const links = linksOf(pid);
	const sockets = links.filter((link) => link.startsWith('socket:')).length;
	return {
		rss: rssOf(pid),
		cpu: cpuOf(pid),
		files: links.length - sockets,
		sockets,
		threads: Number(/^Threads:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
		children: childrenOf(pid),
	};
};
