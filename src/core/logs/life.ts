import { exitText } from '../condition/exit-text.ts';
import { known } from '../known.ts';
import type { Instance, Millis } from '../model.ts';

/** How a container whose log is followed stood when it was last told of. */
export interface Life {
	readonly name: string;
	readonly is: 'running' | 'paused' | 'stopped' | 'gone';
	/** When it was started last, as far as that is known. */
	readonly started?: Millis;
}

/** What became of a container, in words. `at`: missing where nobody says when. */
export interface Turn {
	readonly at?: Millis;
	readonly text: string;
}

type End = Pick<Instance, 'exit' | 'oom'>;

function standing({ state }: Instance): Life['is'] {
	return state === 'running' || state === 'paused' ? state : 'stopped';
}

/** How a container stands now. */
export function lifeOf(instance: Instance): Life {
	return { name: instance.name, is: standing(instance), ...known({ started: instance.started }) };
}

function turn(at: Millis | undefined, text: string): Turn {
	return { text, ...known({ at }) };
}

function stop(name: string, { exit, oom }: End, at: Millis | undefined): Turn {
	return turn(at, `${name} stopped: ${exitText(exit, oom)}`);
}

/** What lies between two standings. A start of which nobody saw the end before is told by its time. */
function turnsBetween(before: Life, now: Instance, end: End): readonly Turn[] {
	const { name, started, ended } = now;
	const is = standing(now);
	const stopped = stop(name, { ...end, ...known({ exit: now.exit, oom: now.oom }) }, ended);
	const start = turn(started, `${name} started`);
	if (is === 'stopped') return before.is === 'stopped' ? [] : [stopped];
	if (before.is === 'stopped') return [start];
	if (before.started !== undefined && started !== undefined && started > before.started) return [stopped, start];
	if (before.is === is) return [];
	return [turn(undefined, is === 'paused' ? `${name} is paused` : `${name} goes on`)];
}

/**
 * What became of a container, and how it stands from now on. `now`: undefined where its engine has it no more; `end`: how
 * its process ended, where that was told.
 */
export function lifeAfter(
	before: Life,
	now: Instance | undefined,
	end?: End,
): { readonly life: Life; readonly turns: readonly Turn[] } {
	const { name, is } = before;
	if (is === 'gone') return { life: before, turns: [] };
	if (now !== undefined) {
		const started = known({ started: now.started ?? before.started });
		return { life: { ...lifeOf(now), ...started }, turns: turnsBetween(before, now, end ?? {}) };
	}
	const stopped = end === undefined || is === 'stopped' ? [] : [stop(name, end, undefined)];
	return { life: { ...before, is: 'gone' }, turns: [...stopped, turn(undefined, `${name} was removed`)] };
}

/** One that was made so shortly before it was started was made to be started. */
const atOnce: Millis = 10_000;

/**
 * That lines come from another container now, said as of its start, so that it stands before them. The engine notes the
 * start when the process runs, which may have written a line by then: of one that was just made, when it was made.
 */
export function anotherTurn({ id, name, started, created }: Instance): Turn {
	const isFresh = started !== undefined && created !== undefined && started - created < atOnce;
	return turn(isFresh ? created : (started ?? created), `another container: ${name} (${id.slice(0, 12)})`);
}
