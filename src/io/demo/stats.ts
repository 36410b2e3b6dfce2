import type { Millis } from '../../core/model.ts';
import { machine } from './engine/defaults.ts';
import { fieldsOf, isYes, numberOf, stamp } from './engine/fields.ts';
import { containerOf } from './engine/find.ts';
import { done, refused } from './engine/outcome.ts';
import type { Container, Engine, Fields, Handler } from './engine/types.ts';
import { type Load, loadOf } from './load.ts';

const none: Fields = { periods: 0, throttled_periods: 0, throttled_time: 0 };
/** The part of a sample that was not taken. */
const noCpu = {
	cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
	throttling_data: none,
};
const lists = [
	'io_service_bytes_recursive',
	'io_serviced_recursive',
	'io_queue_recursive',
	'io_service_time_recursive',
	'io_wait_time_recursive',
	'io_merged_recursive',
	'io_time_recursive',
	'sectors_recursive',
];
const files = 18 * 1024 * 1024;

/** Processor time of the container and of the whole machine, in nanoseconds. */
function cpuJson(load: Load, booted: Millis, at: Millis | undefined): unknown {
	if (at === undefined) return noCpu;
	const total = Math.round(load.cpu(at));
	const per = Math.round(total / machine.processors);
	return {
		cpu_usage: {
			total_usage: total,
			percpu_usage: Array.from({ length: machine.processors }, () => per),
			usage_in_kernelmode: Math.round(total * 0.2),
			usage_in_usermode: Math.round(total * 0.8),
		},
		system_cpu_usage: (at - booted) * 1e6 * machine.processors,
		online_cpus: machine.processors,
		throttling_data: none,
	};
}

/** The counters of memory in the form of cgroup v1, where `total_inactive_file` is what can be given back. */
function memoryJson(load: Load, limit: number, at: Millis): unknown {
	const rss = load.memory(at);
	const own = {
		active_anon: rss,
		active_file: 0,
		cache: files,
		dirty: 0,
		inactive_anon: 0,
		inactive_file: files,
		mapped_file: 0,
		pgfault: 0,
		pgmajfault: 0,
		pgpgin: 0,
		pgpgout: 0,
		rss,
		rss_huge: 0,
		unevictable: 0,
		writeback: 0,
	};
	const totals = Object.fromEntries(Object.entries(own).map(([name, value]) => [`total_${name}`, value]));
	const limits = { hierarchical_memory_limit: limit, hierarchical_memsw_limit: limit * 2 };
	return { usage: rss + files, max_usage: limit, stats: { ...own, ...totals, ...limits }, limit };
}

function trafficJson(load: Load, container: Container, at: Millis): Fields {
	const requests = load.requests(at);
	const names = Object.entries(container.networks).filter(([, end]) => end.address !== '');
	const one = (index: number) => ({
		rx_bytes: Math.round((requests * 640) / (index + 1)),
		rx_packets: Math.round(requests * 3),
		rx_errors: 0,
		rx_dropped: 0,
		tx_bytes: Math.round((requests * 2_900) / (index + 1)),
		tx_packets: Math.round(requests * 4),
		tx_errors: 0,
		tx_dropped: 0,
	});
	return names.length === 0
		? {}
		: { networks: Object.fromEntries(names.map((_, index) => [`eth${index}`, one(index)])) };
}

function blockJson(value: unknown): unknown {
	return Object.fromEntries(lists.map((name) => [name, value]));
}

function idleJson(container: Container): unknown {
	return {
		read: stamp(undefined),
		preread: stamp(undefined),
		pids_stats: {},
		blkio_stats: blockJson(null),
		num_procs: 0,
		storage_stats: {},
		cpu_stats: noCpu,
		precpu_stats: noCpu,
		memory_stats: {},
		name: `/${container.name}`,
		id: container.id,
	};
}

/** One sample of `GET /containers/ID/stats`. `before`: when the sample before it was taken; undefined: there was none. */
export function statsJson(engine: Engine, container: Container, now: Millis, before?: Millis): unknown {
	const load = loadOf(engine, container);
	if (load === undefined || (container.state !== 'running' && container.state !== 'paused')) return idleJson(container);
	const limit = numberOf(container.hostConfig['Memory']) || machine.memory;
	const earlier = before !== undefined && before > load.started ? before : undefined;
	return {
		read: stamp(now),
		preread: stamp(earlier),
		pids_stats: { current: 12 },
		blkio_stats: blockJson([]),
		num_procs: 0,
		storage_stats: {},
		cpu_stats: cpuJson(load, engine.booted, now),
		precpu_stats: cpuJson(load, engine.booted, earlier),
		memory_stats: memoryJson(load, limit, now),
		name: `/${container.name}`,
		id: container.id,
		...fieldsOf(trafficJson(load, container, now)),
	};
}

/** `GET /containers/ID/stats?stream=false`: one sample; with `one-shot` without the one before it. */
export const stats: Handler = (engine, { of, query, now }) => {
	const container = containerOf(engine, of);
	if (container === undefined) return refused(engine, 404, `No such container: ${of}`);
	const before = isYes(query.get('one-shot')) ? undefined : now - 1000;
	return done(engine, 200, statsJson(engine, container, now, before));
};
