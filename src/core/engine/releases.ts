import type { Image, Instance, Millis, Proof, Release, Service } from '../model.ts';
import type { ImageOnHost, LedgerLine } from './facts.ts';
import { isStopped } from './former.ts';
import { type ImageIndex, repositoryOf } from './image-index.ts';
import { fullRepository, imageName, isPin, shortDigits } from './image-name.ts';
import { askedName } from './registry.ts';
import { since } from './since.ts';
import { type RanTask, ranTasks, runningImages } from './swarm/ran.ts';

/** A service before its releases are known. */
export type Bare = Omit<Service, 'releases'>;
/** What is known of images, by host. A host that is missing was not read. */
export type Images = Readonly<Record<string, ImageIndex>>;

/** That an image is, was, or could be this service. */
interface Evidence {
	readonly image: Image;
	readonly proof: Proof;
	readonly first?: Millis;
	readonly at?: Millis;
	readonly until?: Millis;
	readonly built?: Millis;
}

/** So many images that never ran here are listed, the newest ones. */
const mostUnproven = 50;
const strength: Readonly<Record<Proof, number>> = { ledger: 3, container: 2, platform: 1, 'image only': 0 };

function known<K extends string>(key: K, value: Millis | undefined): { readonly [P in K]?: Millis } {
	// A computed key is any string to the compiler.
	return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: Millis };
}

function ofContainer(container: Instance): Evidence {
	const { image, created, started } = container;
	const first = created ?? started;
	// One that was started again has an end too: that of the time before.
	const ended = isStopped(container) ? container.ended : undefined;
	return { image, proof: 'container', ...known('first', first), ...known('at', first), ...known('until', ended) };
}

function ofLedger({ image, first, last }: LedgerLine): Evidence {
	return { image, proof: 'ledger', first, at: first, until: last };
}

function ofTask({ image, first, until }: RanTask): Evidence {
	return { image, proof: 'platform', first, at: first, ...known('until', until) };
}

function ofImage({ id, digest, ref, revision, version, created }: ImageOnHost): Evidence {
	const image = {
		id,
		...(digest === undefined ? {} : { digest }),
		...(ref === undefined ? {} : { ref }),
		...(revision === undefined ? {} : { revision }),
		...(version === undefined ? {} : { version }),
	};
	return { image, proof: 'image only', ...known('built', created) };
}

function repositoriesOf(service: Bare, images: Images): ReadonlySet<string> {
	const all = [...service.instances, ...service.former].flatMap(
		({ host, image }) => repositoryOf(image, images[host]) ?? [],
	);
	const wanted = imageName(service.swarm?.image ?? '')?.repository;
	return new Set(wanted === undefined ? all : [...all, fullRepository(wanted)]);
}

function unproven(service: Bare, images: Images): readonly Evidence[] {
	const repositories = [...repositoriesOf(service, images)];
	return service.hosts
		.flatMap((host) => repositories.flatMap((repository) => images[host]?.byRepository.get(repository) ?? []))
		.map(ofImage)
		.sort((a, b) => (b.built ?? 0) - (a.built ?? 0))
		.slice(0, mostUnproven);
}

const least = (a: Millis | undefined, b: Millis | undefined) => Math.min(a ?? Number.MAX_VALUE, b ?? Number.MAX_VALUE);
const most = (a: Millis | undefined, b: Millis | undefined) => Math.max(a ?? 0, b ?? 0);
const or = (value: Millis, nothing: Millis) => (value === nothing ? undefined : value);

/** When the latest run of an image began: two that overlap are one run, seen from two sides. */
function beginOf(a: Evidence, b: Evidence): Millis | undefined {
	if (a.at === undefined || b.at === undefined) return a.at ?? b.at;
	const overlap = a.at < (b.until ?? Number.MAX_VALUE) && b.at < (a.until ?? Number.MAX_VALUE);
	return overlap ? Math.min(a.at, b.at) : Math.max(a.at, b.at);
}

/** Two that are evidence of the same image: the stronger proof, the longest time. */
function joined(a: Evidence, b: Evidence): Evidence {
	const strong = strength[b.proof] > strength[a.proof] ? b : a;
	return {
		image: { ...a.image, ...b.image, ...strong.image },
		proof: strong.proof,
		...known('first', or(least(a.first, b.first), Number.MAX_VALUE)),
		...known('at', beginOf(a, b)),
		...known('until', or(most(a.until, b.until), 0)),
		...known('built', a.built ?? b.built),
	};
}

function byImage(all: readonly Evidence[]): ReadonlyMap<string, Evidence> {
	const found = new Map<string, Evidence>();
	for (const each of all) {
		const before = found.get(each.image.id);
		found.set(each.image.id, before === undefined ? each : joined(before, each));
	}
	return found;
}

