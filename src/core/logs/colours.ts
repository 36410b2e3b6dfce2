/** Built from its code: a control character cannot stand in a regular expression. */
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;:]*m`, 'g');

/** A line without the colours that its program gave it, so that its words can be looked at. */
export function withoutColours(text: string): string {
	return text.replace(colour, '');
}
