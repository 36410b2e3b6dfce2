import { percent } from '../format.ts';
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

function shown({ what }: Extract<Fact, { readonly is: 'number' }>, value: number): string {
	return what === 'p95' ? `${Math.round(value)} ms` : String(percent(value, 1));
}

function numberFound(fact: Extract<Fact, { readonly is: 'number' }>, of: string, feeds: Feeds, now: Millis): FactFound {
	const sample = newest(feeds, seriesName(of, fact.what), now);
	if (sample === undefined) return { holds: undefined, say: `${fact.what} of ${of} is not known` };
	const holds = fact.than === '<' ? sample.value < fact.value : sample.value > fact.value;
	return { holds, say: `${fact.what} ${shown(fact, sample.value)}, expected ${fact.than} ${shown(fact, fact.value)}` };
}

/** Reads a fact of what is watched. `of`: what the walk is about. An unknown value is never a good one. */
export function factFound(fact: Fact, of: string | undefined, state: State, feeds: Feeds, now: Millis): FactFound {
	const id = fact.of ?? of;
	if (id === undefined) return { holds: undefined, say: 'the walk is about nothing that is watched' };
	if (fact.is === 'number') return numberFound(fact, id, feeds, now);
	const condition = state.conditions[id];
	if (condition === undefined) return { holds: undefined, say: `the condition of ${id} is not known` };
	return { holds: condition.is === fact.wants, say: `${id} is ${condition.is}: ${condition.because}` };
}
