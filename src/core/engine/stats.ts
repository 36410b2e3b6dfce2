import { z } from 'zod';
import type { Millis, Result } from '../model.ts';
import { timeOf } from '../time.ts';
import { jsonOf, maybeNumber, understood } from './answer.ts';

interface Ticks {
	readonly own: number;
	readonly all: number;
}

/** What a container uses at one moment. What the engine did not say is missing, never zero. */
export interface Usage {
	/** When it was measured, by the engine's clock. */
	readonly at?: Millis;
	/** Percent of one core, as the docker command line gives it: 200 is two cores. */
	readonly cpu?: number;
	/** Processor time so far, of the container and of all the machine, in nanoseconds: what the next frame subtracts. */
	readonly ticks?: Ticks;
	/** Bytes, without the cache that the kernel would give back. */
	readonly memory?: number;
	/** Bytes: its own limit, or the memory of the host when it has none. */
	readonly limit?: number;
	/** Bytes since it was started, over all its networks; missing where it uses the network of its host. */
	readonly received?: number;
	readonly sent?: number;
}

const cpu = z
	.object({
		cpu_usage: z.object({ total_usage: maybeNumber, percpu_usage: z.array(z.number()).max(8192).nullish() }).nullish(),
		system_cpu_usage: maybeNumber,
		online_cpus: maybeNumber,
	})
	.nullish();
const traffic = z.object({ rx_bytes: maybeNumber, tx_bytes: maybeNumber });
const schema = z.object({
	read: z.string(),
	cpu_stats: cpu,
	precpu_stats: cpu,
	memory_stats: z
		.object({
			usage: maybeNumber,
			limit: maybeNumber,
			// Of some forty: those of a frame each second of each container cost more to check than all else.
			stats: z.object({ total_inactive_file: maybeNumber, inactive_file: maybeNumber }).nullish(),
		})
		.nullish(),
	networks: z.record(z.string(), traffic).nullish(),
});
type Frame = z.infer<typeof schema>;

function ticksOf(cpu: Frame['cpu_stats']): Ticks | undefined {
	const [own, all] = [cpu?.cpu_usage?.total_usage, cpu?.system_cpu_usage];
	return own == null || !all ? undefined : { own, all };
}

/**
 * Source: docker/cli, cli/command/container/stats_helpers.go, calculateCPUPercentUnix. A frame without the one before it
 * (the first of a stream, or one that was asked for at once) is held against `before`; the command line shows the mean
 * since boot then, we show nothing.
 */
function cpuOf({ cpu_stats: now, precpu_stats: pre }: Frame, before: Ticks | undefined): number | undefined {
	const [ticks, last] = [ticksOf(now), ticksOf(pre) ?? before];
	if (ticks === undefined || last === undefined) return undefined;
	const cores = now?.online_cpus || now?.cpu_usage?.percpu_usage?.length || 0;
	const [ours, all] = [ticks.own - last.own, ticks.all - last.all];
	return ours > 0 && all > 0 ? (ours / all) * cores * 100 : 0;
}

/** Source: the same file, calculateMemUsageUnixNoCache: cgroup v1 has `total_inactive_file`, v2 `inactive_file`. */
function memoryOf({ memory_stats: memory }: Frame): number | undefined {
	const usage = memory?.usage;
	if (usage == null) return undefined;
	const { total_inactive_file: first, inactive_file: second } = memory?.stats ?? {};
	if (first != null && first < usage) return usage - first;
	return second != null && second < usage ? usage - second : usage;
}

function sumOf(frame: Frame, of: 'rx_bytes' | 'tx_bytes'): number | undefined {
	const all = Object.values(frame.networks ?? {});
	return all.length === 0 ? undefined : all.reduce((sum, each) => sum + (each[of] ?? 0), 0);
}

const known = <K extends string>(key: K, value: number | null | undefined) =>
	value == null ? {} : ({ [key]: value } as { readonly [P in K]: number }); // a computed key is a string to the compiler

/** One frame of `GET /containers/ID/stats`, after the one `before`. Of a container that is stopped there is nothing in it. */
export function readStats(host: string, text: string, before?: Usage): Result<Usage> {
	const what = `A line of stats of the engine of ${host}`;
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const frame = understood(schema, json.value, what);
	if (!frame.ok) return frame;
	const { read, memory_stats: memory } = frame.value;
	const at = timeOf(read);
	// The engine sends empty frames with the time "never" when the container does not run.
	if (at === undefined) return { ok: true, value: {} };
	const limit = memory?.limit;
	const ticks = ticksOf(frame.value.cpu_stats);
	return {
		ok: true,
		value: {
			at,
			...known('cpu', cpuOf(frame.value, before?.ticks)),
			...(ticks === undefined ? {} : { ticks }),
			...known('memory', memoryOf(frame.value)),
			...known('limit', limit === 0 ? undefined : limit),
			...known('received', sumOf(frame.value, 'rx_bytes')),
			...known('sent', sumOf(frame.value, 'tx_bytes')),
		},
	};
}
