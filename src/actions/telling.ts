import { bytesRow, bytesTold } from '../core/backup/progress.ts';
import type { Chunk } from '../core/call.ts';
import { type Layer, layerRows, layersAfter } from '../core/engine/pull.ts';
import type { Millis } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import type { Running } from './running.ts';

/** How often it is told how far an order is. */
const every: Millis = 1_000;

/** What says how far an order is, a line after the other; undefined while a line tells nothing new. */
type Rows = (text: string, now: Millis) => readonly string[] | undefined;

function pulledRows(): Rows {
	let layers: readonly Layer[] = [];
	return (text) => {
		layers = layersAfter(layers, text);
		return layers.length === 0 ? undefined : layerRows(layers);
	};
}

function writtenRows(expected: Exclude<PlanStep['progress'], 'pull' | undefined>, began: Millis): Rows {
	return (text, now) => {
		const done = bytesTold(text);
		return done === undefined ? undefined : [bytesRow(done, now - began, expected)];
	};
}

/** What hears how far the order of a step is and tells it, at most once a second; undefined where it does not say it. */
export function tellingOf(run: Running, step: number): ((chunk: Chunk) => void) | undefined {
	const progress = run.plan.steps[step]?.progress;
	if (progress === undefined) return undefined;
	const { now, emit } = run.outside;
	const rows = progress === 'pull' ? pulledRows() : writtenRows(progress, now());
	let last = Number.NEGATIVE_INFINITY;
	let before = '';
	return ({ text }) => {
		const at = now();
		const told = rows(text, at);
		if (told === undefined || at - last < every || told.join('\n') === before) return;
		before = told.join('\n');
		last = at;
		emit({ type: 'step/told', at, run: run.plan.id, step, told });
	};
}
