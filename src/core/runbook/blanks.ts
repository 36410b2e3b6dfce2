/** What a document leaves for its reader to put in: `<release-number>`, `[USER]`, `YOUR_TOKEN`. */
const blank = /<[A-Za-z](?:[\w .:/-]*\w)?>|\[[A-Z][A-Z0-9_]*(?: [A-Z0-9_]+)*\]|\bYOUR_[A-Z0-9_]+\b/g;

/** Where a command leaves something open, as it stands there. */
export function blankSpots(text: string): readonly { readonly text: string; readonly from: number }[] {
	return [...text.matchAll(blank)].map(({ 0: whole, index }) => ({ text: whole, from: index }));
}

/** What a command leaves open, each once. */
export function blanksIn(text: string): readonly string[] {
	return [...new Set(blankSpots(text).map(({ text: whole }) => whole))];
}
