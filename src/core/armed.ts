import { failed } from './failed.ts';
import type { Millis, Result } from './model.ts';
import type { State } from './state.ts';

/** How long a locked environment is armed unless said otherwise, and at the most. */
export const usualArming: Millis = 15 * 60_000;
/** At the most. */
export const longestArming: Millis = 60 * 60_000;
/** A line of the journal may be so much later than now: our clock was put right meanwhile. */
const slack: Millis = 5_000;

/** The environments that the config locks, in its order. */
export function lockedEnvironments({ fleet }: Pick<State, 'fleet'>): readonly string[] {
	return fleet.environments.filter(({ protection }) => protection === 'locked').map(({ name }) => name);
}

/** The line of the journal by which an environment is armed now, for this operator; undefined where it is not. */
function armingOf({ journal, operator }: Pick<State, 'journal' | 'operator'>, environment: string, now: Millis) {
	const last = journal.entries.findLast(
		(entry) =>
			(entry.what === 'armed' || entry.what === 'disarmed') &&
			entry.environment === environment &&
			entry.by === operator,
	);
	if (last?.what !== 'armed' || now < last.at - slack) return undefined;
	const until = Math.min(last.until, last.at + longestArming);
	return now < until ? { until, run: last.run } : undefined;
}

/** Until when a locked environment may be changed by this operator; undefined where it is not armed. */
export function armedUntil(
	state: Pick<State, 'journal' | 'operator'>,
	environment: string,
	now: Millis,
): Millis | undefined {
	return armingOf(state, environment, now)?.until;
}

/** Under which id the journal has it that an environment is armed. */
export function armedRun(
	state: Pick<State, 'journal' | 'operator'>,
	environment: string,
	now: Millis,
): string | undefined {
	return armingOf(state, environment, now)?.run;
}

/** The locked environments that are armed now, with the time that is left. */
export function armedNow(
	state: Pick<State, 'fleet' | 'journal' | 'operator'>,
	now: Millis,
): readonly { readonly environment: string; readonly left: Millis }[] {
	return lockedEnvironments(state).flatMap((environment) => {
		const until = armedUntil(state, environment, now);
		return until === undefined ? [] : [{ environment, left: until - now }];
	});
}

/** Whether an environment may be armed for so long, or why not and what to do. */
export function mayArm(
	{ fleet, readOnly }: Pick<State, 'fleet' | 'readOnly'>,
	environment: string,
	length: Millis,
): Result<Millis> {
	if (readOnly)
		return failed('forbidden', 'This watchdeck was started with --read-only.', 'Start it without --read-only to act.');
	const locked = lockedEnvironments({ fleet });
	if (!locked.includes(environment)) {
		const there = locked.length === 0 ? 'The config locks none.' : `Locked are: ${locked.join(', ')}.`;
		return failed('refused', `${environment} is not locked: there is nothing to arm.`, there);
	}
	if (!(length >= 1_000 && length <= longestArming))
		return failed('refused', 'An environment is armed for an hour at the most.', 'Say how long: 15m, 1h.');
	return { ok: true, value: length };
}

/** How a locked environment is armed, for whoever is refused there. */
export function armingText(environment: string): string {
	return `To change something in it for a while: \`:arm ${environment} 15m\` in the cockpit, or watchdeck arm ${environment} 15m`;
}
