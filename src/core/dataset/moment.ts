/** A date with or without a time, a time, or a word for one: where data could be wanted as they were at that moment. */
const moment =
	/^(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.]*\s?(?:Z|UTC|[+-][\d:]+)?)?|\d\d?:\d\d(?::\d\d)?|(?:now|today|yesterday)(?: .*)?)$/i;

/** Whether a text that names no backup is a moment. A backup may well be named like one: `2026-11-21`. */
export function isMoment(text: string): boolean {
	return moment.test(text);
}
