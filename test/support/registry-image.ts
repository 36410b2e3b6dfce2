// Images as a registry keeps them: blobs by their digest (OCI image specification 1.1), made here and not by an engine.
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { busybox } from '../lab/images.ts';
import { type TarFile, tar } from '../lab/tar.ts';

/** Bytes with the type that a registry says they have. */
export interface Blob {
	readonly type: string;
	readonly bytes: Buffer;
}

/** An image's blobs: `manifest` names `config` and `layers`, the lowest layer first. */
export interface ServedImage {
	readonly manifest: Blob;
	readonly config: Blob;
	readonly layers: readonly Blob[];
}

/** How a release that serves is made; each kind of it has an id of its own. */
export interface Release {
	/** What it answers at `/`, and its `org.opencontainers.image.revision`. */
	readonly name: string;
	/** Its health check never holds. */
	readonly sick?: boolean;
	/** Bytes of a layer that cannot be compressed, for what a slow line shows. */
	readonly weight?: number;
	readonly env?: Readonly<Record<string, string>>;
}

export const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const types = {
	manifest: 'application/vnd.oci.image.manifest.v1+json',
	config: 'application/vnd.oci.image.config.v1+json',
	layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Bytes that look random and are the same each time: a chain of sums. */
function noise(size: number): Buffer {
	const parts: Buffer[] = [];
	let sum = Buffer.alloc(32);
	for (let made = 0; made < size; made += sum.length) {
		sum = createHash('sha256').update(sum).digest();
		parts.push(sum);
	}
	return Buffer.concat(parts).subarray(0, size);
}

/** The image of these layers, each an archive, with this `config` (`Cmd`, `Env`, …, in the engine's words). */
export async function imageOf(layers: readonly (readonly TarFile[])[], config: object): Promise<ServedImage> {
	const archives = await Promise.all(layers.map((files) => buffer(tar(files))));
	const packed = archives.map((archive) => gzipSync(archive, { level: 1 }));
	const described = Buffer.from(
		JSON.stringify({
			architecture: architectures[process.arch] ?? process.arch,
			os: 'linux',
			config,
			rootfs: { type: 'layers', diff_ids: archives.map(digestOf) },
		}),
	);
	const part = (mediaType: string, bytes: Buffer) => ({ mediaType, size: bytes.length, digest: digestOf(bytes) });
	const manifest = Buffer.from(
		JSON.stringify({
			...{ schemaVersion: 2, mediaType: types.manifest, config: part(types.config, described) },
			layers: packed.map((bytes) => part(types.layer, bytes)),
		}),
	);
	return {
		manifest: { type: types.manifest, bytes: manifest },
		config: { type: 'application/octet-stream', bytes: described },
		layers: packed.map((bytes) => ({ type: 'application/octet-stream', bytes })),
	};
}

/** A release that runs: busybox serves its name at port 8080, `/health` for its health check. Two layers, three with a weight. */
export function releaseOf({ name, sick = false, weight = 0, env = {} }: Release): Promise<ServedImage> {
	const pages: readonly TarFile[] = [
		{ path: 'www', folder: true },
		{ path: 'www/index.html', text: `ok ${name}\n` },
		...(sick ? [] : [{ path: 'www/health', text: 'ok\n' }]),
	];
	const heavy: readonly TarFile[] = [{ path: 'weight', text: noise(weight) }];
	const layers = [busybox, ...(weight > 0 ? [heavy] : []), pages];
	return imageOf(layers, {
		Env: Object.entries({ PATH: '/bin', RELEASE: name, ...env }).map(([key, value]) => `${key}=${value}`),
		Cmd: ['/bin/httpd', '-f', '-p', '8080', '-h', '/www'],
		ExposedPorts: { '8080/tcp': {} },
		Labels: { 'org.opencontainers.image.revision': name },
		Healthcheck: {
			Test: ['CMD', '/bin/healthy'],
			...{ Interval: 50_000_000, Timeout: 6_000_000_000, Retries: 2 },
		},
	});
}
