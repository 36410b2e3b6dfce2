import type { Millis } from '../../../core/model.ts';
import { logs } from '../logs.ts';
import { stats } from '../stats.ts';
import { info, ping, version } from './about.ts';
import { create } from './create.ts';
import { inspectImage, listImages } from './image-json.ts';
import { removeImage, tag } from './images.ts';
import { inspect } from './inspect.ts';
import { list } from './list.ts';
import { connect, disconnect } from './network.ts';
import { inspectNetwork, listNetworks, listVolumes } from './network-json.ts';
import { refused } from './outcome.ts';
import { distribution, pull } from './registry.ts';
import { stepEngine } from './step.ts';
import type { Engine, EngineRequest, Handler, Outcome } from './types.ts';
import { kill, pause, remove, rename, restart, start, stop, unpause, update } from './verbs.ts';

interface Route {
	readonly method: string;
	readonly path: RegExp;
	readonly handle: Handler;
}

const container = (verb: string, handle: Handler): Route => ({
	method: 'POST',
	path: new RegExp(`^/containers/([^/]+)/${verb}$`),
	handle,
});

const noSwarm: Handler = (engine) =>
	refused(
		engine,
		503,
		'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
	);

const routes: readonly Route[] = [
	{ method: 'GET', path: /^\/_ping$/, handle: ping },
	{ method: 'HEAD', path: /^\/_ping$/, handle: ping },
	{ method: 'GET', path: /^\/version$/, handle: version },
	{ method: 'GET', path: /^\/info$/, handle: info },
	{ method: 'GET', path: /^\/containers\/json$/, handle: list },
	{ method: 'POST', path: /^\/containers\/create$/, handle: create },
	{ method: 'GET', path: /^\/containers\/([^/]+)\/json$/, handle: inspect },
	{ method: 'GET', path: /^\/containers\/([^/]+)\/stats$/, handle: stats },
	{ method: 'GET', path: /^\/containers\/([^/]+)\/logs$/, handle: logs },
	container('start', start),
	container('stop', stop),
	container('restart', restart),
	container('kill', kill),
	container('pause', pause),
	container('unpause', unpause),
	container('rename', rename),
	container('update', update),
	{ method: 'DELETE', path: /^\/containers\/([^/]+)$/, handle: remove },
	{ method: 'GET', path: /^\/images\/json$/, handle: listImages },
	{ method: 'GET', path: /^\/images\/(.+)\/json$/, handle: inspectImage },
	{ method: 'POST', path: /^\/images\/create$/, handle: pull },
	{ method: 'GET', path: /^\/distribution\/(.+)\/json$/, handle: distribution },
	{ method: 'POST', path: /^\/images\/(.+)\/tag$/, handle: tag },
	{ method: 'DELETE', path: /^\/images\/(.+)$/, handle: removeImage },
	{ method: 'GET', path: /^\/networks$/, handle: listNetworks },
	{ method: 'GET', path: /^\/networks\/([^/]+)$/, handle: inspectNetwork },
	{ method: 'POST', path: /^\/networks\/([^/]+)\/connect$/, handle: connect },
	{ method: 'POST', path: /^\/networks\/([^/]+)\/disconnect$/, handle: disconnect },
	{ method: 'GET', path: /^\/volumes$/, handle: listVolumes },
	{ method: 'GET', path: /^\/(?:services|tasks|nodes|swarm)(?:\/.*)?$/, handle: noSwarm },
];

/** What a path names, decoded; as it stands when it is no percent-encoding. */
export function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

/** A path without its version, and its query. */
export function partsOf(path: string): { readonly path: string; readonly query: URLSearchParams } {
	const url = path.replace(/^\/v\d+\.\d+(?=\/)/, '');
	const at = url.indexOf('?');
	const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
	return { path: at < 0 ? url : url.slice(0, at), query };
}

/**
 * Answers one request that does not stream: what happens by itself until `now` happens first, then the request takes
 * effect at once. The engine that is given stays as it is, so that keeping it is a snapshot.
 */
export function handle(engine: Engine, request: EngineRequest, now: Millis): Outcome {
	const so = stepEngine(engine, now);
	const { path, query } = partsOf(request.path);
	for (const route of routes) {
		const found = route.method === request.method ? route.path.exec(path) : null;
		if (found !== null) {
			return route.handle(so, { of: decoded(found[1] ?? ''), query, body: request.body, now });
		}
	}
	return refused(so, 404, 'page not found');
}
