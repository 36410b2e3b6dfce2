/** The entities that people write (HTML names two thousand). */
const names: Readonly<Record<string, string>> = {
	...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', copy: '©', hellip: '…', ndash: '–', mdash: '—' },
	...{ larr: '←', rarr: '→', uarr: '↑', darr: '↓', check: '✓', times: '×', middot: '·', bull: '•', deg: '°' },
};

/** The sign that a number of Unicode stands for. */
function signOf(point: number): string | undefined {
	return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/** What an entity of HTML stands for: by its number, decimal or hexadecimal, or by its name; undefined where nobody knows it. */
export function entitySign(decimal: string | undefined, hex: string | undefined, name: string): string | undefined {
	const number = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
	return Number.isNaN(number) ? names[name.toLowerCase()] : signOf(number);
}
