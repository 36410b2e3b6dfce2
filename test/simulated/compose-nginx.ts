// A host with a simulated Compose and an nginx before its service: also plain containers, and the file of an upstream.
import type { Answer, Call, Reply } from '../../src/core/call.ts';
import { composeHost, FILE_NAME, hexOf, idOf } from './compose-host.ts';
import { nginxRan, type SimulatedNginx, weightsIn } from './nginx-carrier.ts';

export const PORTS = [8081, 8082] as const;
export const UPSTREAM = '/etc/nginx/upstreams/api.conf';

/** A container that is none of Compose's. */
interface Plain {
	readonly id: string;
	readonly image: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly port: number;
	state: 'created' | 'running' | 'exited';
}

const reply = (code: number, text = '', err = ''): Reply => ({ code, text, err });
const member = (value: unknown, ...path: readonly string[]): unknown =>
	path.reduce<unknown>((of, key) => Reflect.get(Object(of), key), value);

/** The containers whose values a request takes over, which must still be there. */
function keptIn(body: unknown): readonly string[] {
	return [...JSON.stringify(body ?? null).matchAll(/"kept":\{[^}]*"container":"([^"]+)"/g)].map(([, id = '']) => id);
}

/** The same host; `sick`: what runs this image is never well. */
export function composeBehindNginx(tool: 'v2' | '1.29') {
	const host = composeHost(tool);
	host.tags.set('app:v1', 'NEW');
	host.tags.set(FILE_NAME, 'OLD');
	host.compose.tag('OLD');
	host.compose.up();
	const plain = new Map<string, Plain>();
	const sick = new Set<string>();
	const nginx: SimulatedNginx = { file: '', weights: new Map() };
	/** How often nobody was there whom nginx would have given a request. */
	let gaps = 0;
	let made = 0;

	const isUp = (port: number) =>
		(port === PORTS[0] && host.boxes().some(({ state }) => state === 'running')) ||
		[...plain.values()].some((one) => one.port === port && one.state === 'running');
	const serving = () => [...nginx.weights.keys()];

	const inspectOf = (name: string, { id, image, labels, port, state }: Plain) => ({
		...{ Id: id, Name: `/${name}`, Image: idOf(image), RestartCount: 0 },
		State: {
			...{ Status: state, Running: state === 'running', ExitCode: 0 },
			...(sick.has(image) ? { Health: { Status: 'unhealthy' } } : {}),
		},
		Config: { Image: idOf(image), Labels: labels, Env: [] },
		HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '', HostPort: String(port) }] } },
		...{ Mounts: [], NetworkSettings: { Networks: {} } },
	});

	const created = (name: string, body: unknown): Reply => {
		if (plain.has(name)) return reply(409, '{"message":"the name is in use"}');
		const image = host.imageOf(String(member(body, 'Image')));
		if (image === undefined) return reply(404, '{"message":"no such image"}');
		const here = [...host.compose.boxes.values()].map(({ id }) => hexOf(id));
		if (!keptIn(body).every((id) => here.includes(id)))
			return reply(500, '{"message":"what it is copied from is gone"}');
		made += 1;
		const labels = Object.fromEntries(
			Object.entries(Object(member(body, 'Labels'))).map(([key, value]) => [key, String(value)]),
		);
		const port = Number(member(body, 'HostConfig', 'PortBindings', '8080/tcp', '0', 'HostPort'));
		plain.set(name, { id: `${made}`.padStart(64, 'f'), image, labels, port, state: 'created' });
		return reply(201);
	};
	const removed = (name: string, { state }: Plain, isForced: boolean): Reply => {
		if (state === 'running' && !isForced) return reply(409, '{"message":"it runs"}');
		plain.delete(name);
		return reply(204);
	};
	const turned = (one: Plain, verb: string): Reply => {
		const was = one.state;
		const stopped = was === 'running' ? 'exited' : was;
		one.state = verb === 'start' ? 'running' : stopped;
		return reply(one.state === was ? 304 : 204);
	};
	/** What an engine does to a container that is none of Compose's; undefined: the path is not about one. */
	const containerReply = ({ method, path, body }: Extract<Call, { readonly via: 'engine' }>): Reply | undefined => {
		const { pathname, searchParams } = new URL(path, 'http://engine');
		if (pathname === '/containers/create') return created(searchParams.get('name') ?? '', body);
		const [, name = '', verb = ''] = /^\/containers\/([^/]+-next-[^/]+)(?:\/(\w+))?$/.exec(pathname) ?? [];
		const one = plain.get(name);
		if (name === '') return undefined;
		if (one === undefined) return reply(404, '{"message":"no such container"}');
		if (method === 'GET') return reply(200, JSON.stringify(inspectOf(name, one)));
		return method === 'DELETE' ? removed(name, one, searchParams.get('force') === '1') : turned(one, verb);
	};

	const isNginx = (call: Call) => call.via === 'exec' && call.argv[3] === 'watchdeck-nginx';
	const isFine = (call: Call, { code }: Reply) =>
		(call.via === 'exec' || call.via === 'engine' ? call.fine : undefined)?.includes(code) ??
		(code === 0 || (code >= 200 && code < 300));

	/** What is no matter of Compose's alone; undefined: it is. */
	const ownReply = (call: Call, isCut: boolean): Reply | undefined => {
		if (call.via === 'exec' && isNginx(call)) return reply(nginxRan(nginx, call.argv.map(String), isCut));
		return call.via === 'engine' ? containerReply(call) : undefined;
	};
	return {
		...host,
		plain,
		sick,
		nginx,
		write: (text: string) => {
			nginx.file = text;
			nginx.weights = weightsIn(text);
		},
		gaps: () => gaps,
		ask: async (call: Parameters<typeof host.ask>[0]): Promise<Answer> => {
			const own = ownReply(call, false);
			if (own === undefined) return host.ask(call);
			if (isFine(call, own)) return { ok: true, took: 1, value: own };
			return { ok: false, took: 1, failure: { kind: 'missing', message: 'none' }, reply: own };
		},
		apply: (call: Call, orders?: number): Reply => {
			const before = JSON.stringify(host.boxes());
			const done = ownReply(call, orders === 0) ?? host.apply(call, orders);
			// While Compose makes its container anew there is none for a moment.
			const isAnew = before !== JSON.stringify(host.boxes());
			if (!serving().some((port) => isUp(port) && !(isAnew && port === PORTS[0]))) gaps += 1;
			return isFine(call, done) && done.code >= 300 ? { ...done, code: 204 } : done;
		},
	};
}
