import type { Millis } from '../../core/model.ts';
import { type Breaking, breakingScenes, leansOf } from './breaking.ts';
import { catalogue, type DemoService } from './catalogue.ts';
import { containerOf } from './engine/find.ts';
import { handle } from './engine/handle.ts';
import { imageFor, makeEngine } from './engine/make.ts';
import { stepEngine } from './engine/step.ts';
import { toldOfImage } from './engine/tell.ts';
import type { Engine, EngineAnswer, EngineRequest } from './engine/types.ts';
import { type Held, type Locking, locked } from './lock.ts';
import { historyOf, type Scene, storyOf } from './timeline.ts';

/** One simulated host as a value. `began`: the beginning of the simulation; `scenes`: what somebody else will do there, in order of time. */
export interface DemoHost {
	readonly began: Millis;
	readonly engine: Engine;
	readonly scenes: readonly Scene[];
	readonly locks: Readonly<Record<string, Held>>;
	/** What image builds left behind, in bytes. */
	readonly cache: number;
}

/** The simulated world: hosts by name. Nothing in it moves by itself. */
export interface World {
	readonly seed: number;
	readonly began: Millis;
	readonly services: readonly DemoService[];
	readonly hosts: Readonly<Record<string, DemoHost>>;
}

/** What a world begins with. `now`: its beginning; `story`: whether the bad release comes. */
export interface WorldWish {
	readonly services?: number;
	readonly seed?: number;
	readonly now: Millis;
	readonly story?: boolean;
	/** What breaks instead of that story. */
	readonly breaking?: Breaking;
}

/** The build cache of a host where nothing was broken. */
const usualCache = 3_100_000_000;
const usual = 15;
const longAgo: Millis = 60 * 24 * 3_600_000;

/** What somebody else does on a host from the beginning on. */
function comingScenes(host: string, services: readonly DemoService[], wish: WorldWish): readonly Scene[] {
	const { now: began, story = true, breaking } = wish;
	if (breaking !== undefined) return breakingScenes(breaking, host, services);
	const bad = services.find(({ environment, name }) => environment === 'production' && name === 'api');
	return story && bad !== undefined ? storyOf(bad, began) : [];
}

function scenesOf(host: string, services: readonly DemoService[], wish: WorldWish): readonly Scene[] {
	const past = services.flatMap((service) => historyOf(service, wish.now));
	return [...past, ...comingScenes(host, services, wish)].sort((one, other) => one.at - other.at);
}

/** One host of a world at its beginning; what came before is played at its first step. */
export function makeHost(name: string, all: readonly DemoService[], wish: WorldWish): DemoHost {
	const services = all.filter(({ host }) => host === name);
	const environments = [...new Set(services.map(({ environment }) => environment))];
	const engine = makeEngine({
		host: name,
		seed: wish.seed ?? 1,
		now: wish.now - longAgo,
		networks: environments.map((environment) => ({ name: `${environment}_default` })),
	});
	const { now: began, breaking } = wish;
	const leans = breaking === undefined ? [] : leansOf(breaking, services);
	const leaning = leans.length === 0 ? engine : { ...engine, leans };
	return { began, engine: leaning, scenes: scenesOf(name, services, wish), locks: {}, cache: usualCache };
}

/** A world with all its hosts, at its beginning. The same wish makes the same world. */
export function makeWorld(wish: WorldWish): World {
	const services = catalogue(wish.services ?? usual);
	const names = [...new Set(services.map(({ host }) => host))];
	const hosts = Object.fromEntries(names.map((name) => [name, makeHost(name, services, wish)]));
	return { seed: wish.seed ?? 1, began: wish.now, services, hosts };
}

function pulled(engine: Engine, scene: Extract<Scene, { pull: unknown }>): Engine {
	const image = imageFor(scene.pull, scene.at);
	const known = engine.images.get(image.id);
	if (known !== undefined) return engine;
	const so = { ...engine, images: new Map(engine.images).set(image.id, image) };
	return toldOfImage(so, image, 'pull', scene.pull.ref, scene.at);
}

function played(host: DemoHost, scene: Scene): DemoHost {
	const engine = stepEngine(host.engine, scene.at);
	if ('pull' in scene) return { ...host, engine: pulled(engine, scene) };
	if ('fill' in scene) return { ...host, engine, cache: host.cache + scene.fill };
	if (scene.if !== undefined && containerOf(engine, scene.if) === undefined) return { ...host, engine };
	return { ...host, engine: handle(engine, scene.ask, scene.at).engine };
}

/** The host at a time: all that happens there by itself, or is done by somebody else, until then. */
export function stepHost(host: DemoHost, now: Millis): DemoHost {
	let so = host;
	let index = 0;
	for (let scene = host.scenes[index]; scene !== undefined && scene.at <= now; scene = host.scenes[++index]) {
		so = played(so, scene);
	}
	const engine = stepEngine(so.engine, now);
	if (index === 0 && engine === host.engine) return host;
	return { ...so, engine, scenes: host.scenes.slice(index) };
}

/** When the next thing happens on a host; Infinity: never. */
export function dueOf({ engine, scenes }: DemoHost): Millis {
	return Math.min(engine.due, scenes[0]?.at ?? Number.POSITIVE_INFINITY);
}

/** The world at a time. */
export function step(world: World, now: Millis): World {
	const hosts = Object.entries(world.hosts).map(([name, host]) => [name, stepHost(host, now)] as const);
	return { ...world, hosts: Object.fromEntries(hosts) };
}

/** Answers a request to a host's engine at a time. The host that is given stays as it is. */
export function askHost(
	host: DemoHost,
	request: EngineRequest,
	now: Millis,
): { readonly host: DemoHost; readonly answer: EngineAnswer } {
	const so = stepHost(host, now);
	const { engine, answer } = handle(so.engine, request, now);
	return { host: engine === so.engine ? so : { ...so, engine }, answer };
}

/** Runs the script of the locks on a host at a time. */
export function lockHost(
	host: DemoHost,
	words: readonly string[],
	now: Millis,
): { readonly host: DemoHost; readonly came: Locking } {
	const came = locked(host.locks, words, now);
	return { host: came.locks === host.locks ? host : { ...host, locks: came.locks }, came };
}
