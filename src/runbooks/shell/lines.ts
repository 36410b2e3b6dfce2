/** Finds the line of an offset in a text whose first line is `first`; both count from where their document does. */
export function lineFinder(text: string, first: number): (offset: number) => number {
	const ends: number[] = [];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
	return (offset) => {
		let low = 0;
		let high = ends.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((ends[middle] ?? offset) < offset) low = middle + 1;
			else high = middle;
		}
		return first + low;
	};
}
