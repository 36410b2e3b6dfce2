/** A line is kept up to so many characters; what is longer is cut and says by how much. */
export const longestLine = 65_536;

/** A number of bytes with its unit: `812 B`, `4.2 KB`, `9.9 MB`. */
export function sizeText(bytes: number): string {
	if (bytes < 1_000) return `${bytes} B`;
	const units = ['KB', 'MB', 'GB', 'TB'] as const;
	const at = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3) - 1);
	const value = bytes / 1_000 ** (at + 1);
	return `${value < 10 ? (Math.floor(value * 10) / 10).toFixed(1) : Math.floor(value)} ${units[at] ?? 'KB'}`;
}

/** A line that is not longer than `most` characters, with the size of what is missing: `… +9.9 MB`. `lost`: bytes that were cut off before. */
export function cutLine(text: string, most = longestLine, lost = 0): string {
	if (text.length <= most && lost === 0) return text;
	const last = text.length > most ? text.charCodeAt(most - 1) : 0;
	const end = last >= 0xd800 && last < 0xdc00 ? most - 1 : Math.min(most, text.length);
	return `${text.slice(0, end)}… +${sizeText(text.length - end + lost)}`;
}
