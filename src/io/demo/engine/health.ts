import type { Millis } from '../../../core/model.ts';
import { fieldsOf, numberOf, stamp, textsOf } from './fields.ts';
import type { Container, DemoImage, Health } from './types.ts';

const nanos = 1_000_000;
/** How long a check takes here. */
const takes: Millis = 40;

interface Checks {
	readonly from: Millis;
	readonly every: Millis;
	readonly retries: number;
	/** Failures so soon after the start do not count. */
	readonly grace: Millis;
	/** When checks begin to fail. */
	readonly sick: Millis;
}

/** The health checks of the newest run of a container; undefined when there are none. Defaults: moby `daemon/health.go`. */
function checksOf({ config, started }: Container, image: DemoImage | undefined): Checks | undefined {
	const check = fieldsOf(config['Healthcheck']);
	const [first = 'NONE'] = textsOf(check['Test']);
	if (first === 'NONE' || started === undefined) return undefined;
	return {
		from: started,
		every: (numberOf(check['Interval']) || 30_000 * nanos) / nanos,
		retries: numberOf(check['Retries']) || 3,
		grace: numberOf(check['StartPeriod']) / nanos,
		sick: started + (image?.program.fault?.sick ?? Number.POSITIVE_INFINITY),
	};
}

/** When checks make it healthy and when unhealthy; Infinity: never. */
function turns({ from, every, retries, grace, sick }: Checks): {
	readonly healthy: Millis;
	readonly unhealthy: Millis;
} {
	const first = from + every;
	const healthy = first < sick ? first : Number.POSITIVE_INFINITY;
	const counted = healthy < sick ? sick - from : Math.max(sick - from, grace + 1);
	const failing = Math.max(1, Math.ceil(counted / every));
	return { healthy, unhealthy: from + (failing + retries - 1) * every };
}

/** The health of a container at a time, by its checks until then. One that has ended counts as unhealthy, as in moby. */
export function healthAt(container: Container, image: DemoImage | undefined, at: Millis): Health {
	const checks = checksOf(container, image);
	if (checks === undefined) return 'none';
	if (container.state !== 'running' && container.state !== 'paused') return 'unhealthy';
	const { healthy, unhealthy } = turns(checks);
	if (at >= unhealthy) return 'unhealthy';
	return at >= healthy ? 'healthy' : 'starting';
}

/** When its health turns next to something that was not told yet; undefined: never. */
export function healthDue(container: Container, image: DemoImage | undefined): Millis | undefined {
	if (container.state !== 'running' || container.health === 'none' || container.health === 'unhealthy')
		return undefined;
	if (container.health === 'healthy' && image?.program.fault?.sick === undefined) return undefined;
	const checks = checksOf(container, image);
	if (checks === undefined) return undefined;
	const { healthy, unhealthy } = turns(checks);
	const next = container.health === 'healthy' ? unhealthy : Math.min(healthy, unhealthy);
	return Number.isFinite(next) ? next : undefined;
}

/** `State.Health` of an inspect answer: the newest five checks; undefined where there is none. */
export function healthJson(container: Container, image: DemoImage | undefined, at: Millis): unknown {
	const checks = checksOf(container, image);
	if (checks === undefined) return undefined;
	const { from, every, sick } = checks;
	const until = container.finished !== undefined && container.finished >= from ? container.finished : at;
	const last = Math.floor((until - from) / every);
	const numbers = Array.from({ length: Math.min(5, Math.max(0, last)) }, (_, index) => last - index).reverse();
	const failing = Math.max(1, Math.ceil((sick - from) / every));
	const log = numbers.map((number) => {
		const start = from + number * every;
		const bad = start >= sick;
		return {
			Start: stamp(start),
			End: stamp(start + takes),
			ExitCode: bad ? 1 : 0,
			Output: bad ? 'wget: server returned error: HTTP/1.1 500 Internal Server Error\n' : '',
		};
	});
	const FailingStreak = Number.isFinite(failing) ? Math.max(0, last - failing + 1) : 0;
	return { Status: healthAt(container, image, at), FailingStreak, Log: log };
}
