import { known } from '../known.ts';

/** What a container used since its start, as its control groups say it. What they did not say is missing. */
export interface Cgroup {
	/** Seconds of processor time. */
	readonly cpu?: number;
	/** Bytes, without the cache that the kernel would give back. */
	readonly memory?: number;
	/** Bytes: its own limit, or the memory of the host when it has none. */
	readonly limit?: number;
	/** Bytes, over all its networks; missing where it uses the network of its host. */
	readonly received?: number;
	readonly sent?: number;
}

/** What a host said once of all containers, by their ids: counters, which mean something between two answers. */
export interface CgroupAnswer {
	/** Seconds since the host's start. */
	readonly uptime: number;
	readonly groups: ReadonlyMap<string, Cgroup>;
}

/** What a container uses: `cpu` in processors, `memory` as a share of its limit, traffic in bytes a second. */
export interface Used {
	readonly cpu?: number;
	readonly memory?: number;
	readonly netIn?: number;
	readonly netOut?: number;
}

/** A container's folder, as Docker's two drivers, Podman's and those of Kubernetes name it; not that of Podman's monitor. */
const folder = /(?:^|[/-])([0-9a-f]{64})(?:\.scope)?$/;

const idOf = (path: string): string | undefined => (path.includes('conmon-') ? undefined : folder.exec(path)?.[1]);

/** Bytes so far. */
interface Traffic {
	readonly received: number;
	readonly sent: number;
}

/** What was found of a container, before its memory is known from it. */
interface Found {
	cpu?: number;
	memory?: number;
	limit?: number;
	inactive?: number;
	readonly interfaces: Map<string, Traffic>;
}

/** A line of one of the files that are read, as grep prints it: `FOLDER/NAME:TEXT`. */
const told =
	/^(.*)\/(uptime|meminfo|net\/dev|cpuacct\.usage|cpu\.stat|memory\.(?:usage_in_bytes|current|max|stat)):(.*)$/;

/** An interface: what it received and sent are the first number and the ninth (proc(5), `/proc/net/dev`). */
const dev = /^ *([^:]{1,32}): *(\d{1,20}) +(?:\d+ +){7}(\d{1,20}) /;

const counter = (text: string | undefined): number | undefined =>
	text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : undefined;

/**
 * Takes in a line of a container's file. Source of names and units: the kernel's documentation,
 * admin-guide/cgroup-v1/cpuacct.rst (nanoseconds) and memory.rst, admin-guide/cgroup-v2.rst (microseconds). What of the
 * memory is counted as used is what `docker stats` counts (`core/engine/stats.ts`).
 */
function takeNumber(found: Found | undefined, name: string, text: string): void {
	const [word, number] = text.includes(' ') ? text.split(' ', 2) : [name, text];
	const value = counter(number);
	if (found === undefined || value === undefined) return;
	switch (word) {
		case 'cpuacct.usage':
			found.cpu = value / 1e9;
			return;
		case 'usage_usec':
			found.cpu = value / 1e6;
			return;
		case 'memory.usage_in_bytes':
		case 'memory.current':
			found.memory = value;
			return;
		case 'memory.max':
		case 'hierarchical_memory_limit':
			found.limit = value;
			return;
		case 'inactive_file':
			found.inactive ??= value;
			return;
		case 'total_inactive_file':
			found.inactive = value;
			return;
		default:
			return;
	}
}

function takeInterface(interfaces: Map<string, Traffic> | undefined, text: string): void {
	const [, name, received, sent] = dev.exec(text) ?? [];
	if (name !== undefined) interfaces?.set(name, { received: Number(received), sent: Number(sent) });
}

/** Whether these are the interfaces of the host itself: then what went through them is not the container's own. */
function isHosts(own: ReadonlyMap<string, unknown>, hosts: ReadonlyMap<string, unknown>): boolean {
	return own.size === hosts.size && [...own.keys()].every((name) => hosts.has(name));
}

