import type { Finding } from '../../src/core/finding.ts';
import type { Layer } from '../../src/core/model.ts';
import type { LayerFact, State } from '../../src/core/state.ts';
import { is, minutes, seconds, start } from './fleet-state.ts';

/** What a probe of the config found half a minute ago, as the state keeps it. */
export function found(layer: Layer, findings: readonly Finding[], more: Partial<LayerFact> = {}): LayerFact {
	return {
		layer,
		source: layer,
		kind: layer,
		observed: { value: is('ok', 'read'), at: start - seconds(30), misses: 0 },
		streak: 1,
		need: 1,
		history: [true],
		every: minutes(1),
		findings,
		...more,
	};
}

/** The state with these facts beside those that it has, by what they are of and the name of their probe. */
export function withFacts(state: State, of: string, facts: readonly LayerFact[]): State {
	const named = Object.fromEntries(facts.map((fact) => [fact.source, fact]));
	return { ...state, layers: { ...state.layers, [of]: { ...state.layers[of], ...named } } };
}

/** The state in a terminal of another size. */
export function sized(state: State, columns: number, rows: number): State {
	return { ...state, ui: { ...state.ui, size: { columns, rows } } };
}
