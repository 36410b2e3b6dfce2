import type { Layer, Millis, ServingLayer } from '../model.ts';
import type { LayerFact } from '../state.ts';
import type { Candidate } from './candidate.ts';
import { isLost } from './freshness.ts';

/** What one probe of a service speaks for, if anything: a failure counts as down only after so many in a row. */
export function ofLayer(
	{ layer, observed, streak, need, every, source, kind }: LayerFact,
	now: Millis,
): Candidate | undefined {
	if (!isServing(layer)) return undefined;
	const { value, failure } = observed;
	// A page of metrics is no check: without it nothing is known of errors, but its absence is no fault.
	if (kind === 'metrics') {
		return failure === undefined ? undefined : { is: 'ok', because: `metrics not read: ${failure.message}` };
	}
	if (value === undefined || isLost(observed, every, now)) {
		return { is: 'unknown', because: `${source} not read: ${failure?.message ?? 'no answer yet'}` };
	}
	if (value.is === 'ok') return { is: 'ok', because: value.because };
	if (streak >= need) return { is: value.is, because: value.because, since: value.since };
	return { is: 'degraded', because: `${source} check failed ${streak} of ${need}: ${value.because}` };
}

/** Whether a layer says how something is served: a backup that is late makes no service worse. */
function isServing(layer: Layer): layer is ServingLayer {
	switch (layer) {
		case 'control':
		case 'process':
		case 'health':
		case 'outside':
			return true;
		case 'backup':
		case 'schedule':
		case 'security':
		case 'release':
			return false;
	}
}
