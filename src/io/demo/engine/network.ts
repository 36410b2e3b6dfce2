import type { Millis } from '../../../core/model.ts';
import { fieldsOf, textOf, textsOf } from './fields.ts';
import { containerOf, networkOf } from './find.ts';
import { hexOf } from './ids.ts';
import { done, refused } from './outcome.ts';
import { told, withContainer } from './tell.ts';
import type { Asked, Container, Endpoint, Engine, Fields, Handler, Network } from './types.ts';

/** What of an endpoint is given when it is made; the engine adds the rest when the container starts. */
function givenOf(config: unknown): Fields {
	const { IPAMConfig, Links, Aliases, DriverOpts } = fieldsOf(config);
	return {
		IPAMConfig: IPAMConfig ?? null,
		Links: Links ?? null,
		Aliases: Aliases ?? null,
		DriverOpts: DriverOpts ?? null,
	};
}

/** An end of a network that is not joined yet. */
export function looseEnd(config: unknown): Endpoint {
	return { given: givenOf(config), network: '', id: '', address: '' };
}

/** Addresses of a network that are in use. */
function takenIn(engine: Engine, network: Network): ReadonlySet<string> {
	const all = [...engine.containers.values()].map((each) => each.networks[network.name]?.address ?? '');
	return new Set(all.filter((address) => address !== ''));
}

function freeAddress(network: Network, taken: ReadonlySet<string>): string {
	const [a = 0, b = 0, c = 0] = network.base.split('.').map(Number);
	for (let host = 2; host < 65_000; host++) {
		const address = `${a}.${b}.${c + (host >> 8)}.${host & 255}`;
		if (!taken.has(address)) return address;
	}
	return '';
}

/** What joining came to: the container with its addresses, or why not. */
export type Joined =
	| { readonly ok: true; readonly engine: Engine; readonly container: Container }
	| { readonly ok: false; readonly status: number; readonly message: string };

function joinOne(engine: Engine, container: Container, name: string, now: Millis): Joined {
	const network = networkOf(engine, name);
	const end = container.networks[name];
	if (network === undefined || end === undefined) {
		return { ok: false, status: 404, message: `network ${name} not found` };
	}
	const wanted = textOf(fieldsOf(end.given['IPAMConfig'])['IPv4Address']);
	const taken = takenIn(engine, network);
	if (wanted !== '' && taken.has(wanted)) return { ok: false, status: 403, message: 'Address already in use' };
	const address = network.base === '' ? '' : wanted || freeAddress(network, taken);
	const id = hexOf(container.id, network.id, container.lives.length);
	const networks = { ...container.networks, [name]: { ...end, network: network.id, id, address } };
	const attributes = { container: container.id, name: network.name, type: network.driver };
	const event = { at: now, type: 'network', action: 'connect', id: network.id, attributes } as const;
	return { ok: true, engine: told(engine, event), container: { ...container, networks } };
}

/** Joins all networks of a container that starts. */
export function joined(engine: Engine, container: Container, now: Millis): Joined {
	let so: Joined = { ok: true, engine, container };
	for (const name of Object.keys(container.networks).sort()) {
		if (so.ok) so = joinOne(so.engine, so.container, name, now);
	}
	return so;
}

function leftOne(end: Endpoint): Endpoint {
	return { ...end, id: '', address: '' };
}

/** Leaves all networks of a container that ended; they stay written down for its next start. */
export function left(engine: Engine, container: Container, now: Millis): { engine: Engine; container: Container } {
	let so = engine;
	for (const [name, end] of Object.entries(container.networks)) {
		const attributes = { container: container.id, name, type: networkOf(engine, name)?.driver ?? 'bridge' };
		if (end.id !== '') {
			so = told(so, { at: now, type: 'network', action: 'disconnect', id: end.network, attributes });
		}
	}
	const networks = Object.fromEntries(Object.entries(container.networks).map(([name, end]) => [name, leftOne(end)]));
	return { engine: so, container: { ...container, networks } };
}

/** Who a request about a network is about; undefined when there is no such container. */
function memberOf(engine: Engine, asked: Asked): Container | undefined {
	return containerOf(engine, textOf(fieldsOf(asked.body)['Container']));
}

/** Looks for what is wrong with joining a network while running; a stopped container learns it at its start. */
function wrongLive(engine: Engine, asked: Asked, member: Container): [number, string] | undefined {
	const network = networkOf(engine, asked.of);
	if (network === undefined) return [404, `network ${asked.of} not found`];
	if (member.networks[network.name] === undefined) return undefined;
	return [403, `endpoint with name ${member.name} already exists in network ${network.name}`];
}

/** `POST /networks/NAME/connect`. */
export const connect: Handler = (engine, asked) => {
	const member = memberOf(engine, asked);
	if (member === undefined) {
		return refused(engine, 404, `No such container: ${textOf(fieldsOf(asked.body)['Container'])}`);
	}
	const runs = member.state === 'running' || member.state === 'paused';
	const wrong = runs ? wrongLive(engine, asked, member) : undefined;
	if (wrong !== undefined) return refused(engine, ...wrong);
	const config = fieldsOf(fieldsOf(asked.body)['EndpointConfig']);
	const name = networkOf(engine, asked.of)?.name ?? asked.of;
	const given = { ...config, Aliases: [...textsOf(config['Aliases']), member.id.slice(0, 12)] };
	const networks = { ...member.networks, [name]: looseEnd(given) };
	const container = { ...member, networks };
	if (!runs) return done(withContainer(engine, container), 200);
	const so = joinOne(engine, container, name, asked.now);
	return so.ok ? done(withContainer(so.engine, so.container), 200) : refused(engine, so.status, so.message);
};

/** `POST /networks/NAME/disconnect`. */
export const disconnect: Handler = (engine, asked) => {
	const member = memberOf(engine, asked);
	if (member === undefined) {
		return refused(engine, 404, `No such container: ${textOf(fieldsOf(asked.body)['Container'])}`);
	}
	const name = networkOf(engine, asked.of)?.name ?? asked.of;
	const { [name]: end, ...networks } = member.networks;
	if (end === undefined) {
		return refused(engine, 500, `container ${member.id} is not connected to the network ${name}`);
	}
	const attributes = { container: member.id, name, type: 'bridge' };
	const event = { at: asked.now, type: 'network', action: 'disconnect', id: end.network, attributes } as const;
	return done(withContainer(end.id === '' ? engine : told(engine, event), { ...member, networks }), 200);
};
