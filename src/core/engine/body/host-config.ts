import type { Json } from '../../call.ts';
import type { Keep } from './config.ts';
import { isEmpty, isRecord, told } from './json.ts';
import type { Container, Mount } from './shape.ts';

/** The engine keeps these for itself, or they are about the terminal of whoever made the old container. */
const runtime = ['ConsoleSize', 'ContainerIDFile', 'Isolation'];
/** An empty list is not the same as none here: nothing is masked, instead of the usual. */
const emptyCounts = ['MaskedPaths', 'ReadonlyPaths'];
/** Fields that are no pointers in the engine: zero or false is the same as not given. */
const zeroIsNothing = new Set([
	...['AutoRemove', 'Privileged', 'PublishAllPorts', 'ReadonlyRootfs', 'OomScoreAdj', 'ShmSize', 'CpuShares', 'Memory'],
	...['NanoCpus', 'BlkioWeight', 'CpuPeriod', 'CpuQuota', 'CpuRealtimePeriod', 'CpuRealtimeRuntime', 'KernelMemory'],
	...['KernelMemoryTCP', 'MemoryReservation', 'MemorySwap', 'CpuCount', 'CpuPercent', 'IOMaximumIOps'],
	'IOMaximumBandwidth',
]);
/** What is put in by other functions below. */
const handled = ['Binds', 'Mounts', 'Links', 'LogConfig', 'NetworkMode', 'AutoRemove'];
/** What may hold a secret in a way that we do not know stays on its host; these cannot. */
const harmless = new Set([
	...['PortBindings', 'RestartPolicy', 'VolumesFrom', 'VolumeDriver', 'CapAdd', 'CapDrop', 'CgroupnsMode', 'Dns'],
	...['DnsOptions', 'DnsSearch', 'ExtraHosts', 'GroupAdd', 'IpcMode', 'Cgroup', 'PidMode', 'SecurityOpt', 'Tmpfs'],
	...['UTSMode', 'UsernsMode', 'Runtime', 'CgroupParent', 'CpusetCpus', 'CpusetMems', 'Devices', 'DeviceCgroupRules'],
	...['DeviceRequests', 'Ulimits', 'MaskedPaths', 'ReadonlyPaths', 'BlkioWeightDevice', 'BlkioDeviceReadBps'],
	...['BlkioDeviceWriteBps', 'BlkioDeviceReadIOps', 'BlkioDeviceWriteIOps'],
]);

const anonymous = /^[0-9a-f]{64}$/;

function listOf(json: Json | undefined): readonly Json[] {
	return Array.isArray(json) ? json : [];
}

/** The path in the container of `SOURCE:/path[:options]`. */
function targetOfBind(bind: Json): string {
	return typeof bind === 'string' ? (bind.split(':')[1] ?? '') : '';
}

/** A volume without a name would be made anew and empty: it is named. Options of a volume's driver may hold passwords. */
function mountsOf({ HostConfig, Mounts }: Container, keep: Keep): readonly Json[] {
	const names = new Map((Mounts ?? []).map(({ Destination, Name }) => [Destination, Name ?? undefined]));
	return listOf(HostConfig['Mounts']).map((mount, index): Json => {
		if (!isRecord(mount)) return mount;
		const options = mount['VolumeOptions'];
		const name =
			mount['Type'] === 'volume' && isEmpty(mount['Source']) ? names.get(String(mount['Target'])) : undefined;
		return told({
			...mount,
			Source: name ?? mount['Source'],
			VolumeOptions: isEmpty(options) ? undefined : keep('HostConfig', 'Mounts', String(index), 'VolumeOptions'),
		});
	});
}

function isAnonymous({ Type, Name }: Mount): boolean {
	return Type === 'volume' && anonymous.test(Name ?? '');
}

/** The old binds, and the volumes without a name, by theirs: a plain re-create would begin with new, empty ones. */
function bindsOf({ HostConfig, Mounts }: Container): readonly Json[] {
	const binds = listOf(HostConfig['Binds']);
	const mounted = listOf(HostConfig['Mounts']).map((mount) => (isRecord(mount) ? String(mount['Target']) : ''));
	const taken = new Set([...binds.map(targetOfBind), ...mounted]);
	const more = (Mounts ?? []).filter((mount) => isAnonymous(mount) && !taken.has(mount.Destination));
	return [...binds, ...more.map(({ Name, Destination, RW }) => `${Name}:${Destination}${RW === false ? ':ro' : ''}`)];
}

/** `inspect` gives `/db:/app/alias`, `create` wants `db:alias`. */
function linksOf({ HostConfig }: Container): readonly Json[] {
	return listOf(HostConfig['Links']).map((link) => {
		const [, from, alias] = /^\/?([^:]+):(?:.*\/)?([^/]+)$/.exec(String(link)) ?? [];
		return from === undefined || alias === undefined ? link : `${from}:${alias}`;
	});
}

function logConfigOf({ HostConfig }: Container, keep: Keep): Json | undefined {
	const log = HostConfig['LogConfig'];
	if (!isRecord(log)) return undefined;
	const options = isEmpty(log['Config']) ? undefined : keep('HostConfig', 'LogConfig', 'Config');
	return told({ Type: log['Type'], Config: options });
}

function copied(name: string, value: Json, keep: Keep): Json | undefined {
	if (runtime.includes(name) || handled.includes(name) || value === null) return undefined;
	if (isEmpty(value) && !emptyCounts.includes(name)) return undefined;
	if ((value === 0 || value === false) && zeroIsNothing.has(name)) return undefined;
	const plain = typeof value === 'number' || typeof value === 'boolean' || harmless.has(name);
	return plain ? value : keep('HostConfig', name);
}

const listed = (list: readonly Json[]): Json | undefined => (list.length === 0 ? undefined : list);

/** How the new container is run: as the old one, restart policy and all. `mode`: its network mode. */
export function hostConfigOf(container: Container, mode: string, keep: Keep): Readonly<Record<string, Json>> {
	const rest = Object.entries(container.HostConfig).map(([name, value]) => [name, copied(name, value, keep)] as const);
	return told({
		...Object.fromEntries(rest),
		Binds: listed(bindsOf(container)),
		Mounts: listed(mountsOf(container, keep)),
		Links: listed(linksOf(container)),
		LogConfig: logConfigOf(container, keep),
		NetworkMode: mode,
	});
}

/** Published ports for which the engine chooses the host's port: it will choose another one. */
export function chosenPorts({ HostConfig }: Container): readonly string[] {
	const bindings = HostConfig['PortBindings'];
	if (!isRecord(bindings)) return [];
	const open = (binding: Json) => isRecord(binding) && ['', '0', undefined].includes(String(binding['HostPort'] ?? ''));
	return Object.entries(bindings).flatMap(([port, all]) => (listOf(all).some(open) ? [port] : []));
}
