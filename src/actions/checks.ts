import type { Millis, Result } from '../core/model.ts';
import type { Check } from '../core/plan.ts';
import type { Probe, Reading } from '../core/probe.ts';
import { isBroken, lasted, noReadings, type Seen, type Tally, withSeen } from '../core/watch/tally.ts';

/** Reads a probe once, now; `carry`: what its reading before left for it. */
export type ReadProbe = (probe: Probe, carry?: unknown) => Promise<Result<Reading>>;

/** What judging a check needs of the outside. */
export interface Judging {
	readonly read: ReadProbe;
	readonly now: () => Millis;
	/** Resolves after so many milliseconds, or at once when it is no longer worth waiting. */
	readonly wait: (ms: Millis) => Promise<void>;
	/** Whether to stop waiting. */
	readonly stopped: () => boolean;
	/** Told after each reading, how far the check is. */
	readonly tell?: (check: Check, passed: number, of: number, because: string) => void;
}

/** What one reading says of a check. */
export interface Sight {
	readonly is: 'yes' | 'no' | 'unknown';
	readonly because: string;
	/** Waiting makes it no better. */
	readonly certain?: true;
}
/** How a check came out. `unmeasured`: nothing bad was seen, but too little at all. */
export type Verdict =
	| { readonly is: 'held'; readonly because?: string }
	| { readonly is: 'failed'; readonly because: string; readonly unmeasured?: true }
	| { readonly is: 'stopped' };

/** What a reading says: `yes` when there is a layer and all are ok. Unknown is never ok. */
function sightOf(result: Result<Reading>): Sight {
	if (!result.ok) return { is: 'unknown', because: result.failure.message };
	const layers = Object.values(result.value.layers ?? {});
	const bad = layers.find((layer) => layer.is === 'down' || layer.is === 'degraded');
	if (bad !== undefined) return { is: 'no', because: bad.because, ...(bad.certain === true ? { certain: true } : {}) };
	const unknown = layers.find((layer) => layer.is === 'unknown');
	if (unknown !== undefined) return { is: 'unknown', because: unknown.because };
	const because = layers.map((layer) => layer.because).join('; ');
	return layers.length > 0 ? { is: 'yes', because } : { is: 'unknown', because: 'nothing was read' };
}

type Again = Extract<Check, { readonly holds: 'again' }>;
type Throughout = Extract<Check, { readonly holds: 'throughout' }>;

/** Why it is not worth waiting on: it is certain, or the time is over. */
function lateBecause(sight: Sight, passed: number, check: Again, isOver: boolean): string | undefined {
	if (sight.certain === true) return sight.because;
	if (!isOver) return undefined;
	return sight.is === 'yes' ? `only ${passed} of ${check.times} times in a row in time` : sight.because;
}

/** What an engine says of itself. */
const ofEngines: readonly string[] = ['container', 'group', 'swarm'];
/** So long after the first look at what an engine is to bring about comes the second; each further one after twice as long. */
const SOON: Millis = 250;

/**
 * How long to wait after so many looks. What an engine was told to bring about is mostly so within a second, and asking it
 * costs little: until it is so once, it is asked at growing distances. From then on, as everything else, in the check's own
 * rhythm, so that many times in a row are as far apart as the plan says.
 */
function pauseAfter({ probe }: Again, looks: number, passed: number): Millis {
	const waits = passed === 0 && ofEngines.includes(probe.kind);
	return waits ? Math.min(SOON * 2 ** (looks - 1), probe.every) : probe.every;
}

async function again(check: Again, judging: Judging): Promise<Verdict> {
	const until = judging.now() + check.within;
	let passed = 0;
	let looks = 0;
	for (;;) {
		const sight = sightOf(await judging.read(check.probe));
		looks += 1;
		passed = sight.is === 'yes' ? passed + 1 : 0;
		judging.tell?.(check, passed, check.times, sight.because);
		if (passed >= check.times) return { is: 'held' };
		if (judging.stopped()) return { is: 'stopped' };
		const late = lateBecause(sight, passed, check, judging.now() + check.probe.every > until);
		if (late !== undefined) return { is: 'failed', because: `${check.say}: ${late}` };
		await judging.wait(pauseAfter(check, looks, passed));
	}
}

/** One reading of a check that must hold all the while, and what it carries. */
async function seen(check: Throughout, judging: Judging, carry: unknown): Promise<{ seen: Seen; carry: unknown }> {
	const result = await judging.read(check.probe, carry);
	const sight = sightOf(result);
	if (!result.ok) return { seen: sight, carry };
	const { facts } = result.value;
	return { seen: { ...sight, ...(facts === undefined ? {} : { facts }) }, carry: result.value.carry };
}

/**
 * Reads a check all the while, from `so far` on: it ends at once when it breaks, else when its time is over. What a probe
 * carries is handed from one reading to the next, so that it can tell what was between them.
 */
export async function judgeThroughout(
	check: Throughout,
	judging: Judging,
	soFar: Tally = noReadings,
): Promise<Verdict> {
	const until = judging.now() + check.lasts;
	let tally = soFar;
	let carry: unknown;
	await judging.wait(check.after ?? 0);
	while (judging.now() < until) {
		if (judging.stopped()) return { is: 'stopped' };
		const next = await seen(check, judging, carry);
		// What was read while it was called off may tell of what called it off.
		if (judging.stopped()) return { is: 'stopped' };
		carry = next.carry;
		tally = withSeen(tally, next.seen);
		judging.tell?.(check, tally.passed, check.enough, tally.last);
		if (isBroken(check, tally)) return { is: 'failed', because: `${check.say}: ${tally.last}` };
		await judging.wait(Math.min(check.probe.every, until - judging.now()));
	}
	return judging.stopped() ? { is: 'stopped' } : lasted(check, tally);
}

/** Waits until a check holds or can no longer hold. */
export function judge(check: Check, judging: Judging): Promise<Verdict> {
	switch (check.holds) {
		case 'again':
			return again(check, judging);
		case 'throughout':
			return judgeThroughout(check, judging);
	}
}

/**
 * Whether a step's check holds right now: read once; read again, for as long as the check allows, only where nothing can
 * be told.
 */
export async function look(check: Check, judging: Judging): Promise<Sight> {
	const until = judging.now() + (check.holds === 'again' ? check.within : check.lasts);
	for (;;) {
		const sight = sightOf(await judging.read(check.probe));
		if (sight.is !== 'unknown' || judging.stopped()) return sight;
		if (judging.now() + check.probe.every > until) return sight;
		await judging.wait(check.probe.every);
	}
}
