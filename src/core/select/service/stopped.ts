import type { Instance, Millis, Service } from '../../model.ts';
import type { Measure } from '../rows/numbers.ts';

const over: readonly Instance['state'][] = ['created', 'exited', 'dead'];
/** What is measured of a process: there is none of it where none runs. */
const ofProcess: readonly Measure[] = ['cpu', 'memory', 'net_in', 'net_out'];

/** Whether a service has containers, but none of them runs. */
export function isStopped({ instances }: Service): boolean {
	return instances.length > 0 && instances.every(({ state }) => over.includes(state));
}

/** When the last container of a stopped service ended; undefined where none ever ran. */
export function stoppedAt({ instances }: Service): Millis | undefined {
	const ends = instances.flatMap(({ ended }) => ended ?? []);
	return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Whether a number of a service can still be true: what a process used is over with it. */
export function isMeasured(service: Service, measure: Measure): boolean {
	return !(ofProcess.includes(measure) && isStopped(service));
}
