import { firstSaid, saidIn, wholeOf } from './said.ts';

/** A process as it was counted: its time on processors in ticks since its start. `start` tells it from one that has its id again. */
export interface ProcessCount {
	readonly pid: number;
	readonly start: number;
	readonly ticks: number;
	/** Bytes. */
	readonly memory: number;
	readonly name: string;
}

/** What a host said once of its processors and processes: counters, which mean something between two answers. */
export interface TopAnswer {
	/** Seconds since its start. */
	readonly uptime: number;
	/** Ticks a second. */
	readonly rate: number;
	readonly cores: readonly { readonly total: number; readonly idle: number }[];
	readonly processes: readonly ProcessCount[];
	/** The account may see its own processes only. */
	readonly own: boolean;
}

/** What a process takes: `cpu` as a share of one processor, missing until it was counted twice; `memory` in bytes. */
export interface ProcessUse {
	readonly pid: number;
	readonly name: string;
	readonly cpu?: number;
	readonly memory: number;
}

/** What keeps a host busy: the share of each processor that is, and the processes that take most. */
export interface HostTop {
	readonly cores: readonly number[];
	readonly processes: readonly ProcessUse[];
	readonly own: boolean;
}

/** So many processors and processes are looked at, and so many processes told of. */
const most = { cores: 256, processes: 20_000, told: 12 };
/** Linux names a process in 15 bytes; a kernel worker's name may be longer. */
const longestName = 64;

function coresOf(lines: readonly string[]): TopAnswer['cores'] {
	return lines.slice(0, most.cores).flatMap((line) => {
		const ticks = /^cpu\d+((?: \d{1,20}){4,10})$/.exec(line)?.[1]?.trim().split(' ').slice(0, 8).map(Number);
		if (ticks === undefined) return [];
		return [{ total: ticks.reduce((sum, tick) => sum + tick, 0), idle: (ticks[3] ?? 0) + (ticks[4] ?? 0) }];
	});
}

function processOf(line: string, page: number): ProcessCount | undefined {
	const [, pid, start, ticks, pages, name] = /^(\d{1,10}) (\d{1,20}) (\d{1,20}) (\d{1,12}) (.*)$/s.exec(line) ?? [];
	if (name === undefined) return undefined;
	const counted = { pid: Number(pid), start: Number(start), ticks: Number(ticks), memory: Number(pages) * page };
	return { ...counted, name: name.slice(0, longestName) };
}

/** What the script printed, taken apart; undefined where it did not say how long the host is up. */
export function parseTop(text: string): TopAnswer | undefined {
	const said = saidIn(text);
	const uptime = Number.parseFloat(firstSaid(said, 'uptime') ?? '');
	if (!Number.isFinite(uptime)) return undefined;
	const page = wholeOf(firstSaid(said, 'page')) ?? 4096;
	const lines = (said.get('proc') ?? []).slice(0, most.processes);
	return {
		uptime,
		rate: wholeOf(firstSaid(said, 'rate')) || 100,
		cores: coresOf(said.get('cpu') ?? []),
		processes: lines.flatMap((line) => processOf(line, page) ?? []),
		own: said.has('own'),
	};
}

function coreShares(before: TopAnswer, now: TopAnswer): readonly number[] {
	if (before.cores.length !== now.cores.length) return [];
	return now.cores.map(({ total, idle }, index) => {
		const earlier = before.cores[index] ?? { total, idle };
		const all = total - earlier.total;
		return all > 0 ? Math.min(1, Math.max(0, 1 - (idle - earlier.idle) / all)) : 0;
	});
}

/** What keeps a host busy between two answers; of the first one only the memory is known. */
export function topOf(before: TopAnswer | undefined, now: TopAnswer): HostTop {
	const seconds = before === undefined ? 0 : now.uptime - before.uptime;
	const known = seconds > 0 ? before : undefined;
	const earlier = new Map(known?.processes.map((one) => [`${one.pid} ${one.start}`, one.ticks]));
	// One that was not told before had taken no time yet, or has begun since; unless it has more than this part has.
	const room = seconds * now.rate * Math.max(1, now.cores.length);
	const uses = now.processes.map(({ pid, start, ticks, memory, name }): ProcessUse => {
		const spent = ticks - (earlier.get(`${pid} ${start}`) ?? (ticks <= room ? 0 : ticks));
		return { pid, name, memory, ...(known === undefined ? {} : { cpu: Math.max(0, spent) / now.rate / seconds }) };
	});
	const order = uses.toSorted((a, b) => (b.cpu ?? 0) - (a.cpu ?? 0) || b.memory - a.memory || a.pid - b.pid);
	return {
		cores: known === undefined ? [] : coreShares(known, now),
		processes: order.slice(0, most.told),
		own: now.own,
	};
}
