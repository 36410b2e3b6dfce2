import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { foundOf } from '../core/engine/distribution.ts';
import { fullRepository } from '../core/engine/image-name.ts';
import { type Missing, nameForm } from '../core/engine/registry.ts';
import type { ReleaseFound } from '../core/finding.ts';
import type { Condition, Millis } from '../core/model.ts';
import type { Probe, ProbeKind, Reach } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';

/** What the probe `release` is told: images of earlier releases that their hosts lack. */
export const schema = z.object({
	missing: z
		.array(
			z.object({ host: z.string(), image: z.string(), name: z.string().regex(nameForm) }) satisfies z.ZodType<Missing>,
		)
		.max(100),
});

/** Bytes of an answer: one manifest's description. */
const most = 256 * 1024;
const hour: Millis = 3_600_000;
/** Docker Hub counts each question as a pull, and allows few of them: a roll back must not find them used up. */
const keptOfHub: Millis = 6 * hour;

/** What was found the last time, and when. */
interface Known {
	readonly at: Millis;
	readonly found: ReleaseFound;
}

interface Carry {
	readonly known: readonly Known[];
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'known' in carry;
}

function knownStill(carry: unknown, { host, name }: Missing, now: Millis): Known | undefined {
	if (!isCarry(carry) || !fullRepository(name).startsWith('docker.io/')) return undefined;
	const last = carry.known.find(({ found }) => found.host === host && found.name === name);
	return last !== undefined && last.found.can !== 'unknown' && now - last.at < keptOfHub ? last : undefined;
}

/** Asks the registry as the host reaches it, without a login of ours. */
async function asked(missing: Missing, { timeout }: Probe, { ask, signal, now }: Reach): Promise<Known> {
	const path = `/distribution/${missing.name}/json`;
	const call: Read = {
		effect: 'read',
		via: 'engine',
		host: missing.host,
		method: 'GET',
		path,
		timeout: timeout * 0.3,
		most,
	};
	return { found: foundOf(missing, await ask(call, signal)), at: now() };
}

function conditionOf(found: readonly ReleaseFound[]): Omit<Condition, 'since'> {
	const [first] = found;
	if (first === undefined) return { is: 'ok', because: 'no earlier release is missing' };
	const count = (can: ReleaseFound['can']) => found.filter((each) => each.can === can).length;
	const words = [
		[count('pull'), 'can be pulled'],
		[count('gone'), 'gone from the registry'],
		[count('unknown'), 'not known'],
	] as const;
	const said = words.flatMap(([number, word]) => (number === 0 ? [] : `${number} ${word}`)).join(', ');
	const doubt = found.find(({ can }) => can === 'unknown');
	return {
		is: doubt === undefined ? 'ok' : 'unknown',
		because: `earlier releases that are not on the host: ${said}${doubt === undefined ? '' : ` (${doubt.says})`}`,
	};
}

/** Asks registries whether they still have the earlier releases of a service that are not on its hosts. */
export const release: ProbeKind = {
	kind: 'release',
	read: async (probe, reach, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const known: Known[] = [];
		// One after the other: a registry is no place for haste, and there are few.
		for (const missing of spec.value.missing)
			known.push(knownStill(carry, missing, reach.now()) ?? (await asked(missing, probe, reach)));
		const findings = known.map(({ found }) => found);
		return {
			ok: true,
			value: {
				layers: { release: { ...conditionOf(findings), since: reach.now() } },
				findings,
				carry: { known } satisfies Carry,
			},
		};
	},
};
