import type { Layer, Millis } from '../model.ts';
import type { LayerFact, State } from '../state.ts';
import { cell, piece, type TextLine } from './plan-line.ts';
import { lengthText } from './plan-time.ts';
import { conditionTones, conditionWords } from './rows-words.ts';

const order: readonly Layer[] = ['outside', 'health', 'process', 'control'];
/** Cells of the results of a check: the newest 30, oldest first. */
const historyWidth = 30;

/** What the probes say of a service or host: a row a check, its newest results as `+` and `x`. */
export function checkLines(state: State, id: string, now: Millis, width: number): readonly TextLine[] {
	const facts = Object.values(state.layers[id] ?? {}).toSorted(
		(a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || (a.source < b.source ? -1 : 1),
	);
	return facts.map((fact) => checkLine(fact, now, width));
}

function checkLine(fact: LayerFact, now: Millis, width: number): TextLine {
	const { value, at, failure } = fact.observed;
	const is = failure === undefined ? (value?.is ?? 'unknown') : 'unknown';
	const history = fact.history.map((good) => (good ? '+' : 'x')).join('');
	const shown = Math.min(historyWidth, Math.max(10, width - 50));
	const room = Math.max(0, width - 8 - 11 - 6 - shown - 2);
	return [
		piece(cell(fact.layer, 8), 'dim'),
		piece(cell(conditionWords[is], 11), conditionTones[is]),
		piece(cell(becauseOf(fact), room)),
		piece(` ${history.slice(-shown).padStart(shown)} `, is === 'ok' ? 'plain' : 'warn'),
		piece((at === undefined ? '-' : lengthText(now - at).split(' ')[0] || '-').padStart(6), 'dim'),
	];
}

/** What a check says, and how long its answer took; why it could not be read, where that is so. */
function becauseOf({ observed: { value, failure }, facts, streak, need }: LayerFact): string {
	if (failure !== undefined) return failure.message;
	const took = facts?.['took'];
	const time = typeof took === 'number' ? ` in ${Math.round(took)}ms` : '';
	const row = value?.is === 'down' && need > 1 ? `, ${Math.min(streak, need)} of ${need} in a row` : '';
	return `${value?.because ?? 'nothing was read yet'}${time}${row}`;
}
