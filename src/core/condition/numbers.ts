import type { Thresholds } from '../config/fleet.ts';
import { duration, percent } from '../format.ts';
import type { Millis, Numbers, Service } from '../model.ts';
import type { Candidate } from './candidate.ts';

/** A number older than this says nothing of now. */
const oldest: Millis = 60_000;

/** What the numbers of a service speak for: errors, slowness and memory over their thresholds. */
export function ofNumbers(service: Service, limits: Thresholds, numbers: Numbers, now: Millis): readonly Candidate[] {
	const newest = (measure: string): number | undefined => {
		const last = numbers(`${service.id}/${measure}`)?.last();
		return last === undefined || now - last.at > oldest ? undefined : last.value;
	};
	const errors = newest('errors');
	const p95 = newest('p95');
	const memory = memoryOf(service, newest);
	const found: Candidate[] = [];
	if (errors !== undefined && errors > limits.errorRatio) {
		found.push({
			is: 'degraded',
			because: `${percent(errors, 1)} of its requests fail, more than ${percent(limits.errorRatio, 1)}`,
		});
	}
	if (p95 !== undefined && p95 > limits.p95) {
		found.push({ is: 'degraded', because: `slow: p95 ${duration(p95)}, more than ${duration(limits.p95)}` });
	}
	if (memory !== undefined && memory > limits.memory) {
		found.push({ is: 'degraded', because: `memory ${percent(memory)} of its limit` });
	}
	return found;
}

/**
 * The greatest share of its limit that a container uses; several have a series each. Without a limit of its own a
 * container's share is that of the whole machine, which is the host's matter.
 */
function memoryOf({ instances }: Service, newest: (measure: string) => number | undefined): number | undefined {
	const limited = instances.filter(({ memoryLimit }) => memoryLimit !== undefined);
	const shares = limited.flatMap(({ name }) => newest(instances.length === 1 ? 'memory' : `${name}/memory`) ?? []);
	return shares.length === 0 ? undefined : Math.max(...shares);
}
