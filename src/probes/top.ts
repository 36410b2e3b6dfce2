import { z } from 'zod';
import { failed } from '../core/failed.ts';
import { parseTop, type TopAnswer, topOf } from '../core/host/top.ts';
import { topScript } from '../core/host/top-script.ts';
import type { ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { printed } from './script/printed.ts';

/** What the probe `top` is told: the name of the host. */
export const schema = z.object({ host: z.string().min(1) });

/** Bytes of the script's answer that are kept: of some twenty thousand processes. */
const most = 1024 * 1024;

/** What one reading leaves for the next: its counters. */
interface Carry {
	readonly top: TopAnswer;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'top' in carry;
}

/** Reads how busy each processor of a host is, and which processes take most. Only while somebody looks at it. */
export const top: ProbeKind = {
	kind: 'top',
	read: async (probe, { ask, signal }, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const { host } = spec.value;
		const script = { name: 'top', script: topScript, about: 'its processes' };
		const text = await printed({ host, ...script, timeout: probe.timeout, most }, { ask, signal });
		if (!text.ok) return text;
		const found = parseTop(text.value);
		if (found === undefined) {
			return failed(
				'garbled',
				`${host} answered, but did not say how busy it is: /proc seems not to be readable there.`,
				'Check that the host runs Linux and what its login shell prints.',
			);
		}
		const before = isCarry(carry) ? carry.top : undefined;
		return { ok: true, value: { top: topOf(before, found), carry: { top: found } satisfies Carry } };
	},
};
