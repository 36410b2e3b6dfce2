import type { Millis } from '../../../core/model.ts';
import { hexOf } from './ids.ts';
import { usualImageConfig } from './image-json.ts';
import type { DemoImage, Engine, Fields, Network, Program } from './types.ts';

/** An image to be there. `ref`: its name with its tag; `pulled`: it came from a registry and has a digest. */
export interface ImageWish {
	readonly ref: string;
	readonly program: Program;
	readonly config?: Fields;
	readonly created?: Millis;
	readonly size?: number;
	readonly pulled?: boolean;
}

/** What an engine begins with. `networks`: names; each gets addresses of its own. */
export interface EngineWish {
	readonly host?: string;
	readonly seed?: number;
	readonly now: Millis;
	readonly booted?: Millis;
	readonly images?: readonly ImageWish[];
	readonly networks?: readonly { readonly name: string; readonly base?: string; readonly labels?: Fields }[];
}

/** The image that a wish describes; its id is always the same for the same name. */
export function imageFor(wish: ImageWish, now: Millis): DemoImage {
	const repository = wish.ref.replace(/:[^/:]*$/, '');
	const created = wish.created ?? now;
	return {
		id: `sha256:${hexOf('image', wish.ref)}`,
		tags: [wish.ref],
		digests: wish.pulled === true ? [`${repository}@sha256:${hexOf('digest', wish.ref)}`] : [],
		created,
		tagged: created,
		size: wish.size ?? 120_000_000,
		config: { ...usualImageConfig, ...wish.config },
		program: wish.program,
	};
}

function networksFor({ host = 'demo', now, networks = [] }: EngineWish): readonly Network[] {
	const of = (name: string, driver: Network['driver'], base: string, labels: Fields = {}): Network => ({
		id: hexOf(host, 'network', name),
		name,
		driver,
		base,
		prefix: 16,
		created: now,
		labels,
	});
	return [
		of('bridge', 'bridge', '172.17.0'),
		of('host', 'host', ''),
		of('none', 'null', ''),
		...networks.map(({ name, base, labels }, index) => of(name, 'bridge', base ?? `172.${18 + index}.0`, labels)),
	];
}

/** A simulated engine without containers. */
export function makeEngine(wish: EngineWish): Engine {
	const { host = 'demo', seed = 1, now, booted = now, images = [] } = wish;
	return {
		host,
		seed,
		booted,
		serial: 0,
		containers: new Map(),
		images: new Map(images.map((each) => imageFor(each, now)).map((image) => [image.id, image])),
		networks: new Map(networksFor(wish).map((network) => [network.id, network])),
		volumes: new Map(),
		events: [],
		due: Number.POSITIVE_INFINITY,
	};
}
