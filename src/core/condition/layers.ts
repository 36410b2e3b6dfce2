import type { Layer, Millis, ServingLayer } from '../model.ts';
import type { LayerFact } from '../state.ts';
import type { Candidate } from './candidate.ts';
import { isLost } from './freshness.ts';

/**
 * Whether a check failed, but not often enough in a row yet to be down. What was measured is not counted: a certificate that
 * ends soon, a value over its limit or none at all are what they are at once.
 */
export function isCounting({ observed: { value }, streak, need }: LayerFact): boolean {
	return value?.is === 'down' && value.certain !== true && streak < need;
}

/** What a check says, with which it is: of several on one service any may speak. Its `health` is the service's own word. */
function named({ source, kind }: LayerFact, because: string): string {
	const isOwn = kind === 'http' && source === kind;
	const says = [' ', ':'].some((after) => because.startsWith(`${source}${after}`));
	return isOwn || says ? because : `${source}: ${because}`;
}

/** What one probe of a service speaks for, if anything. */
export function ofLayer(fact: LayerFact, now: Millis): Candidate | undefined {
	const { layer, observed, streak, need, every, source, kind } = fact;
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
	if (value.is !== 'down') return { is: value.is, because: named(fact, value.because) };
	if (!isCounting(fact)) return { is: 'down', because: named(fact, value.because), since: value.since };
	const because = `${source} check failed ${streak} of ${need}: ${value.because}`;
	return { is: 'degraded', because, counting: true };
}

/** Whether a layer says how something is served: a backup that is late makes no service worse. */
export function isServing(layer: Layer): layer is ServingLayer {
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
