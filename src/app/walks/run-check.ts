import type { Millis } from '../../core/model.ts';
import { type FactFound, factFound } from '../../core/runbook/facts.ts';
import type { Doing } from '../../core/runbook/model.ts';
import type { Telling } from '../../core/runbook/open.ts';
import { sizeOf } from '../../core/runbook/output.ts';
import type { Came } from '../../core/runbook/stand.ts';
import { sha256 } from '../../io/hash.ts';
import type { WalkParts } from './parts.ts';

/** How often facts are looked at. */
const pace: Millis = 1_000;
/** How long a check waits for its facts, unless its fence says otherwise. */
const usualWithin: Millis = 60_000;

type Check = Extract<Doing, { readonly is: 'check' }>;

const lineOf = ({ holds, say }: FactFound): string =>
	`${holds === true ? 'ok ' : holds === false ? 'NO ' : '?  '} ${say}`;

/**
 * Looks at facts until they hold: so many times in a row, or all the while for as long as the fence says. What is unknown does not
 * hold. A check that is to hold all the while fails at the first reading that does not.
 */
export const runCheck = async (
	parts: WalkParts,
	{ facts, code: { attributes } }: Check,
	of: string | undefined,
	{
		signal,
		told,
	}: { readonly signal: AbortSignal; readonly told: (telling: Pick<Telling, 'lines' | 'count'>) => void },
): Promise<Came> => {
	const { times = 1, throughout, within = usualWithin, every = pace } = attributes;
	const began = parts.now();
	const until = began + (throughout ?? within);
	let passed = 0;
	let unknown = 0;
	let found: readonly FactFound[] = [];
	const come = (verdict: Came['verdict'], because: string): Came => {
		const output = found.map(lineOf).join('\n');
		const took = parts.now() - began;
		return { took, output, ...sizeOf(output), hash: sha256(output), verdict, because };
	};
	for (;;) {
		const state = parts.state();
		found = facts.map((fact) => factFound(fact, of, state, parts.feeds, parts.now()));
		const wrong = found.find(({ holds }) => holds !== true);
		passed = wrong === undefined ? passed + 1 : 0;
		unknown += isUnknown(wrong) ? 1 : 0;
		told({ lines: [...found.map(lineOf), `${passed} times in a row`], count: found.length + 1 });
		const stands: Standing = { wrong, passed, unknown, isOver: parts.now() + every > until };
		const verdict = throughout === undefined ? inTime(stands, times) : allAlong(stands);
		if (verdict !== undefined) return come(verdict, becauseOf(stands, verdict, found));
		await parts.wait(every, signal);
		if (signal.aborted) return come('failed', 'it was stopped');
	}
};

const isUnknown = (found: FactFound | undefined): boolean => found !== undefined && found.holds === undefined;

/** How a check stands after a reading. */
interface Standing {
	/** The first fact that does not hold, or of which nothing is known. */
	readonly wrong: FactFound | undefined;
	/** Readings in a row in which all held. */
	readonly passed: number;
	/** Readings of which something was not known. */
	readonly unknown: number;
	readonly isOver: boolean;
}

/** What was found, in a sentence; where it was not known all the while, how often. */
const becauseOf = ({ wrong, unknown }: Standing, verdict: Came['verdict'], found: readonly FactFound[]): string => {
	const gaps = verdict === 'open' ? `${unknown} times it was not known: ` : '';
	return `${gaps}${wrong?.say ?? found.map(({ say }) => say).join('; ')}`;
};

/** So many times in a row before the time is over. */
const inTime = ({ passed, isOver }: Standing, times: number): Came['verdict'] | undefined =>
	passed >= times ? 'ok' : isOver ? 'failed' : undefined;

/** All the while: the first bad reading ends it; where one could not be taken, a person says whether that will do. */
const allAlong = ({ wrong, passed, unknown, isOver }: Standing): Came['verdict'] | undefined => {
	if (wrong?.holds === false) return 'failed';
	if (!isOver) return undefined;
	if (passed === 0) return 'failed';
	return unknown > 0 ? 'open' : 'ok';
};
