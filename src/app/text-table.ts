/** Rows of cells as text, each column as wide as its widest cell, two blanks between; the first row may be the titles. */
export const textTable = (rows: readonly (readonly string[])[]): string => {
	const columns = Math.max(0, ...rows.map(({ length }) => length));
	const widths = Array.from({ length: columns }, (_, column) =>
		rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
};
