// A fake engine: it answers the documented API (Docker Engine API 1.45) with whatever words it is given.
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { notUtf8, type Say, tame } from './texts.ts';

/** A server that can be stopped. */
export interface Fake {
	readonly stop: () => Promise<void>;
}

const digits = (digit: string, count = 64) => digit.repeat(count);
const created = '2026-11-20T10:00:00.000000000Z';

interface Made {
	readonly id: string;
	readonly name: string;
	readonly image: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly state: Readonly<Record<string, unknown>>;
	readonly status: string;
}

/** The containers: one well, one that says why it is not, one dead, and one of a project and a stack each. */
function containersOf(say: Say): readonly Made[] {
	const up = { Status: 'running', Running: true, ExitCode: 0, StartedAt: created };
	const sick = { Status: 'unhealthy', FailingStreak: 3, Log: [{ ExitCode: 1, Output: say('SAYS') }] };
	const of = (digit: string, name: string, more: Partial<Made> = {}): Made => ({
		...{ id: digits(digit), name, image: say('IMAGE'), labels: {}, state: up, status: 'Up 3 hours' },
		...more,
	});
	const version = {
		'org.opencontainers.image.version': say('VERSION'),
		'org.opencontainers.image.revision': say('REV'),
	};
	const project = { 'com.docker.compose.project': say('PROJECT'), 'com.docker.compose.service': say('MEMBER') };
	const stack = { 'com.docker.stack.namespace': say('STACK'), 'com.docker.swarm.service.name': say('SWARM') };
	return [
		of('a', 'api', { labels: version }),
		of('b', 'sick', { labels: version, state: { ...up, Health: sick }, status: 'Up 3 hours (unhealthy)' }),
		of('c', say('DEAD'), {
			state: { Status: 'exited', ExitCode: 137, FinishedAt: created },
			status: 'Exited (137) 1 hour ago',
		}),
		of('d', say('COMPOSED'), { labels: project }),
		of('e', say('STACKED'), { labels: stack }),
	];
}

const listed = ({ id, name, image, labels, state, status }: Made) => ({
	...{ Id: id, Names: [`/${name}`], Image: image, ImageID: `sha256:${digits('1')}`, Created: 1_795_000_000 },
	...{ State: state['Status'], Status: status, Labels: labels, Ports: [], Mounts: [] },
});

const inspected = (say: Say, { id, name, image, labels, state }: Made) => ({
	...{ Id: id, Name: `/${name}`, Image: `sha256:${digits('1')}`, Created: created, RestartCount: 0, State: state },
	Path: say('PATH'),
	Args: [say('ARG')],
	Config: { Image: image, Labels: labels, Env: [`PATH=${say('ENV')}`], Cmd: [say('CMD')] },
	HostConfig: { RestartPolicy: { Name: 'no' }, NetworkMode: 'bridge', Binds: [`${say('/BIND')}:/data`] },
	NetworkSettings: { Networks: { bridge: {} } },
	Mounts: [],
});

const imagesOf = (say: Say) => [
	{
		Id: `sha256:${digits('1')}`,
		RepoTags: [say('IMAGE')],
		RepoDigests: [],
		Created: 1_795_000_000,
		Size: 1,
		Labels: {},
	},
	{
		...{
			Id: `sha256:${digits('2')}`,
			RepoTags: [`${say('IMAGE')}:${say('TAG')}`],
			RepoDigests: [],
			Created: 1,
			Size: 1,
		},
		Labels: { 'org.opencontainers.image.version': say('OLDER') },
	},
];

/** The engine cuts what a container says at so many bytes; only the last part of a line ends it. */
const longestFrame = 16 * 1024;

/** A line of a log in frames (Docker Engine API, "Stream format"), each with its time. */
export function frames(text: string | Buffer): readonly Buffer[] {
	const line = Buffer.concat([Buffer.from(text), Buffer.from('\n')]);
	return Array.from({ length: Math.ceil(line.length / longestFrame) }, (_, index) => {
		const part = line.subarray(index * longestFrame, (index + 1) * longestFrame);
		const stamped = Buffer.concat([Buffer.from('2026-11-21T10:00:00.000000000Z '), part]);
		const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
		head.writeUInt32BE(stamped.length, 4);
		return Buffer.concat([head, stamped]);
	});
}

function logOf(say: Say): readonly (string | Buffer)[] {
	return [
		say('PLAIN'),
		`${say('RETURNS')}\r${say('OVER')}`,
		JSON.stringify({ level: 'error', msg: say('JSONED'), [say('KEY')]: say('VALUE') }),
		`level=warn msg=${JSON.stringify(say('LOGFMT'))} ${say('FIELD')}=1`,
		Buffer.concat([Buffer.from('BYTES '), say === tame ? Buffer.alloc(0) : notUtf8]),
	];
}

/** What it answers to a path: a log is begun and stays open, all else is one piece of JSON. */
function answer(say: Say, path: string, response: ServerResponse): void {
	const containers = containersOf(say);
	const of = containers.find(({ id, name }) => path.includes(id) || path.startsWith(`/containers/${name}/`));
	if (of !== undefined && path.endsWith('/logs')) {
		response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' });
		for (const piece of logOf(say).flatMap(frames)) response.write(piece);
		return;
	}
	const answers: Readonly<Record<string, () => unknown>> = {
		'/version': () => ({ Version: say('27.1'), ApiVersion: '1.45' }),
		'/images/json': () => imagesOf(say),
		'/containers/json': () => containers.map(listed),
		...(of === undefined ? {} : { [`/containers/${of.id}/json`]: () => inspected(say, of) }),
	};
	const known = answers[path]?.();
	response.writeHead(known === undefined ? 500 : 200, { 'content-type': 'application/json' });
	response.end(JSON.stringify(known ?? { message: say('REFUSES') }));
}

/** Starts an engine at a socket in a folder; all that it says it says so. `otherwise` may answer first. */
export async function fakeEngine(
	folder: string,
	say: Say,
	otherwise: (path: string, response: ServerResponse) => boolean = () => false,
): Promise<Fake & { readonly socket: string; readonly asked: readonly string[] }> {
	const socket = join(folder, `engine-${Math.random().toString(36).slice(2, 8)}.sock`);
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://engine');
		const path = decodeURIComponent(pathname).replace(/^\/v1\.\d+/, '');
		asked.push(`${request.method} ${path}`);
		request.resume();
		response.on('error', () => undefined);
		if (otherwise(path, response)) return;
		if (path === '/_ping') response.end('OK');
		else if (path === '/events') response.flushHeaders();
		else answer(say, path, response);
		if (path.endsWith('/logs') && searchParams.get('follow') !== '1' && searchParams.get('follow') !== 'true')
			response.end();
	});
	await new Promise<void>((resolve) => server.listen(socket, resolve));
	const stop = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { socket, asked, stop };
}
