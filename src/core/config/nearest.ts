/** How many letters must be changed, added or left out to make one word of the other (Levenshtein). */
export const distance = (one: string, other: string): number => {
	let row = Array.from({ length: other.length + 1 }, (_, column) => column);
	for (const [index, letter] of [...one].entries()) {
		const next = [index + 1];
		for (const [column, against] of [...other].entries()) {
			const swap = (row[column] ?? 0) + (letter === against ? 0 : 1);
			next.push(Math.min(swap, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
		}
		row = next;
	}
	return row[other.length] ?? one.length;
};

/** The word of `words` that is most like `word`, when it is like enough to have been meant: some of it is the same. */
export const nearest = (word: string, words: readonly string[]): string | undefined => {
	const ranked = words
		.map((candidate) => ({ candidate, far: distance(word.toLowerCase().slice(0, 80), candidate.toLowerCase()) }))
		.sort((a, b) => a.far - b.far);
	const best = ranked[0];
	const most = Math.min(Math.max(2, Math.floor(word.length / 3)), word.length - 1);
	return best !== undefined && best.far <= most ? best.candidate : undefined;
};
