import { z } from 'zod';
import { aheadAfter } from '../core/ahead.ts';
import { type HostAnswer, parseHost } from '../core/host/answer.ts';
import { locksIn } from '../core/host/locks.ts';
import { hostScript } from '../core/host/script.ts';
import { type Usage, usageOf } from '../core/host/usage.ts';
import { hostId } from '../core/ids.ts';
import type { Failure, Millis, Sample } from '../core/model.ts';
import type { ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { printed } from './script/printed.ts';

/** What the probe `host` is told: the name of the host. */
export const schema = z.object({ host: z.string().min(1) });

/** Bytes of the script's answer that are kept. */
const most = 512 * 1024;

/** What one poll leaves for the next: its counters. */
interface Carry {
	readonly host: HostAnswer;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'host' in carry;
}

/** Only what is known, so that a fact or number is missing instead of wrong. */
function known<T>(values: Readonly<Record<string, T | undefined>>): readonly (readonly [string, T])[] {
	return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function memoryShare({ memory }: HostAnswer): number | undefined {
	return memory === undefined ? undefined : 1 - memory.available / memory.total;
}

/** The fullest one, by what `of` says. */
function fullest<T>(all: readonly T[], of: (one: T) => number): T | undefined {
	return all.reduce<T | undefined>(
		(worst, one) => (worst === undefined || of(one) > of(worst) ? one : worst),
		undefined,
	);
}

function numbers(answer: HostAnswer, usage: Usage): Readonly<Record<string, number | undefined>> {
	return {
		cpu: usage.cpu,
		memory: memoryShare(answer),
		disk: fullest(answer.disks, ({ used }) => used)?.used,
		load: answer.load?.[0],
		net_in: usage.netIn,
		net_out: usage.netOut,
	};
}

/**
 * How far the host's clock is ahead of ours, in milliseconds. It says whole seconds, and at some time between the question
 * and the answer: a difference that this explains is none.
 */
function skewOf({ clock }: HostAnswer, asked: Millis, answered: Millis): Millis | undefined {
	return clock === undefined ? undefined : aheadAfter(0, { said: clock * 1000, asked, answered });
}

function facts(answer: HostAnswer, skew: Millis | undefined): Readonly<Record<string, string | number>> {
	const disk = fullest(answer.disks, ({ used }) => used);
	const inodes = fullest(answer.disks, ({ inodes }) => inodes ?? 0);
	return Object.fromEntries(
		known<string | number>({
			name: answer.name,
			kernel: answer.kernel,
			cpus: answer.cpus === 0 ? undefined : answer.cpus,
			load: answer.load?.[0],
			load5: answer.load?.[1],
			load15: answer.load?.[2],
			memory: memoryShare(answer),
			memory_total: answer.memory?.total,
			swap: answer.swap === undefined ? undefined : 1 - answer.swap.free / answer.swap.total,
			disk: disk?.used,
			disk_mount: disk?.mount,
			disk_free: disk?.free,
			inodes: inodes?.inodes,
			inodes_mount: inodes?.inodes === undefined ? undefined : inodes.mount,
			uptime: answer.uptime === undefined ? undefined : Math.round(answer.uptime * 1000),
			skew,
		}),
	);
}

/** An answer in which nothing is known is not that of the script. */
function isEmpty({ load, memory, cpu }: HostAnswer): boolean {
	return load === undefined && memory === undefined && cpu === undefined;
}

function garbled(host: string): Failure {
	const message = `${host} answered, but did not say its load, processors or memory: /proc seems not to be readable there.`;
	return { kind: 'garbled', message, fix: 'Check that the host runs Linux and what its login shell prints.' };
}

/** Reads a host's load, processors, memory, disks, network and clock, by one script a poll. */
export const host: ProbeKind = {
	kind: 'host',
	read: async (probe, { ask, now, signal }, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const name = spec.value.host;
		const asked = now();
		const script = { name: 'host', script: hostScript, about: 'its state' };
		const text = await printed({ host: name, ...script, timeout: probe.timeout, most }, { ask, signal });
		if (!text.ok) return text;
		const at = now();
		const found = parseHost(text.value);
		if (isEmpty(found)) return { ok: false, failure: garbled(name) };
		const usage = usageOf(isCarry(carry) ? carry.host : undefined, found);
		const samples = known(numbers(found, usage)).map(
			([what, value]): Sample => ({ series: `${hostId(name)}/${what}`, at, value }),
		);
		return {
			ok: true,
			value: {
				layers: { control: { is: 'ok', because: 'the host answers', since: at } },
				samples,
				facts: { ...facts(found, skewOf(found, asked, at)), took: at - asked },
				...(found.clock === undefined ? {} : { locks: locksIn(found.locks, { host: found.clock, here: at }) }),
				carry: { host: found } satisfies Carry,
			},
		};
	},
};
