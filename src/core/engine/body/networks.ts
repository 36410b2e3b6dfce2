import type { Json } from '../../call.ts';
import type { Keep } from './config.ts';
import { isEmpty, told } from './json.ts';
import type { Container, Endpoint } from './shape.ts';

/** A network that the new container is connected to after it was created. */
export interface Connecting {
	readonly network: string;
	readonly endpoint: Json;
}

/** How the new container is in its networks. */
export interface Networking {
	readonly mode: string;
	/** For `NetworkingConfig.EndpointsConfig` of the create body; empty: nothing but the mode is needed. */
	readonly endpoints: Readonly<Record<string, Json>>;
	readonly connect: readonly Connecting[];
	/** For `Config.MacAddress`. */
	readonly mac?: string;
}

/** Modes in which a container has no endpoints of its own. */
function isShared(mode: string): boolean {
	return mode === 'host' || mode === 'none' || mode.startsWith('container:');
}

/** What of an endpoint was asked for; the rest is what it got, and the new one gets its own. */
function endpointOf(
	container: Container,
	network: string,
	endpoint: Endpoint,
	keep: Keep,
): Readonly<Record<string, Json>> {
	const { Id } = container;
	const aliases = (endpoint.Aliases ?? []).filter((alias) => alias !== Id.slice(0, 12) && alias !== Id);
	const { IPAMConfig, DriverOpts, Links, GwPriority } = endpoint;
	return told({
		Aliases: aliases.length === 0 ? undefined : aliases,
		IPAMConfig: isEmpty(IPAMConfig) ? undefined : (IPAMConfig ?? undefined),
		DriverOpts: isEmpty(DriverOpts) ? undefined : keep('NetworkSettings', 'Networks', network, 'DriverOpts'),
		Links: isEmpty(Links) ? undefined : (Links ?? undefined),
		GwPriority: GwPriority ? GwPriority : undefined,
	});
}

/** The network that the mode means: by name, by id, or the default bridge; if it was left, the first of the others. */
function primaryOf(mode: string, networks: Readonly<Record<string, Endpoint>>): string | undefined {
	const names = Object.keys(networks).toSorted();
	const meant = mode === 'default' ? 'bridge' : mode;
	if (names.includes(meant)) return meant;
	return names.find((name) => networks[name]?.NetworkID === mode) ?? names[0];
}

/** Whether an API is as new as 1.`minor`; one that is not known counts as old, since the old way works with all. */
function isSince(api: string | undefined, minor: number): boolean {
	const [, found] = /^1\.(\d+)$/.exec(api ?? '') ?? [];
	return found !== undefined && Number(found) >= minor;
}

/**
 * The networks of the old container for the new one. An API before 1.44 takes one endpoint at `create`, the rest is
 * connected before the start; from 1.44 on a MAC address belongs to its endpoint (docker.md §2).
 */
export function networkingOf(container: Container, api: string | undefined, keep: Keep): Networking {
	const mode =
		typeof container.HostConfig['NetworkMode'] === 'string' ? container.HostConfig['NetworkMode'] : 'default';
	if (isShared(mode)) return { mode, endpoints: {}, connect: [] };
	const networks = container.NetworkSettings?.Networks ?? {};
	const primary = primaryOf(mode, networks);
	const mac = container.Config.MacAddress || undefined;
	const perEndpoint = isSince(api, 44);
	const made = Object.entries(networks)
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.map(([network, endpoint]) => {
			const own = network === primary && perEndpoint && mac !== undefined ? { MacAddress: mac } : {};
			return { network, endpoint: { ...endpointOf(container, network, endpoint, keep), ...own } };
		});
	const first = made.filter(({ network }) => network === primary);
	const others = made.filter(({ network }) => network !== primary);
	const atCreate = perEndpoint && others.length > 0 ? made : first.filter(({ endpoint }) => !isEmpty(endpoint));
	return {
		mode: primary === undefined || (mode === 'default' && primary === 'bridge') ? mode : primary,
		endpoints: Object.fromEntries(atCreate.map(({ network, endpoint }) => [network, endpoint])),
		connect: perEndpoint ? [] : others,
		...(mac === undefined || perEndpoint ? {} : { mac }),
	};
}
