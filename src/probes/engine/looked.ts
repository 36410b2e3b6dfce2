import type { Listed } from '../../core/engine/list.ts';
import type { Instance, Millis, Result } from '../../core/model.ts';
import type { Reach } from '../../core/probe.ts';
import { reused } from '../../core/reuse.ts';
import { type Get, inspected } from './ask.ts';

/** What was looked at so far: how each container stood in the list then, and when that was. By its id. */
export type Looked = ReadonlyMap<string, { readonly listed: Instance; readonly at: Millis }>;

/** So many containers are looked at at once; where one question takes long it is not the engine that does. */
const atOnce = 8;
const atOnceFarAway = 32;
/** A road on which an answer takes this long is slow, not busy. */
const farAway: Millis = 500;
/** At each reading this share of all, those that were looked at longest ago, is looked at again: events may be lost. */
const share = 20;

/** How the containers of a list are looked at. */
export interface Looking {
	readonly host: string;
	readonly ask: Get;
	readonly now: Reach['now'];
	/** What was looked at before. */
	readonly before: Looked;
	/** No look begins later than this. */
	readonly until: Millis;
	/** How long the list took to come. */
	readonly took: Millis;
}

/** What came of it: `listed` were not looked at, or in vain: what is known of them is what the list says. */
export interface Looks {
	readonly containers: readonly Instance[];
	readonly listed: readonly Instance[];
	readonly looked: Looked;
}

const isStopped = ({ instance }: Listed): boolean => instance.state !== 'running';

function isKnown({ instance }: Listed, before: Looked): boolean {
	const known = before.get(instance.id)?.listed;
	return known !== undefined && reused(known, instance) === known;
}

/**
 * Those that are new, changed or have just begun, and then those that were looked at longest ago. First those that do not
 * run: only a look tells when they ended, and so whether they are kept or have just fallen.
 */
function wanted(listed: readonly Listed[], before: Looked): readonly Listed[] {
	const seen = (one: Listed): Millis => before.get(one.instance.id)?.at ?? 0;
	const isNews = (one: Listed): boolean => one.young || !isKnown(one, before);
	const rest = listed.filter((one) => !isNews(one)).toSorted((a, b) => seen(a) - seen(b));
	const [stopped, running] = [listed.filter(isStopped), listed.filter((one) => !isStopped(one))];
	return [...stopped.filter(isNews), ...running.filter(isNews), ...rest.slice(0, Math.ceil(listed.length / share))];
}

/**
 * Looks at the containers of a list of which there may be news. A look costs the engine a millisecond and us half of one,
 * and what changes between two readings its events tell. One that cannot be looked at, or not in time, stays as it is
 * listed until the next reading; one that is gone goes.
 */
export async function lookAt(listed: readonly Listed[], looking: Looking): Promise<Looks> {
	const { host, ask, now, before, until, took } = looking;
	const queue = wanted(listed, before);
	const found = new Map<string, { readonly at: Millis; readonly value: Result<Instance | 'gone'> }>();
	let next = 0;
	const work = async (): Promise<void> => {
		for (let one = queue[next]; one !== undefined && now() <= until; one = queue[next]) {
			next += 1;
			const { id } = one.instance;
			found.set(id, { at: now(), value: await inspected(host, id, ask) });
		}
	};
	const workers = Math.min(took > farAway ? atOnceFarAway : atOnce, queue.length);
	await Promise.all(Array.from({ length: workers }, work));

	const containers: Instance[] = [];
	const unlooked: Instance[] = [];
	const looked = new Map<string, { readonly listed: Instance; readonly at: Millis }>();
	for (const one of listed) {
		const { instance } = one;
		const answer = found.get(instance.id);
		const known = before.get(instance.id);
		if (answer?.value.ok === true) {
			if (answer.value.value === 'gone') continue;
			containers.push(answer.value.value);
			looked.set(instance.id, { listed: instance, at: answer.at });
			continue;
		}
		unlooked.push(instance);
		if (answer === undefined && known !== undefined && isKnown(one, before)) looked.set(instance.id, known);
	}
	return { containers, listed: unlooked, looked };
}
