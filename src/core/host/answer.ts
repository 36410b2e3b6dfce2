/** A file system of a host; `used` and `inodes` are ratios 0..1 of what an ordinary user may use. */
export interface FileSystem {
	readonly mount: string;
	readonly used: number;
	/** Bytes. */
	readonly free: number;
	readonly inodes?: number;
}

/** What a host said at one poll; what it did not say is undefined. Counters grow from its start. */
export interface HostAnswer {
	readonly name: string | undefined;
	readonly kernel: string | undefined;
	/** Of the last 1, 5 and 15 minutes. */
	readonly load: readonly [number, number, number] | undefined;
	/** Seconds since its start. */
	readonly uptime: number | undefined;
	/** Its clock, in whole seconds since 1970. */
	readonly clock: number | undefined;
	/** Time of all processors in ticks. */
	readonly cpu: { readonly total: number; readonly idle: number } | undefined;
	readonly cpus: number;
	/** Bytes. */
	readonly memory: { readonly total: number; readonly available: number } | undefined;
	readonly swap: { readonly total: number; readonly free: number } | undefined;
	/** Bytes by interface. */
	readonly net: ReadonlyMap<string, { readonly in: number; readonly out: number }>;
	readonly disks: readonly FileSystem[];
	/** What is said of the locks that lie there, to be read by `locksIn`. */
	readonly locks: readonly string[];
}

/** No host of ours has so many lines; and a line of `df` is no longer. */
const mostLines = 4000;
const longestLine = 512;

type Lines = ReadonlyMap<string, readonly string[]>;

function linesOf(text: string): Lines {
	const found = new Map<string, string[]>();
	for (const line of text.split('\n', mostLines)) {
		const at = line.indexOf('=');
		if (at <= 0 || line.length > longestLine) continue;
		const key = line.slice(0, at);
		const lines = found.get(key) ?? [];
		lines.push(line.slice(at + 1).trim());
		found.set(key, lines);
	}
	return found;
}

/** A counter or size as the kernel writes it; undefined for all else. */
function numberOf(text: string | undefined): number | undefined {
	return text !== undefined && /^\d{1,20}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}

function first(lines: Lines, key: string): string | undefined {
	return lines.get(key)?.[0];
}

function loadOf(lines: Lines): HostAnswer['load'] {
	const [one, five, fifteen] = (first(lines, 'load') ?? '').split(' ').map(numberOf);
	return one === undefined || five === undefined || fifteen === undefined ? undefined : [one, five, fifteen];
}

/** Ticks: user nice system idle iowait irq softirq steal; what guests take is in `user` already (proc(5)). */
function cpuOf(lines: Lines): HostAnswer['cpu'] {
	const all = (lines.get('cpu') ?? []).find((line) => /^cpu\s/.test(line));
	const ticks = (all ?? '').split(/\s+/).slice(1, 9).map(numberOf);
	const known = ticks.filter((tick) => tick !== undefined);
	if (known.length < 4 || known.length < ticks.length) return undefined;
	return { total: known.reduce((sum, tick) => sum + tick, 0), idle: (known[3] ?? 0) + (known[4] ?? 0) };
}

function kilobytesOf(lines: Lines): ReadonlyMap<string, number> {
	const found = new Map<string, number>();
	for (const line of lines.get('mem') ?? []) {
		const [name, value] = line.split(/:\s*/);
		const kilobytes = numberOf(value?.replace(/ kB$/, ''));
		if (name !== undefined && kilobytes !== undefined) found.set(name, kilobytes * 1024);
	}
	return found;
}

/** Kernels before 3.14 do not say what is available; free, buffers and cache together come near it. */
function memoryOf(sizes: ReadonlyMap<string, number>): HostAnswer['memory'] {
	const total = sizes.get('MemTotal');
	const free = sizes.get('MemFree');
	const guess = free === undefined ? undefined : free + (sizes.get('Buffers') ?? 0) + (sizes.get('Cached') ?? 0);
	const available = sizes.get('MemAvailable') ?? guess;
	if (total === undefined || total === 0 || available === undefined) return undefined;
	return { total, available: Math.min(total, available) };
}

