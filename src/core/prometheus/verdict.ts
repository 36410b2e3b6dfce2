import { worstOf } from '../condition/candidate.ts';
import { amountText, type Judged, judged, type NumberLimits } from '../limits.ts';
import type { Condition } from '../model.ts';
import type { Value } from './values.ts';

/** What the values of an expression say. `value`: the worst of them; missing where there is no number. */
export interface Verdict extends Omit<Condition, 'since'> {
	readonly value?: number;
}

/** How an expression is judged. `name` begins the sentence; `empty`: what it means that there is no number. */
export interface Judging extends NumberLimits {
	readonly name: string;
	readonly empty: 'unknown' | 'ok';
}

/** Where only what is low is bad, the lowest comes first, else the highest. */
function ordered(values: readonly Value[], { above, below, downAbove, downBelow }: NumberLimits): readonly Value[] {
	const high = above !== undefined || downAbove !== undefined;
	const low = below !== undefined || downBelow !== undefined;
	const sign = low && !high ? 1 : -1;
	return values.toSorted((a, b) => sign * (a.value - b.value));
}

function without(values: readonly Value[], { name, empty }: Judging): Verdict {
	const [first] = values;
	if (first === undefined) return { is: empty, because: `${name}: no data` };
	const what = Number.isNaN(first.value) ? 'no number (NaN), as 0 divided by 0 gives' : 'infinite';
	return { is: empty, because: `${name} is ${what}${first.labels === '' ? '' : ` ${first.labels}`}` };
}

function sentence(worst: Value & Judged, values: readonly Value[], { name, unit }: Judging): string {
	const beyond = worst.beyond === undefined ? '' : ` ${worst.beyond}`;
	const where = worst.labels === '' ? '' : ` ${worst.labels}`;
	const numberless = values.filter(({ value }) => !Number.isFinite(value)).length;
	const left = numberless === 0 ? '' : `, ${numberless} without a number`;
	const of = values.length === 1 ? '' : `, the worst of ${values.length}${left}`;
	return `${name} ${amountText(worst.value, unit)}${beyond}${where}${of}`;
}

/** What an expression's values say: the worst decides, and the sentence names its labels. None is not zero. */
export function verdictOf(values: readonly Value[], judging: Judging): Verdict {
	const numbers = values.filter(({ value }) => Number.isFinite(value));
	const all = ordered(numbers, judging).map((one) => ({ ...one, ...judged(one.value, judging) }));
	const worst = worstOf(all);
	if (worst === undefined) return without(values, judging);
	return { is: worst.is, because: sentence(worst, values, judging), value: worst.value };
}
