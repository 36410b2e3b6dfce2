import type { Millis, Result } from '../core/model.ts';
import type { Check } from '../core/plan.ts';
import type { Probe, Reading } from '../core/probe.ts';

/** Reads a probe once, now. */
export type ReadProbe = (probe: Probe) => Promise<Result<Reading>>;

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
export type Sight = { readonly is: 'yes' | 'no' | 'unknown'; readonly because: string };
/** How a check came out. */
export type Verdict =
	| { readonly is: 'held' }
	| { readonly is: 'failed'; readonly because: string }
	| { readonly is: 'stopped' };

/** What a reading says: `yes` when there is a layer and all are ok. Unknown is never ok. */
function sightOf(result: Result<Reading>): Sight {
	if (!result.ok) return { is: 'unknown', because: result.failure.message };
	const layers = Object.values(result.value.layers ?? {});
	const bad = layers.find((layer) => layer.is === 'down' || layer.is === 'degraded');
	if (bad !== undefined) return { is: 'no', because: bad.because };
	const unknown = layers.find((layer) => layer.is === 'unknown');
	if (unknown !== undefined) return { is: 'unknown', because: unknown.because };
	const because = layers.map((layer) => layer.because).join('; ');
	return layers.length > 0 ? { is: 'yes', because } : { is: 'unknown', because: 'nothing was read' };
}

type Again = Extract<Check, { readonly holds: 'again' }>;
type Throughout = Extract<Check, { readonly holds: 'throughout' }>;

async function again(check: Again, judging: Judging): Promise<Verdict> {
	const until = judging.now() + check.within;
	let passed = 0;
	for (;;) {
		const sight = sightOf(await judging.read(check.probe));
		passed = sight.is === 'yes' ? passed + 1 : 0;
		judging.tell?.(check, passed, check.times, sight.because);
		if (passed >= check.times) return { is: 'held' };
		if (judging.stopped()) return { is: 'stopped' };
		if (judging.now() + check.probe.every > until) {
			const so = sight.is === 'yes' ? `only ${passed} of ${check.times} times in a row in time` : sight.because;
			return { is: 'failed', because: `${check.say}: ${so}` };
		}
		await judging.wait(check.probe.every);
	}
}

async function throughout(check: Throughout, judging: Judging): Promise<Verdict> {
	const until = judging.now() + check.lasts;
	let passed = 0;
	while (judging.now() < until) {
		const sight = sightOf(await judging.read(check.probe));
		if (sight.is === 'no') return { is: 'failed', because: `${check.say}: ${sight.because}` };
		if (sight.is === 'yes') passed += 1;
		judging.tell?.(check, passed, check.enough, sight.because);
		if (judging.stopped()) return { is: 'stopped' };
		await judging.wait(check.probe.every);
	}
	if (passed >= check.enough) return { is: 'held' };
	return { is: 'failed', because: `${check.say}: only ${passed} of ${check.enough} readings came` };
}

/** Waits until a check holds or can no longer hold. */
export function judge(check: Check, judging: Judging): Promise<Verdict> {
	switch (check.holds) {
		case 'again':
			return again(check, judging);
		case 'throughout':
			return throughout(check, judging);
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
