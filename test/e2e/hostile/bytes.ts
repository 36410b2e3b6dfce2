// Takes apart what a program wrote to a terminal, into the kinds of things that the terminal would do.

/** OSC, DCS, SOS, PM and APC with their ends; CSI; other escapes (ECMA-48, section 5). One that does not end is cut at 200. */
const sequence =
	/\u001b(?<opens>[\]PX^_])(?<text>[^\u0007\u001b]{0,200})(?<end>\u0007|\u001b\\)?|\u001b\[(?<mark>[<=>?]?)(?<numbers>[\d;:]*)(?<between>[ -/]*)(?<final>[@-~])?|\u001b(?<other>[ -/]*[0-~]?)/gu;
const names: Readonly<Record<string, string>> = { ']': 'OSC', P: 'DCS', X: 'SOS', '^': 'PM', _: 'APC' };
/** What no text of a screen may hold: controls, and what is not seen but changes what is. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Cs}]/gu;
const hex = (sign: string) => `U+${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

function kindOf(groups: Readonly<Record<string, string | undefined>>): string {
	const { opens, text = '', end, mark = '', numbers = '', between = '', final, other } = groups;
	if (opens !== undefined) {
		// The number of an OSC says what it asks for; of the others, how they begin.
		const what = opens === ']' ? (/^\d*/.exec(text)?.[0] ?? '') : text.replace(/\d+/g, 'N');
		return `${names[opens]} ${what}${end === undefined ? ' without end' : ''}`;
	}
	if (other !== undefined) return `ESC ${other}`;
	return `CSI ${mark}${mark === '?' ? numbers : ''}${between}${final ?? ' without end'}`;
}

/** The kinds of what a terminal was told to do, besides showing text; a title or clipboard by its number, a mode by its name. */
export function kindsOf(written: string): ReadonlySet<string> {
	const kinds = new Set<string>();
	const text = written.replace(sequence, (...found) => {
		const groups: Readonly<Record<string, string | undefined>> = found.at(-1);
		kinds.add(kindOf(groups));
		for (const [sign] of (groups['text'] ?? '').matchAll(unseen)) kinds.add(`${hex(sign)} within ${kindOf(groups)}`);
		return '';
	});
	for (const [sign] of text.matchAll(unseen)) kinds.add(hex(sign));
	return kinds;
}

/** How many signs stand for what could not be read. */
export const unreadable = (written: string): number => written.split('\ufffd').length - 1;
