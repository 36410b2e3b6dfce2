/** Bytes as `df -h` and `du -h` write them: `74G`, `3.1G`, `812M`. */
export function sizeText(bytes: number): string {
	const units = ['', 'K', 'M', 'G', 'T'] as const;
	let size = bytes;
	let unit = 0;
	while (size >= 1024 && unit < units.length - 1) {
		size /= 1024;
		unit += 1;
	}
	return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)}${units[unit] ?? ''}`;
}

/** Bytes as Docker's command line writes them, by thousands: `74.2GB`. */
export function dockerSize(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
	let size = bytes;
	let unit = 0;
	while (size >= 1000 && unit < units.length - 1) {
		size /= 1000;
		unit += 1;
	}
	return `${Number(size.toPrecision(4))}${units[unit] ?? ''}`;
}

/** Rows as columns, with three blanks between two. */
export function columns(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
	return rows
		.map((row) =>
			row
				.map((cell, index) => cell.padEnd(widths[index] ?? 0))
				.join('   ')
				.trimEnd(),
		)
		.join('\n');
}
