import stringWidth from 'string-width';
import { isCounting } from '../../condition/layers.ts';
import { shortAge } from '../../format.ts';
import type { Condition, Layer, Millis } from '../../model.ts';
import type { LayerFact, State } from '../../state.ts';
import { conditionSigns, conditionTones, conditionWords } from '../rows/words.ts';
import { headed, piece, type TextLine } from '../text/line.ts';
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

/** Below so many rows other things than remedies have to stand too. */
const roomy = 20;

/** The room of what checks say, with all that stands above and below them; without a height one can scroll. */
export interface CheckRoom {
	readonly width: number;
	readonly height?: number;
}

/**
 * What the probes say of a service or host: a row a check, its newest results as `+` and `X`, and under it what to do; where
 * there is little room, of the worst alone.
 */
export function checkLines(
	state: State,
	id: string,
	now: Millis,
	{ width, height = roomy }: CheckRoom,
): readonly TextLine[] {
	const facts = Object.values(state.layers[id] ?? {})
		.filter(({ observed: { value, failure } }) => value !== undefined || failure !== undefined)
		.toSorted((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || (a.source < b.source ? -1 : 1));
	const longest = Math.max(0, ...facts.map(({ source }) => source.length)) + 1;
	const name = Math.max(names.least, Math.min(names.most, longest, Math.floor(width / 4)));
	const [worst] = facts.filter((fact) => fixOf(fact) !== undefined).toSorted((a, b) => rankOf(a) - rankOf(b));
	return facts.flatMap((fact) => [
		checkLine(fact, now, { width, name }),
		...(height >= roomy || fact === worst ? fixLines(fact, width) : []),
	]);
}

function checkLine(
	fact: LayerFact,
	now: Millis,
	{ width, name }: { readonly width: number; readonly name: number },
): TextLine {
	const { at } = fact.observed;
	const is = conditionOf(fact);
	const says = becauseOf(fact);
	const results = fact.history.map((good) => conditionSigns[good ? 'ok' : 'down']).join('');
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

function fixOf({ observed: { value, failure } }: LayerFact): string | undefined {
	return failure === undefined ? value?.fix : failure.fix;
}

/** What to do about a check that is not well; short, since others stand below it. */
function fixLines(fact: LayerFact, width: number): readonly TextLine[] {
	const fix = fixOf(fact);
	return fix === undefined ? [] : headed(`${cell('', 9)}fix: `, fix, { width }).slice(0, 2);
}

const ranks: readonly Condition['is'][] = ['down', 'degraded', 'unknown', 'ok'];
const rankOf = (fact: LayerFact): number => ranks.indexOf(conditionOf(fact));

/** What a check says by itself: down only after so many failures in a row, unknown when it could not be read. */
function conditionOf(fact: LayerFact): Condition['is'] {
	const { value, failure } = fact.observed;
	if (failure !== undefined || value === undefined) return 'unknown';
	return isCounting(fact) ? 'degraded' : value.is;
}

/** What a check says; why it could not be read, where that is so. */
function becauseOf({ observed: { value, failure }, streak, need }: LayerFact): string {
	if (failure !== undefined) return failure.message;
	const counts = value?.is === 'down' && value.certain !== true && need > 1;
	const row = counts ? `, ${Math.min(streak, need)} of ${need} in a row` : '';
	return `${value?.because ?? ''}${row}`;
}
