import { percent } from '../format.ts';
import { hostId, hostOf } from '../ids.ts';
import type { Millis } from '../model.ts';
import { newest } from '../select/rows/numbers.ts';
import { seriesName } from '../series-name.ts';
import type { Feeds, State } from '../state.ts';
import type { Fact } from './model.ts';

/** Whether a fact holds now, and what is known of it; undefined while nothing is. */
export interface FactFound {
	readonly holds: boolean | undefined;
	readonly say: string;
}

type NumberFact = Extract<Fact, { readonly is: 'number' }>;

function shown({ what }: NumberFact, value: number): string {
	return what === 'p95' ? `${Math.round(value)} ms` : String(percent(value, 1));
}

function numberFound(fact: NumberFact, of: string, feeds: Feeds, now: Millis): FactFound {
	const sample = newest(feeds, seriesName(of, fact.what), now);
	if (sample === undefined) return { holds: undefined, say: `${fact.what} of ${of} is not known` };
	const holds = fact.than === '<' ? sample.value < fact.value : sample.value > fact.value;
	return { holds, say: `${fact.what} ${shown(fact, sample.value)}, expected ${fact.than} ${shown(fact, fact.value)}` };
}

/** Of what a number is read: a disk is that of each host on which a service runs. */
function measuredOf({ what }: NumberFact, id: string, { services }: State): readonly string[] {
	if (what !== 'disk' || hostOf(id) !== undefined) return [id];
	return (services[id]?.hosts ?? []).map(hostId);
}

/** Of several one that does not hold tells most, then one of which nothing is known. */
function worst(all: readonly FactFound[]): FactFound | undefined {
	const bad = all.find(({ holds }) => holds === false);
	return bad ?? all.find(({ holds }) => holds === undefined) ?? all[0];
}

/** Reads a fact of what is watched. `of`: what the walk is about. An unknown value is never a good one. */
export function factFound(fact: Fact, of: string | undefined, state: State, feeds: Feeds, now: Millis): FactFound {
	const id = fact.of ?? of;
	if (id === undefined) return { holds: undefined, say: 'the walk is about nothing that is watched' };
	if (fact.is === 'number') {
		const all = measuredOf(fact, id, state).map((one) => numberFound(fact, one, feeds, now));
		return worst(all) ?? { holds: undefined, say: `it is not known on which host ${id} runs` };
	}
	const condition = state.conditions[id];
	if (condition === undefined) return { holds: undefined, say: `the condition of ${id} is not known` };
	return { holds: condition.is === fact.wants, say: `${id} is ${condition.is}: ${condition.because}` };
}