/**
 * The tag by which people know an image, else the version that its labels tell, else the first digits of its id. A tag that
 * was given away is no name any more. One without a digit (`live`, `stable`) goes from image to image and gives way to one
 * that has some, as after a roll back with Compose; `latest` is a name only where there is nothing else.
 */
function labelOf({ id, ref, version }: Image, hosts: readonly (ImageIndex | undefined)[]): string {
	const names = hosts.flatMap((index) => index?.byId.get(id)?.refs ?? []).flatMap((name) => imageName(name)?.tag ?? []);
	const tags = [...new Set(names)].filter((tag) => !isPin(tag));
	const own = imageName(ref ?? '')?.tag;
	const taken = hosts.some((index) => index?.byRef.has(ref ?? '') && index.byRef.get(ref ?? '')?.id !== id);
	const isOwn = own !== undefined && (tags.includes(own) || (!taken && !isPin(own)));
	const all = [...(isOwn ? [own] : []), ...tags];
	const told = all.find((tag) => /\d/.test(tag)) ?? all.find((tag) => tag !== 'latest') ?? version;
	return told ?? (tags.includes('latest') ? 'latest' : shortDigits(id));
}

function builtOn(id: string, hosts: readonly (ImageIndex | undefined)[]): Millis | undefined {
	return hosts.map((index) => index?.byId.get(id)?.created).find((at) => at !== undefined);
}

/** Two releases that would have the same label get the first digits of their ids beside it. */
function distinct(releases: readonly Release[]): readonly Release[] {
	const counts = Map.groupBy(releases, ({ label }) => label);
	return releases.map((release) =>
		(counts.get(release.label)?.length ?? 0) > 1
			? { ...release, label: `${release.label} ${shortDigits(release.id)}` }
			: release,
	);
}

interface Standing {
	readonly current: ReadonlySet<string>;
	readonly hosts: readonly (ImageIndex | undefined)[];
	readonly told: ReadonlyMap<string, 'pull' | 'gone'>;
}

function canOf(image: Image, { current, hosts, told }: Standing): Release['can'] {
	const { id } = image;
	if (current.has(id)) return 'runs';
	if (hosts.length === 0 || hosts.some((index) => index === undefined)) return 'unknown';
	if (hosts.every((index) => index?.byId.has(id))) return 'ready';
	// What no registry was asked for yet may be there; what none can be asked for is not.
	return told.get(id) ?? (askedName(image) === undefined ? 'gone' : 'unknown');
}

function order(a: Evidence & { can: Release['can'] }, b: Evidence & { can: Release['can'] }): number {
	const rank = (each: typeof a) => (each.can === 'runs' ? 2 : Math.min(1, strength[each.proof]));
	const time = (each: typeof a) => each.until ?? each.at ?? each.built ?? 0;
	return rank(b) - rank(a) || time(b) - time(a) || (a.image.id < b.image.id ? -1 : 1);
}

/**
 * What ran or could run as this service, newest first: what runs now, then what is shown to have run here (by our ledger,
 * or by a stopped container, the one that ended last first), then images of the same repository that never did.
 * `lines`: those of the ledger that are about this service; `told`: what registries said of images, by id.
 */
export function releasesOf(
	service: Bare,
	images: Images,
	lines: readonly LedgerLine[],
	told: ReadonlyMap<string, 'pull' | 'gone'> = new Map(),
): readonly Release[] {
	const current = new Set([...service.instances.map(({ image }) => image.id), ...runningImages(service, images)]);
	const hosts = service.hosts.map((host) => images[host]);
	const stopped = service.former.filter(({ started }) => started !== undefined);
	const evidence = [
		...service.instances.map(ofContainer),
		...lines.map(ofLedger),
		...stopped.map(ofContainer),
		...ranTasks(service, images).map(ofTask),
		...unproven(service, images),
	];
	const runs = evidence.flatMap(({ image, at, until }) => (at === undefined ? [] : { image: image.id, at, until }));
	const sorted = [...byImage(evidence).values()]
		.map((each) => ({ ...each, can: canOf(each.image, { current, hosts, told }) }))
		.sort(order);
	return distinct(
		sorted.map(({ image, proof, first, at, until, built, can }) => ({
			id: image.id,
			label: labelOf(image, hosts),
			image,
			...known('first', first),
			...known('at', at),
			...known('since', can === 'runs' ? since(image.id, runs) : undefined),
			...known('until', can === 'runs' ? undefined : until),
			...known('built', built ?? builtOn(image.id, hosts)),
			proof,
			can,
		})),
	);
}
