import { aheadAfter } from '../ahead.ts';
import type { Millis } from '../model.ts';
import type { Told } from './copied.ts';
import type { WalkLine } from './walk.ts';

/** How far the clock of each program that wrote into a copy is ahead of the host's, as far as its lines tell. */
export type Clocks = ReadonlyMap<string, Millis>;

/** A smaller difference is what a line takes on its way, and the whole seconds of the host. */
const tolerance: Millis = 5_000;

/** Of each program what its fastest line tells: it came to the host soonest after it was written. */
function heardOf({ lines }: Told, before: Clocks): Clocks {
	const after = new Map(before);
	for (const { line, came } of lines) {
		if (came === undefined || line.session === undefined) continue;
		after.set(line.session, Math.max(after.get(line.session) ?? Number.NEGATIVE_INFINITY, line.at - came));
	}
	return after;
}

/** Lines of a copy by our clock. `clocks`: what is known of those that wrote them; `ahead`: of each, by how much it is ahead of ours. */
export interface Moved {
	readonly lines: readonly WalkLine[];
	readonly clocks: Clocks;
	readonly ahead: (session: string | undefined) => Millis;
}

/**
 * Lines that a host told, with their times by our clock (decision 020). What is known of another machine's clock goes over the host's: each
 * line says when it was written by the one and when it came by the other. `asked`, `answered`: when the host told it, by ours.
 */
export function byOurClock(
	told: Told,
	{ asked, answered }: { readonly asked: Millis; readonly answered: Millis },
	before: Clocks,
): Moved {
	const clocks = heardOf(told, before);
	const host = aheadAfter(0, { said: told.host, asked, answered });
	const ahead = (session: string | undefined): Millis => {
		const known = session === undefined ? undefined : clocks.get(session);
		const all = known === undefined ? 0 : known + host;
		return Math.abs(all) <= tolerance ? 0 : all;
	};
	const lines = told.lines.map(({ line }) => ({ ...line, at: Math.max(0, line.at - ahead(line.session)) }));
	return { lines, clocks, ahead };
}
