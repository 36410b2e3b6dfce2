/** So many names stand in a sentence before the others are counted. */
const usualMost = 3;

/** Names in a sentence: `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listed(names: readonly string[], most: number = usualMost): string {
	const shown = names.slice(0, most);
	const hidden = names.length - shown.length;
	const words = hidden === 0 ? shown : [...shown, `${hidden} more`];
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
