// A fake registry: as much of the OCI distribution API (v1.1, "Pull") as an engine needs to look an image up and to pull it.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A registry on loopback, which engines take without TLS. */
export interface FakeRegistry {
	/** `127.0.0.1:PORT`, what stands before the names of its images. */
	readonly name: string;
	/** Puts an image there, with a file of this text; its digest. */
	readonly add: (repository: string, tag: string, text: string) => string;
	/** Takes an image away again. */
	readonly remove: (repository: string) => void;
	/** Answers all that is asked of a repository as one that wants a login. */
	readonly lock: (repository: string) => void;
	/** How often a manifest was asked for. */
	readonly asked: () => number;
	readonly close: () => Promise<void>;
}

const digestOf = (bytes: Buffer | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const types = {
	manifest: 'application/vnd.oci.image.manifest.v1+json',
	config: 'application/vnd.oci.image.config.v1+json',
	layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** An archive (ustar) with one file `text`. */
function archive(text: string): Buffer {
	const header = Buffer.alloc(512);
	const put = (value: string, at: number) => header.write(value, at);
	put('text', 0);
	put('0000644\0', 100);
	put('0000000\0', 108);
	put('0000000\0', 116);
	put(`${Buffer.byteLength(text).toString(8).padStart(11, '0')}\0`, 124);
	put('00000000000\0', 136);
	put('        ', 148);
	put('0', 156);
	put('ustar\u000000', 257);
	put(
		`${header
			.reduce((sum, byte) => sum + byte, 0)
			.toString(8)
			.padStart(6, '0')}\0 `,
		148,
	);
	const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
	body.write(text);
	return Buffer.concat([header, body, Buffer.alloc(1024)]);
}

interface Blob {
	readonly type: string;
	readonly bytes: Buffer;
}

/** The three blobs of an image, the manifest last. */
function imageOf(text: string): readonly Blob[] {
	const tar = archive(text);
	const layer = gzipSync(tar);
	const config = Buffer.from(
		JSON.stringify({
			architecture: architectures[process.arch] ?? process.arch,
			os: 'linux',
			config: { Cmd: ['/text'] },
			rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
		}),
	);
	const part = (mediaType: string, bytes: Buffer) => ({ mediaType, size: bytes.length, digest: digestOf(bytes) });
	const manifest = Buffer.from(
		JSON.stringify({
			...{ schemaVersion: 2, mediaType: types.manifest, config: part(types.config, config) },
			layers: [part(types.layer, layer)],
		}),
	);
	return [
		{ type: 'application/octet-stream', bytes: layer },
		{ type: 'application/octet-stream', bytes: config },
		{ type: types.manifest, bytes: manifest },
	];
}

const refuse = (response: ServerResponse, status: number, code: string, message: string) =>
	response
		.writeHead(status, { 'content-type': 'application/json' })
		.end(JSON.stringify({ errors: [{ code, message }] }));

/** Starts a registry with nothing in it. */
export async function startRegistry(): Promise<FakeRegistry> {
	/** By `REPOSITORY/blobs/DIGEST` and `REPOSITORY/manifests/REFERENCE`. */
	const content = new Map<string, Blob>();
	const locked = new Set<string>();
	let manifests = 0;
	const answer = ({ url = '', method }: IncomingMessage, response: ServerResponse) => {
		const [, repository = '', kind = '', reference = ''] =
			/^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)/.exec(decodeURIComponent(url)) ?? [];
		if (repository === '') return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
		if (kind === 'manifests') manifests += 1;
		if (locked.has(repository)) return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
		const found = content.get(`${repository}/${kind}/${reference}`);
		if (found === undefined) return refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
		const { type, bytes } = found;
		response.writeHead(200, {
			...{ 'content-type': type, 'content-length': bytes.length, 'docker-content-digest': digestOf(bytes) },
		});
		return response.end(method === 'HEAD' ? undefined : bytes);
	};
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // it listens on a port, not on a file
	return {
		name: `127.0.0.1:${port}`,
		add: (repository, tag, text) => {
			const blobs = imageOf(text);
			for (const blob of blobs) content.set(`${repository}/blobs/${digestOf(blob.bytes)}`, blob);
			const manifest = blobs.at(-1);
			if (manifest === undefined) throw new Error('an image has a manifest');
			const digest = digestOf(manifest.bytes);
			for (const reference of [tag, digest]) content.set(`${repository}/manifests/${reference}`, manifest);
			return digest;
		},
		remove: (repository) => {
			for (const key of content.keys()) if (key.startsWith(`${repository}/`)) content.delete(key);
		},
		lock: (repository) => locked.add(repository),
		asked: () => manifests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
