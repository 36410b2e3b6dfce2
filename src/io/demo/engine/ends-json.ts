import { fieldsOf, listOf, textOf, textsOf } from './fields.ts';
import { hexOf } from './ids.ts';
import type { Container, Endpoint, Engine, Fields } from './types.ts';

/** `02:42:` and the address in hex, as the engine makes it. */
function macOf(address: string): string {
	const parts = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
	return address === '' ? '' : ['02', '42', ...parts].join(':');
}

function endJson(engine: Engine, end: Endpoint, own: Fields): unknown {
	const { address } = end;
	const network = engine.networks.get(end.network);
	const [a, b, c] = (network?.base ?? '').split('.');
	return {
		IPAMConfig: end.given['IPAMConfig'] ?? null,
		Links: own['Links'] ?? null,
		Aliases: own['Aliases'] ?? null,
		NetworkID: end.network,
		EndpointID: end.id,
		Gateway: address === '' ? '' : `${a}.${b}.${c}.1`,
		IPAddress: address,
		IPPrefixLen: address === '' ? 0 : (network?.prefix ?? 0),
		IPv6Gateway: '',
		GlobalIPv6Address: '',
		GlobalIPv6PrefixLen: 0,
		MacAddress: macOf(address),
		DriverOpts: end.given['DriverOpts'] ?? null,
	};
}

/** Its own short id is an alias of a container on every network but the engine's own, once it has been joined. */
function aliasesOf({ given, network }: Endpoint, name: string, id: string): unknown {
	if (['bridge', 'host', 'none'].includes(name)) return given['Aliases'] ?? null;
	const own = textsOf(given['Aliases']);
	const short = id.slice(0, 12);
	if (network === '' || own.includes(short)) return own.length > 0 ? own : null;
	return [...own, short];
}

/** `NetworkSettings.Networks`. In the list of containers links and aliases are left out. */
export function networksJson(engine: Engine, container: Container, whole: boolean): Fields {
	const entries = Object.entries(container.networks).map(([name, end]) => {
		const own = whole ? { Links: end.given['Links'], Aliases: aliasesOf(end, name, container.id) } : {};
		return [name, endJson(engine, end, own)];
	});
	return Object.fromEntries(entries);
}

function isUp({ state }: Container): boolean {
	return state === 'running' || state === 'paused';
}

/** A published port that the engine chose because none was named. */
function chosenPort(container: Container, port: string): string {
	return String(49_153 + (Number.parseInt(hexOf(container.id, port).slice(0, 4), 16) % 16_000));
}

/** `NetworkSettings.Ports`: what is published while it runs, and null for what is only exposed. */
function portsJson(container: Container): Fields {
	if (!isUp(container)) return {};
	const bindings = fieldsOf(container.hostConfig['PortBindings']);
	const exposed = Object.keys(fieldsOf(container.config['ExposedPorts'])).map((port) => [port, null]);
	const published = Object.entries(bindings).map(([port, given]) => [
		port,
		listOf(given).map((binding) => ({
			HostIp: textOf(binding['HostIp']) || '0.0.0.0',
			HostPort: textOf(binding['HostPort']) || chosenPort(container, port),
		})),
	]);
	return { ...Object.fromEntries(exposed), ...Object.fromEntries(published) };
}

/** `Ports` of the list of containers. */
export function portList(container: Container): readonly unknown[] {
	return Object.entries(portsJson(container)).flatMap(([port, bindings]): readonly unknown[] => {
		const [number = '', Type = 'tcp'] = port.split('/');
		const PrivatePort = Number(number);
		if (bindings === null) return [{ PrivatePort, Type }];
		return listOf(bindings).map(({ HostIp, HostPort }) => ({
			IP: HostIp,
			PrivatePort,
			PublicPort: Number(HostPort),
			Type,
		}));
	});
}

/** `NetworkSettings` of an inspect answer. What stands outside `Networks` is that of the engine's own bridge. */
export function networkSettings(engine: Engine, container: Container): unknown {
	const bridge = container.networks['bridge'];
	const own = fieldsOf(bridge === undefined ? {} : endJson(engine, bridge, {}));
	const sandbox = container.lives.length === 0 ? '' : hexOf(container.id, 'sandbox', container.lives.length);
	const noSandbox = textOf(container.hostConfig['NetworkMode']).startsWith('container:');
	const id = noSandbox ? '' : sandbox;
	return {
		Bridge: '',
		SandboxID: id,
		HairpinMode: false,
		LinkLocalIPv6Address: '',
		LinkLocalIPv6PrefixLen: 0,
		Ports: portsJson(container),
		SandboxKey: id === '' ? '' : `/var/run/docker/netns/${id.slice(0, 12)}`,
		SecondaryIPAddresses: null,
		SecondaryIPv6Addresses: null,
		EndpointID: own['EndpointID'] ?? '',
		Gateway: own['Gateway'] ?? '',
		GlobalIPv6Address: '',
		GlobalIPv6PrefixLen: 0,
		IPAddress: own['IPAddress'] ?? '',
		IPPrefixLen: own['IPPrefixLen'] ?? 0,
		IPv6Gateway: '',
		MacAddress: own['MacAddress'] ?? '',
		Networks: networksJson(engine, container, true),
	};
}
