/** One line of the report: what was measured, beside what it must be and what is aimed at. */
export interface Figure {
	readonly what: string;
	readonly unit: string;
	readonly value: number;
	readonly must: number;
	readonly aim: number;
	/** Whether a bigger value is the better one. */
	readonly atLeast?: true;
}

/** The value below which a share of the values lies (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
};

/** Whether a figure keeps to a bound. */
export const keeps = ({ value, atLeast }: Figure, bound: number): boolean =>
	atLeast ? value >= bound : value <= bound;

/** How a figure stands to what it must be and what is aimed at. */
export const standing = (figure: Figure): string => {
	if (!keeps(figure, figure.must)) return 'MISSED';
	return keeps(figure, figure.aim) ? 'aim met' : 'met';
};

/** The figures as a table of text. */
export const table = (figures: readonly Figure[]): string => {
	const rows = figures.map((figure) => [
		figure.what,
		figure.value.toFixed(figure.value < 10 ? 2 : 0),
		`${figure.atLeast ? '≥' : '≤'} ${figure.must}`,
		`${figure.atLeast ? '≥' : '≤'} ${figure.aim}`,
		figure.unit,
		standing(figure),
	]);
	const head = ['what', 'value', 'must', 'aim', 'unit', ''];
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
	return [head, ...rows]
		.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
		.join('\n');
};
