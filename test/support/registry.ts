// A fake registry: as much of the OCI distribution API (v1.1, "Pull") as an engine needs to look an image up and to pull it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Blob, digestOf, imageOf, type Release, releaseOf, type ServedImage } from './registry-image.ts';

/** What a registry is like. `login`: who does not say this name and password is told to (401). */
export interface RegistryOptions {
	readonly login?: { readonly user: string; readonly password: string };
	/** Bytes a second of each layer, so that what is pulled can be watched; as fast as it goes unless said. */
	readonly pace?: number;
}

/** A registry on loopback, which engines take without TLS. */
export interface FakeRegistry {
	/** `127.0.0.1:PORT`, what stands before the names of its images. */
	readonly name: string;
	/** Puts an image there, with a file of this text, which cannot run; its digest. */
	readonly add: (repository: string, tag: string, text: string) => Promise<string>;
	/** Puts a release there that runs and serves; its digest. A tag that is there already moves to it. */
	readonly push: (repository: string, tag: string, release: Release) => Promise<string>;
	/** Takes an image away again. */
	readonly remove: (repository: string) => void;
	/** Answers all that is asked of a repository as one that wants a login. */
	readonly lock: (repository: string) => void;
	/** From now on so many bytes of a layer a second. */
	readonly slow: (bytesPerSecond: number) => void;
	/** Breaks the line in the middle of this layer of a tag (0: the lowest), so many times; then it can be had again. */
	readonly cut: (repository: string, tag: string, layer: number, times: number) => void;
	/** Says of this layer of a tag that there is no such thing, though its manifest names it. */
	readonly lose: (repository: string, tag: string, layer: number) => void;
	/** How often a manifest was asked for. */
	readonly asked: () => number;
	readonly close: () => Promise<void>;
}

type Where = { readonly repository: string; readonly kind: string; readonly reference: string };

/** What a registry holds, by `REPOSITORY/blobs/DIGEST` and `REPOSITORY/manifests/REFERENCE`, and how it behaves. */
interface Holding {
	readonly content: Map<string, Blob>;
	readonly locked: Set<string>;
	/** How often the line still breaks, by digest. */
	readonly cuts: Map<string, number>;
	pace: number | undefined;
	manifests: number;
}

const refuse = (response: ServerResponse, status: number, code: string, message: string) =>
	response
		.writeHead(status, { 'content-type': 'application/json' })
		.end(JSON.stringify({ errors: [{ code, message }] }));

const whereOf = (url: string): Where | undefined => {
	const [, repository, kind, reference] =
		/^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)/.exec(decodeURIComponent(url)) ?? [];
	return repository === undefined || kind === undefined || reference === undefined
		? undefined
		: { repository, kind, reference };
};

/** Ten times a second a tenth of what may go; to `end`, and there the line ends or breaks. */
function drip(response: ServerResponse, bytes: Buffer, pace: number, end: number): void {
	const step = Math.max(1, Math.floor(pace / 10));
	let at = 0;
	const next = () => {
		if (response.destroyed) return;
		const to = Math.min(end, at + step);
		response.write(bytes.subarray(at, to));
		at = to;
		if (at < end) setTimeout(next, 100);
		else if (end < bytes.length) response.destroy();
		else response.end();
	};
	next();
}

function give(response: ServerResponse, holding: Holding, digest: string, bytes: Buffer): void {
	const cuts = holding.cuts.get(digest) ?? 0;
	if (cuts > 0) holding.cuts.set(digest, cuts - 1);
	const end = cuts > 0 ? Math.floor(bytes.length / 2) : bytes.length;
	if (holding.pace === undefined && cuts === 0) response.end(bytes);
	else drip(response, bytes, holding.pace ?? bytes.length * 10, end);
}

function serve(holding: Holding, { repository, kind, reference }: Where, method: string, response: ServerResponse) {
	if (kind === 'manifests') holding.manifests += 1;
	if (holding.locked.has(repository)) return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
	const found = holding.content.get(`${repository}/${kind}/${reference}`);
	if (found === undefined) {
		return kind === 'manifests'
			? refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown')
			: refuse(response, 404, 'BLOB_UNKNOWN', 'blob unknown to registry');
	}
	const { type, bytes } = found;
	const digest = digestOf(bytes);
	response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, 'docker-content-digest': digest });
	if (method === 'HEAD') return response.end();
	return kind === 'blobs' ? give(response, holding, digest, bytes) : response.end(bytes);
}

/** Answers one request; who must log in is told how (RFC 7617). */
function answerer(holding: Holding, login: RegistryOptions['login']) {
	const word = login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
	return ({ url = '', method = 'GET', headers }: IncomingMessage, response: ServerResponse) => {
		if (word !== undefined && headers.authorization !== word) {
			response.setHeader('www-authenticate', 'Basic realm="registry"');
			return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
		}
		const where = whereOf(url);
		if (where !== undefined) return serve(holding, where, method, response);
		return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
	};
}

function put(holding: Holding, repository: string, tag: string, { manifest, config, layers }: ServedImage): string {
	for (const blob of [config, ...layers]) holding.content.set(`${repository}/blobs/${digestOf(blob.bytes)}`, blob);
	const digest = digestOf(manifest.bytes);
	for (const reference of [tag, digest]) holding.content.set(`${repository}/manifests/${reference}`, manifest);
	return digest;
}

/** The digest of a layer of what a tag names now. */
function layerOf(holding: Holding, repository: string, tag: string, layer: number): string {
	const manifest = holding.content.get(`${repository}/manifests/${tag}`);
	// The cast is of our own manifest.
	const parts = manifest && (JSON.parse(manifest.bytes.toString()) as { layers: readonly { digest: string }[] });
	const digest = parts?.layers[layer]?.digest;
	if (digest === undefined) throw new Error(`${repository}:${tag} has no layer ${layer}`);
	return digest;
}

/** Starts a registry with nothing in it. */
export async function startRegistry({ login, pace }: RegistryOptions = {}): Promise<FakeRegistry> {
	const holding: Holding = { content: new Map(), locked: new Set(), cuts: new Map(), pace, manifests: 0 };
	const server = createServer(answerer(holding, login));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // it listens on a port, not on a file
	return {
		name: `127.0.0.1:${port}`,
		add: async (repository, tag, text) =>
			put(holding, repository, tag, await imageOf([[{ path: 'text', text }]], { Cmd: ['/text'] })),
		push: async (repository, tag, release) => put(holding, repository, tag, await releaseOf(release)),
		remove: (repository) => {
			for (const key of holding.content.keys()) if (key.startsWith(`${repository}/`)) holding.content.delete(key);
		},
		lock: (repository) => holding.locked.add(repository),
		slow: (bytesPerSecond) => {
			holding.pace = bytesPerSecond;
		},
		cut: (repository, tag, layer, times) => {
			holding.cuts.set(layerOf(holding, repository, tag, layer), times);
		},
		lose: (repository, tag, layer) => {
			holding.content.delete(`${repository}/blobs/${layerOf(holding, repository, tag, layer)}`);
		},
		asked: () => holding.manifests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