function swapOf(sizes: ReadonlyMap<string, number>): HostAnswer['swap'] {
	const total = sizes.get('SwapTotal') ?? 0;
	const free = sizes.get('SwapFree');
	return total === 0 || free === undefined ? undefined : { total, free };
}

/** Received bytes are the first number after the name, sent ones the ninth (proc(5), `/proc/net/dev`). */
function netOf(lines: Lines): HostAnswer['net'] {
	const found = new Map<string, { readonly in: number; readonly out: number }>();
	for (const line of lines.get('net') ?? []) {
		const at = line.lastIndexOf(':');
		const fields = line
			.slice(at + 1)
			.trim()
			.split(/\s+/);
		const received = numberOf(fields[0]);
		const sent = numberOf(fields[8]);
		if (at > 0 && received !== undefined && sent !== undefined)
			found.set(line.slice(0, at), { in: received, out: sent });
	}
	return found;
}

interface Row {
	readonly source: string;
	readonly mount: string;
	readonly used: number;
	readonly free: number;
}

/** A line of `df -P`: source, size, used, available, capacity, mount. Source and mount may hold spaces. */
function rowOf(line: string): Row | undefined {
	const found = /^(\S.*?)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(?:\d+%|-)\s+(\/.*)$/s.exec(line);
	const [, source, , used, free, mount] = found ?? [];
	if (source === undefined || mount === undefined) return undefined;
	// Below zero where root has eaten into its reserve: nothing is left for others.
	return { source, mount, used: Number(used), free: Math.max(0, Number(free)) };
}

/** File systems that can fill up: on devices, in pools (ZFS), and whatever holds `/`; no images of packages or disks. */
function isReal({ source, mount, used, free }: Row): boolean {
	if (used + free === 0 || /^\/dev\/(loop|sr|fd)\d/.test(source) || /^\/(proc|sys|dev|snap)(\/|$)/.test(mount))
		return false;
	return mount === '/' || source.includes('/');
}

function rowsOf(lines: Lines, key: string): readonly Row[] {
	return (lines.get(key) ?? []).map(rowOf).filter((row) => row !== undefined);
}

function disksOf(lines: Lines): readonly FileSystem[] {
	const inodes = new Map(rowsOf(lines, 'inode').map((row) => [row.mount, row]));
	// The same device is often mounted at several places; the first is the one that people know.
	const real = new Map<string, FileSystem>();
	for (const row of rowsOf(lines, 'disk').filter(isReal)) {
		if (real.has(row.source)) continue;
		const nodes = inodes.get(row.mount);
		const all = (nodes?.used ?? 0) + (nodes?.free ?? 0);
		real.set(row.source, {
			mount: row.mount,
			used: row.used / (row.used + row.free),
			free: row.free * 1024,
			...(nodes === undefined || all === 0 ? {} : { inodes: nodes.used / all }),
		});
	}
	return [...real.values()];
}

/** What the script printed, taken apart; lines that are not understood are passed over (a login may print a greeting). */
export function parseHost(text: string): HostAnswer {
	const lines = linesOf(text);
	const sizes = kilobytesOf(lines);
	return {
		name: first(lines, 'name'),
		kernel: first(lines, 'kernel'),
		load: loadOf(lines),
		uptime: numberOf(first(lines, 'uptime')?.split(' ')[0]),
		clock: numberOf(first(lines, 'clock')),
		cpu: cpuOf(lines),
		cpus: (lines.get('cpu') ?? []).filter((line) => /^cpu\d/.test(line)).length,
		memory: memoryOf(sizes),
		swap: swapOf(sizes),
		net: netOf(lines),
		disks: disksOf(lines),
		locks: lines.get('lock') ?? [],
	};
}
