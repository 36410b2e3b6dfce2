import type { Chunk } from '../core/call.ts';
import { type Layer, layerRows, layersAfter } from '../core/engine/pull.ts';
import type { Millis } from '../core/model.ts';
import type { Running } from './running.ts';

/** How often it is told how far an order is. */
const every: Millis = 1_000;

/** What hears how far the order of a step is and tells it, at most once a second; undefined where it does not say it. */
export function tellingOf(run: Running, step: number): ((chunk: Chunk) => void) | undefined {
	if (run.plan.steps[step]?.progress === undefined) return undefined;
	const { now, emit } = run.outside;
	let layers: readonly Layer[] = [];
	let last = Number.NEGATIVE_INFINITY;
	let before = '';
	return ({ text }) => {
		layers = layersAfter(layers, text);
		const at = now();
		if (layers.length === 0 || at - last < every) return;
		const told = layerRows(layers);
		if (told.join('\n') === before) return;
		before = told.join('\n');
		last = at;
		emit({ type: 'step/told', at, run: run.plan.id, step, told });
	};
}
