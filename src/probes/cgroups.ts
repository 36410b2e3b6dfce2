import { z } from 'zod';
import { failed } from '../core/failed.ts';
import { cgroupScript, roundEnd } from '../core/host/cgroup-script.ts';
import { type CgroupAnswer, parseCgroups, usedOf } from '../core/host/cgroups.ts';
import type { Millis } from '../core/model.ts';
import type { Probe, ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { callOf, printed, type Script } from './script/printed.ts';

/** What the probe `cgroups` is told: the name of the host. */
export const schema = z.object({ host: z.string().min(1) });

/** Lines of a round that are kept, and bytes of one that is read alone: of some four thousand containers. */
const most = { lines: 50_000, bytes: 4 * 1024 * 1024 };

/** What one reading leaves for the next: its counters. */
interface Carry {
	readonly cgroups: CgroupAnswer;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'cgroups' in carry;
}

const script = ({ host }: z.infer<typeof schema>, { timeout }: Probe): Script => ({
	...{ host, timeout, name: 'cgroups', script: cgroupScript, about: 'its containers', most: most.bytes },
});

/** The first reading alone says nothing of the processor: the second comes after so long. */
const soon: Millis = 500;

/**
 * Reads what all containers of a host use from its kernel, in one go and without their engine. Where the engine's kernel is
 * not that of its host, or hides its control groups, it finds none: then the engine is asked (`stats`). Watched, the script
 * goes on by itself: to start a process costs a program of our size 5 ms, and a shell next to nothing.
 */
export const cgroups: ProbeKind = {
	kind: 'cgroups',
	read: async (probe, { ask, signal }, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const text = await printed(script(spec.value, probe), { ask, signal });
		if (!text.ok) return text;
		const found = parseCgroups(text.value.split('\n', most.lines));
		if (found === undefined) return { ok: true, value: { used: new Map() } };
		const before = isCarry(carry) ? carry.cgroups : undefined;
		const value = { used: usedOf(before, found), carry: { cgroups: found } satisfies Carry };
		return { ok: true, value: before === undefined && found.groups.size > 0 ? { ...value, again: soon } : value };
	},
	watch: async function* (probe, { follow, signal }) {
		const spec = specOf(schema, probe);
		if (!spec.ok) {
			yield spec;
			return;
		}
		const { host } = spec.value;
		const call = callOf({ ...script(spec.value, probe), words: [String(probe.every / 1000)] });
		let before: CgroupAnswer | undefined;
		let lines: string[] = [];
		for await (const chunk of follow(call, signal)) {
			if ('failure' in chunk) {
				yield { ok: false, failure: chunk.failure };
				return;
			}
			if (chunk.text !== roundEnd) {
				if (lines.length < most.lines) lines.push(chunk.text);
				continue;
			}
			const found = parseCgroups(lines);
			lines = [];
			yield { ok: true, value: { used: found === undefined ? new Map() : usedOf(before, found) } };
			before = found;
		}
		yield failed('unreachable', `${host} has stopped telling what its containers use.`);
	},
};
