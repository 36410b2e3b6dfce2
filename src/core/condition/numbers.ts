import type { Thresholds } from '../config/fleet.ts';
import { duration, percent } from '../format.ts';
import type { Failure, Millis, Numbers, Service } from '../model.ts';
import { seriesName } from '../series-name.ts';
import type { Candidate } from './candidate.ts';

/** A number older than this says nothing of now. */
const oldest: Millis = 60_000;

/** What numbers are judged by. `unread`: why the page of metrics could not be read just now. */
export interface NumbersView {
	readonly limits: Thresholds;
	readonly numbers: Numbers;
	readonly unread?: Failure | undefined;
	readonly now: Millis;
}
/** The newest value of a service's measure that is still to be believed. */
type Newest = (measure: string) => number | undefined;

/** What the numbers of a service speak for: errors, slowness and memory over their thresholds. */
export function ofNumbers(service: Service, { limits, numbers, unread, now }: NumbersView): readonly Candidate[] {
	const last = (measure: string) => numbers(seriesName(service.id, measure))?.last();
	const newest: Newest = (measure) => {
		const sample = last(measure);
		return sample === undefined || now - sample.at > oldest ? undefined : sample.value;
	};
	/** The numbers of the last page that could be read; they lack what it did not tell, as errors without requests. */
	const before: Newest = (measure) => {
		const sample = last(measure);
		return sample === undefined || sample.at < (last('requests')?.at ?? 0) ? undefined : sample.value;
	};
	const known = ofPage(limits, newest);
	// What was bad when it was last seen is not well for being seen no longer.
	const lost = unread === undefined || known.length > 0 ? [] : ofPage(limits, before);
	const why = `metrics not read: ${unread?.message ?? ''}`;
	const memory = memoryOf(service, newest);
	return [
		...known.map((because) => ({ is: 'degraded', because }) as const),
		...lost.map((what) => ({ is: 'unknown', because: `last known: ${what}; ${why}` }) as const),
		...(memory === undefined || memory <= limits.memory
			? []
			: [{ is: 'degraded', because: `memory ${percent(memory)} of its limit` } as const]),
	];
}

/** What is over its threshold of that which a page of metrics tells. */
function ofPage({ errorRatio, p95 }: Thresholds, value: Newest): readonly string[] {
	const errors = value('errors');
	const slow = value('p95');
	return [
		...(errors !== undefined && errors > errorRatio
			? [`${percent(errors, 1)} of its requests fail, more than ${percent(errorRatio, 1)}`]
			: []),
		...(slow !== undefined && slow > p95 ? [`slow: p95 ${duration(slow)}, more than ${duration(p95)}`] : []),
	];
}

/**
 * The greatest share of its limit that a container uses; several have a series each. Without a limit of its own a
 * container's share is that of the whole machine, which is the host's matter.
 */
function memoryOf({ instances }: Service, newest: Newest): number | undefined {
	const limited = instances.filter(({ memoryLimit }) => memoryLimit !== undefined);
	const shares = limited.flatMap(({ name }) => newest(instances.length === 1 ? 'memory' : `${name}/memory`) ?? []);
	return shares.length === 0 ? undefined : Math.max(...shares);
}
