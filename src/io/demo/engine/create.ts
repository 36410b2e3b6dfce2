import { commandWords, mergedConfig } from './config.ts';
import { usualHostConfig } from './defaults.ts';
import { fieldsOf, listOf, numberOf, textOf } from './fields.ts';
import { imageOf, namedSo } from './find.ts';
import { mountsOf } from './mounts.ts';
import { looseEnd } from './network.ts';
import { done, refused } from './outcome.ts';
import { policyOf, wrongPolicy } from './policy.ts';
import { toldOf, withContainer, withId } from './tell.ts';
import type { Asked, Container, DemoImage, Endpoint, Engine, Fields, Handler } from './types.ts';

const nameForm = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** What is wrong with a name, in the engine's words; undefined: it can be given. */
export function wrongName(engine: Engine, name: string): [number, string] | undefined {
	if (!nameForm.test(name))
		return [400, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`];
	const owner = namedSo(engine, name.replace(/^\//, ''));
	if (owner === undefined) return undefined;
	const taken = `The container name "/${owner.name}" is already in use by container "${owner.id}".`;
	return [409, `Conflict. ${taken} You have to remove (or rename) that container to be able to reuse that name.`];
}

/** The host's part: the usual values, and what was asked for. */
function hostConfigOf(body: Fields): Fields {
	const own = fieldsOf(body['HostConfig']);
	const { name, most } = policyOf(own);
	const memory = numberOf(own['Memory']);
	const log = fieldsOf(own['LogConfig']);
	const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null));
	return {
		...usualHostConfig,
		...given,
		NetworkMode: textOf(own['NetworkMode']) || 'default',
		RestartPolicy: { Name: name, MaximumRetryCount: most },
		MemorySwap: numberOf(own['MemorySwap']) || memory * 2,
		LogConfig: { Type: textOf(log['Type']) || 'json-file', Config: fieldsOf(log['Config']) },
	};
}

/** The networks that a container is made with; `default` is the engine's own `bridge`. */
function networksOf(hostConfig: Fields, endpoints: Fields): Readonly<Record<string, Endpoint>> {
	const mode = textOf(hostConfig['NetworkMode']);
	if (mode.startsWith('container:')) return {};
	const name = mode === 'default' ? 'bridge' : mode;
	const given = Object.keys(endpoints)[0] ?? name;
	return { [given]: looseEnd(endpoints[given]) };
}

interface Wish {
	readonly name: string;
	readonly image: DemoImage;
	readonly config: Fields;
	readonly hostConfig: Fields;
	readonly endpoints: Fields;
}

/** What is wrong with a body before its image is looked for. */
function wrongBody(hostConfig: Fields, endpoints: Fields): [number, string] | undefined {
	const policy = wrongPolicy(policyOf(hostConfig));
	if (policy !== undefined) return [400, policy];
	const names = Object.keys(endpoints);
	if (names.length <= 1) return undefined;
	return [400, `Container cannot be connected to network endpoints: ${names.join(', ')}`];
}

/** The host's ports that are published, as `ADDRESS:PORT/PROTOCOL`. */
function portsOf(hostConfig: Fields): readonly string[] {
	return Object.entries(fieldsOf(hostConfig['PortBindings'])).flatMap(([port, bindings]) =>
		listOf(bindings)
			.filter((binding) => textOf(binding['HostPort']) !== '')
			.map(
				(binding) => `${textOf(binding['HostIp']) || '0.0.0.0'}:${textOf(binding['HostPort'])}/${port.split('/')[1]}`,
			),
	);
}

function hostnameOf({ host }: Engine, { config, hostConfig }: Wish, id: string): string {
	const mode = textOf(hostConfig['NetworkMode']);
	return textOf(config['Hostname']) || (mode === 'host' ? host : id.slice(0, 12));
}

function made(engine: Engine, wish: Wish, asked: Asked): { readonly engine: Engine; readonly id: string } {
	const fresh = withId(engine, 'container');
	const mounting = mountsOf(fresh.engine, wish.config, wish.hostConfig, asked.now);
	const container: Container = {
		id: fresh.id,
		name: wish.name.replace(/^\//, ''),
		created: asked.now,
		image: wish.image.id,
		config: { ...wish.config, Hostname: hostnameOf(engine, wish, fresh.id) },
		hostConfig: wish.hostConfig,
		mounts: mounting.mounts,
		ports: portsOf(wish.hostConfig),
		networks: networksOf(wish.hostConfig, wish.endpoints),
		state: 'created',
		pid: 0,
		exit: 0,
		oom: false,
		error: '',
		restarts: 0,
		byHand: false,
		backOff: 0,
		health: 'none',
		lives: [],
	};
	return { engine: toldOf(withContainer(mounting.engine, container), container, 'create', asked.now), id: fresh.id };
}

/** `POST /containers/create`. What is wrong is told in the order in which the engine looks. */
export const create: Handler = (engine, asked) => {
	if (asked.body === undefined) return refused(engine, 500, 'EOF');
	const body = fieldsOf(asked.body);
	const hostConfig = hostConfigOf(body);
	const endpoints = fieldsOf(fieldsOf(body['NetworkingConfig'])['EndpointsConfig']);
	const wrong = wrongBody(hostConfig, endpoints);
	if (wrong !== undefined) return refused(engine, ...wrong);
	const ref = textOf(body['Image']);
	const image = imageOf(engine, ref);
	if (image === undefined) return refused(engine, 404, `No such image: ${/[@:]/.test(ref) ? ref : `${ref}:latest`}`);
	const config = mergedConfig(body, image.config);
	if (commandWords(config).length === 0) return refused(engine, 400, 'No command specified');
	const name = asked.query.get('name') ?? `unnamed_${engine.serial}`;
	const badName = wrongName(engine, name);
	if (badName !== undefined) return refused(engine, ...badName);
	const so = made(engine, { name, image, config, hostConfig, endpoints }, asked);
	return done(so.engine, 201, { Id: so.id, Warnings: [] });
};
