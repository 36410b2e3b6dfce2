import type { Finding } from '../finding.ts';
import type { Condition, Failure, Layer, Millis } from '../model.ts';
import { type Probe, sourceOf } from '../probe.ts';
import type { LayerFact, State } from '../state.ts';

/** So many results of a check are kept to be drawn. */
const kept = 30;
const layers: readonly Layer[] = [
	'control',
	'process',
	'health',
	'outside',
	'backup',
	'schedule',
	'security',
	'release',
];

/** What a probe of a service said of its layers. */
export interface LayersNews {
	readonly probe: Probe;
	readonly layers: { readonly [L in Layer]?: Condition };
	readonly facts?: Readonly<Record<string, string | number>>;
	readonly findings?: readonly Finding[];
	readonly at: Millis;
}

/** How many failures in a row make it down, as its line of config says. */
function needOf({ spec }: Probe): number {
	const failures = typeof spec === 'object' && spec !== null && 'failures' in spec ? spec.failures : undefined;
	return typeof failures === 'number' ? failures : 1;
}

/** From where it is asked, as its line of config says. */
function fromOf({ spec }: Probe): { readonly from?: string } {
	const from = typeof spec === 'object' && spec !== null && 'from' in spec ? spec.from : undefined;
	return typeof from === 'string' ? { from } : {};
}

function withFact(state: State, id: string, fact: LayerFact): State {
	const of = { ...state.layers[id], [fact.source]: fact };
	return { ...state, layers: { ...state.layers, [id]: of } };
}

function factAfter(before: LayerFact | undefined, layer: Layer, condition: Condition, news: LayersNews): LayerFact {
	const { probe, at, facts, findings } = news;
	const last = before?.observed.value;
	const same = last !== undefined && last.is === condition.is;
	return {
		layer,
		source: sourceOf(probe),
		kind: probe.kind,
		observed: { value: { ...condition, since: same ? last.since : at }, at, misses: 0 },
		streak: same ? (before?.streak ?? 0) + 1 : 1,
		need: needOf(probe),
		history: [...(before?.history ?? []), condition.is === 'ok'].slice(-kept),
		every: probe.every,
		...fromOf(probe),
		...(facts === undefined ? {} : { facts }),
		...(findings === undefined ? {} : { findings }),
	};
}

/** The state after a probe read a service; news older than what is known changes nothing. */
export function layersRead(state: State, news: LayersNews): State {
	return layers.reduce((next, layer) => {
		const condition = news.layers[layer];
		const before = next.layers[news.probe.of]?.[sourceOf(news.probe)];
		if (condition === undefined || (before?.observed.at ?? 0) > news.at) return next;
		return withFact(next, news.probe.of, factAfter(before, layer, condition, news));
	}, state);
}

/** The state after a probe read only numbers: what it could not read before is forgotten. */
export function layerAnswered(state: State, probe: Probe, at: Millis): State {
	const before = state.layers[probe.of]?.[sourceOf(probe)];
	if (before?.observed.failure === undefined || (before.observed.at ?? 0) > at) return state;
	const { failure: _gone, ...observed } = before.observed;
	return withFact(state, probe.of, { ...before, observed: { ...observed, at, misses: 0 } });
}

/** The state after a probe of a service could not be read; what was known stays, with its age. */
export function layerMissed(
	state: State,
	{ probe, failure }: { readonly probe: Probe; readonly failure: Failure },
): State {
	const before = state.layers[probe.of]?.[sourceOf(probe)];
	const observed = { ...before?.observed, failure, misses: (before?.observed.misses ?? 0) + 1 };
	const fresh = {
		layer: probe.layer ?? 'outside',
		source: sourceOf(probe),
		kind: probe.kind,
		streak: 0,
		need: needOf(probe),
		history: [],
		every: probe.every,
		...fromOf(probe),
	};
	return withFact(state, probe.of, { ...fresh, ...before, observed });
}
