import { stamp } from './fields.ts';
import { networkOf } from './find.ts';
import { done, refused } from './outcome.ts';
import type { Engine, Handler, Network } from './types.ts';

function membersOf(engine: Engine, { name }: Network): unknown {
	const entries = [...engine.containers.values()]
		.filter((each) => (each.networks[name]?.id ?? '') !== '')
		.map((each) => {
			const end = each.networks[name];
			return [
				each.id,
				{ Name: each.name, EndpointID: end?.id, MacAddress: '', IPv4Address: end?.address, IPv6Address: '' },
			];
		});
	return Object.fromEntries(entries);
}

function networkJson(engine: Engine, network: Network, members: boolean): unknown {
	const Subnet = `${network.base}.0/${network.prefix}`;
	return {
		Name: network.name,
		Id: network.id,
		Created: stamp(network.created),
		Scope: 'local',
		Driver: network.driver,
		EnableIPv6: false,
		IPAM: { Driver: 'default', Options: null, Config: network.base === '' ? [] : [{ Subnet }] },
		Internal: false,
		Attachable: false,
		Ingress: false,
		ConfigFrom: { Network: '' },
		ConfigOnly: false,
		Containers: members ? membersOf(engine, network) : {},
		Options: {},
		Labels: network.labels,
	};
}

/** `GET /networks`. */
export const listNetworks: Handler = (engine) =>
	done(
		engine,
		200,
		[...engine.networks.values()].map((each) => networkJson(engine, each, false)),
	);

/** `GET /networks/NAME`. */
export const inspectNetwork: Handler = (engine, { of }) => {
	const network = networkOf(engine, of);
	if (network === undefined) return refused(engine, 404, `network ${of} not found`);
	return done(engine, 200, networkJson(engine, network, true));
};

/** `GET /volumes`. */
export const listVolumes: Handler = (engine) => {
	const Volumes = [...engine.volumes.values()].map(({ name, created }) => ({
		CreatedAt: stamp(created),
		Driver: 'local',
		Labels: null,
		Mountpoint: `/var/lib/docker/volumes/${name}/_data`,
		Name: name,
		Options: null,
		Scope: 'local',
	}));
	return done(engine, 200, { Volumes, Warnings: null });
};