function groupOf(found: Found, total: number | undefined, hosts: ReadonlyMap<string, unknown>): Cgroup {
	const { cpu, memory, inactive = 0, interfaces } = found;
	const own = interfaces.size === 0 || isHosts(interfaces, hosts) ? undefined : [...interfaces.values()];
	return known({
		cpu,
		memory: memory === undefined ? undefined : memory - (inactive < memory ? inactive : 0),
		limit: total === undefined ? found.limit : Math.min(found.limit ?? total, total),
		received: own?.reduce((sum, each) => sum + each.received, 0),
		sent: own?.reduce((sum, each) => sum + each.sent, 0),
	});
}

/** What was understood so far, and to which container a process belongs. */
interface Reading {
	readonly all: Map<string, Found>;
	readonly byPid: Map<string, Found>;
	readonly hosts: Map<string, Traffic>;
	uptime?: number;
	total?: number;
}

/** Takes in `pid=PID FOLDER`: a container, and a process in it where there is one. */
function takeContainer(reading: Reading, pid: string, folder: string): void {
	const id = idOf(folder);
	if (id === undefined) return;
	const found: Found = { interfaces: new Map() };
	reading.all.set(id, found);
	if (pid !== '') reading.byPid.set(pid, found);
}

/** Takes in what the file NAME of a folder says. */
function takeLine(reading: Reading, folder: string, name: string, text: string): void {
	switch (name) {
		case 'uptime':
			reading.uptime = Number.parseFloat(text);
			return;
		case 'meminfo':
			reading.total = Number.parseInt(text.replace('MemTotal:', ''), 10) * 1024;
			return;
		case 'net/dev':
			takeInterface(
				folder === '/proc' ? reading.hosts : reading.byPid.get(folder.slice('/proc/'.length))?.interfaces,
				text,
			);
			return;
		default:
			takeNumber(reading.all.get(idOf(folder) ?? ''), name, text);
	}
}

/** The lines of a round of the script, taken apart; undefined where it did not say how long the host is up. */
export function parseCgroups(lines: readonly string[]): CgroupAnswer | undefined {
	const reading: Reading = { all: new Map(), byPid: new Map(), hosts: new Map() };
	for (const line of lines) {
		const [, pid, at] = /^pid=(\d*) (.*)$/.exec(line) ?? [];
		const [, folder, name, said] = told.exec(line) ?? [];
		if (pid !== undefined && at !== undefined) takeContainer(reading, pid, at);
		else if (folder !== undefined && name !== undefined && said !== undefined) takeLine(reading, folder, name, said);
	}
	const { all, hosts, uptime, total } = reading;
	if (uptime === undefined || Number.isNaN(uptime)) return undefined;
	return { uptime, groups: new Map([...all].map(([id, found]) => [id, groupOf(found, total || undefined, hosts)])) };
}

/** How much a counter grew a second; undefined where one is missing, it began anew, or no time has passed. */
export function rate(now: number | undefined, before: number | undefined, seconds: number): number | undefined {
	if (now === undefined || before === undefined || seconds <= 0 || now < before) return undefined;
	return (now - before) / seconds;
}

/** What each container used between two answers of its host; after a start of the host, or of the container, only its memory. */
export function usedOf(before: CgroupAnswer | undefined, now: CgroupAnswer): ReadonlyMap<string, Used> {
	const seconds = before === undefined ? 0 : now.uptime - before.uptime;
	return new Map(
		[...now.groups].map(([id, group]) => {
			const earlier = before?.groups.get(id) ?? {};
			return [
				id,
				known({
					cpu: rate(group.cpu, earlier.cpu, seconds),
					memory: group.memory === undefined || !group.limit ? undefined : group.memory / group.limit,
					netIn: rate(group.received, earlier.received, seconds),
					netOut: rate(group.sent, earlier.sent, seconds),
				}),
			];
		}),
	);
}
