/** What JSON lets through as it is, and a terminal obeys (C1), hides or turns round: see `invisible` in `clean.ts`. */
const unseen = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escaped = (sign: string): string =>
	Array.from({ length: sign.length }, (_, index) => `\\u${sign.charCodeAt(index).toString(16).padStart(4, '0')}`).join(
		'',
	);

/** A value as JSON for a program to read, which a terminal may show: what is not seen in it stands as an escape. */
export function jsonText(value: object): string {
	return JSON.stringify(value, undefined, '\t').replace(unseen, escaped);
}
