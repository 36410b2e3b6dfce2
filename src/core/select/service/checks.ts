import stringWidth from 'string-width';
import { shortAge } from '../../format.ts';
import type { Condition, Layer, Millis } from '../../model.ts';
import type { LayerFact, State } from '../../state.ts';
import { conditionTones, conditionWords } from '../rows/words.ts';
import { piece, type TextLine } from '../text/line.ts';
import { cell } from '../text/wrap.ts';

const order: readonly Layer[] = [
	...(['outside', 'health', 'process', 'control'] as const),
	...(['backup', 'schedule', 'security', 'release'] as const),
];
/** Cells of the results of a check, oldest first: what it says now may take those of the older ones. */
const history = { least: 10, most: 30 };
/** Cells of a probe's name, with the blank after it: as its longest takes, within bounds. */
const names = { least: 8, most: 18 };
/** Cells of what else stands before and after: layer, condition, age, two blanks. */
const others = 9 + 11 + 6 + 2;

/** What the probes say of a service or host: a row a check, its newest results as `+` and `x`. */
export function checkLines(state: State, id: string, now: Millis, width: number): readonly TextLine[] {
	const facts = Object.values(state.layers[id] ?? {})
		.filter(({ observed: { value, failure } }) => value !== undefined || failure !== undefined)
		.toSorted((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || (a.source < b.source ? -1 : 1));
	const longest = Math.max(0, ...facts.map(({ source }) => source.length)) + 1;
	const name = Math.max(names.least, Math.min(names.most, longest, Math.floor(width / 4)));
	return facts.map((fact) => checkLine(fact, now, { width, name }));
}

function checkLine(
	fact: LayerFact,
	now: Millis,
	{ width, name }: { readonly width: number; readonly name: number },
): TextLine {
	const { at } = fact.observed;
	const is = conditionOf(fact);
	const says = becauseOf(fact);
	const results = fact.history.map((good) => (good ? '+' : 'x')).join('');
	const shown = Math.max(history.least, Math.min(history.most, width - name - others - stringWidth(says) - 1));
	const room = Math.max(0, width - name - others - shown);
	return [
		piece(cell(fact.layer, 9), 'dim'),
		piece(`${cell(fact.source, name - 1)} `, 'dim'),
		piece(cell(conditionWords[is], 11), conditionTones[is]),
		piece(cell(says, room)),
		piece(` ${results.slice(-shown).padStart(shown)} `, is === 'ok' ? 'plain' : 'warn'),
		piece((at === undefined ? '-' : shortAge(now - at)).padStart(6), 'dim'),
	];
}

/** What a check says by itself: down only after so many failures in a row, unknown when it could not be read. */
function conditionOf({ observed: { value, failure }, streak, need }: LayerFact): Condition['is'] {
	if (failure !== undefined || value === undefined) return 'unknown';
	return value.is === 'down' && streak < need ? 'degraded' : value.is;
}

/** What a check says; why it could not be read, where that is so. */
function becauseOf({ observed: { value, failure }, streak, need }: LayerFact): string {
	if (failure !== undefined) return failure.message;
	const row = value?.is === 'down' && need > 1 ? `, ${Math.min(streak, need)} of ${need} in a row` : '';
	return `${value?.because ?? ''}${row}`;
}
