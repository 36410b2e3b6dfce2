/** One line of the report: what was measured, beside what it must be. */
export interface Figure {
	readonly what: string;
	readonly unit: string;
	readonly value: number;
	readonly must: number;
	/** Whether a bigger value is the better one. */
	readonly atLeast?: true;
}

/** The value below which a share of the values lies (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
};

/** Whether a figure keeps what it must. */
export const isMet = ({ value, must, atLeast }: Figure): boolean => (atLeast ? value >= must : value <= must);

/** The figures as a table of text. */
export const table = (figures: readonly Figure[]): string => {
	const rows = figures.map((figure) => [
		figure.what,
		figure.value.toFixed(figure.value < 10 ? 2 : 0),
		`${figure.atLeast ? '≥' : '≤'} ${figure.must}`,
		figure.unit,
		isMet(figure) ? 'met' : 'MISSED',
	]);
	const head = ['what', 'value', 'must', 'unit', ''];
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
	return [head, ...rows]
		.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
		.join('\n');
};
