import type { Image, Millis, Service, SwarmRun } from '../../model.ts';
import type { ImageIndex } from '../image-index.ts';
import { imageName } from '../image-name.ts';

/** An image that a task ran, from when to when. */
export interface RanTask {
	readonly image: Image;
	readonly first: Millis;
	readonly until?: Millis;
}

type Known = Pick<Service, 'instances' | 'former' | 'swarm'>;
type Images = Readonly<Record<string, ImageIndex>>;

const isOver = ({ state }: SwarmRun): boolean =>
	['complete', 'shutdown', 'failed', 'orphaned', 'remove'].includes(state);

/**
 * The image of a task: its container's where we read that; else by the digest in its spec, which no host of ours may have:
 * its id is the digest then. A tag alone may have moved since and says nothing.
 */
function imageOf(run: SwarmRun, { instances, former }: Known, images: Images): Image | undefined {
	const own = [...instances, ...former].find(({ id }) => id === run.container);
	if (own !== undefined) return own.image;
	const digest = imageName(run.image)?.digest;
	if (digest === undefined) return undefined;
	const all = Object.values(images).flatMap(({ byId }) => [...byId.values()]);
	const here = all.find((image) => image.digest === digest);
	return { id: here?.id ?? digest, digest, ref: run.image };
}

/** What the tasks of a Swarm service ran, as far as Swarm remembers: only those that had a container. */
export function ranTasks(service: Known, images: Images): readonly RanTask[] {
	return (service.swarm?.history ?? []).flatMap((run): readonly RanTask[] => {
		const image = run.container === undefined ? undefined : imageOf(run, service, images);
		const first = run.created ?? run.at;
		if (image === undefined || first === undefined) return [];
		return [{ image, first, ...(isOver(run) && run.at !== undefined ? { until: run.at } : {}) }];
	});
}

/** The images that run as a Swarm service now, by their ids. */
export function runningImages(service: Known, images: Images): readonly string[] {
	const runs = (service.swarm?.history ?? []).filter(
		({ state, desired }) => state === 'running' && desired === 'running',
	);
	return runs.flatMap((run) => imageOf(run, service, images)?.id ?? []);
}
