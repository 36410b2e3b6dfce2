import { worstOf } from '../condition/candidate.ts';
import { known } from '../known.ts';
import { amountText, type Judged, judged, type NumberLimits } from '../limits.ts';
import type { Condition } from '../model.ts';
import type { Value } from './values.ts';

/** What the values of an expression say. `value`: the worst of them; missing where there is none, or it is infinite. */
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

const forSeries = ({ labels }: Value): string => (labels === '' ? '' : ` for ${labels}`);

function placed(text: string, { labels }: Value): string {
	return labels === '' ? text : `${text} ${labels}`;
}

const emptyFix = 'Try the expression in Prometheus itself; if no data is fine, say `empty: ok`.';

function without(missing: Value | undefined, { name, empty }: Judging): Verdict {
	const because =
		missing === undefined
			? `${name}: no data`
			: `${name} is no number (NaN)${forSeries(missing)}, as 0 divided by 0 gives`;
	return empty === 'ok' ? { is: empty, because } : { is: empty, because, fix: emptyFix };
}

/** A value with what it has crossed and where: `7 above 5 {instance="b"}`. */
function valueText(worst: Value & Judged, { unit }: Judging): string {
	const amount = amountText(worst.value, unit);
	return placed(worst.beyond === undefined ? amount : `${amount} ${worst.beyond}`, worst);
}

function sentence(worst: Value & Judged, values: readonly Value[], judging: Judging): string {
	const numberless = values.filter(({ value }) => Number.isNaN(value)).length;
	const left = numberless === 0 ? '' : `, ${numberless} without a number`;
	const of = values.length === 1 ? '' : `, the worst of ${values.length}${left}`;
	return `${judging.name} ${valueText(worst, judging)}${of}`;
}

/**
 * What an expression's values say: the worst decides, and the sentence names its labels. None is not zero; infinity, as 7
 * divided by 0 gives, is beyond every limit on its side; what has no number is not outvoted by what is within its limits.
 */
export function verdictOf(values: readonly Value[], judging: Judging): Verdict {
	const numbers = values.filter(({ value }) => !Number.isNaN(value));
	const missing = values.find(({ value }) => Number.isNaN(value));
	const all = ordered(numbers, judging).map((one) => ({ ...one, ...judged(one.value, judging) }));
	const worst = worstOf(all);
	if (worst === undefined) return without(missing, judging);
	const number = Number.isFinite(worst.value) ? { value: worst.value } : {};
	if (missing === undefined || worst.is !== 'ok' || judging.empty === 'ok')
		return { is: worst.is, because: sentence(worst, values, judging), ...known({ fix: worst.fix }), ...number };
	const some = `${values.length - numbers.length} of ${values.length}, as 0 divided by 0 gives`;
	const others = `of the others the worst is ${valueText(worst, judging)}`;
	const because = `${judging.name} has no number (NaN)${forSeries(missing)}, ${some}; ${others}`;
	return { is: judging.empty, because, fix: emptyFix, ...number };
}
