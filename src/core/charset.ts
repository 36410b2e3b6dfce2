import stringWidth from 'string-width';

/**
 * What a terminal can show: everything; letters but none of the signs that we draw with (the Linux console has no eighths
 * of blocks in its font); or ASCII only.
 */
export type Charset = 'unicode' | 'letters' | 'ascii';

/** What the terminal of this environment can show. The first of LC_ALL, LC_CTYPE and LANG that is set counts (POSIX). */
export function charsetOf(env: Readonly<Record<string, string | undefined>>): Charset {
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
	if (!/utf-?8/i.test(locale ?? '')) return 'ascii';
	return env['TERM'] === 'linux' ? 'letters' : 'unicode';
}

/** The signs that we draw with, in one ASCII cell each. Those of a curve go from little to much ink. */
const signs: Readonly<Record<string, string>> = {
	...{ '▁': '_', '▂': '.', '▃': ':', '▄': '-', '▅': '=', '▆': '+', '▇': '*', '█': '#' },
	...{ '…': '~', '·': '.', '–': '-', '—': '-', '→': '>', '“': '"', '”': '"', '‘': "'", '’': "'", '␀': '?' },
};

const ascii = /^\p{ASCII}*$/u;
const drawn = new RegExp(`[${Object.keys(signs).join('')}]`, 'gu');
const foreign = /\P{ASCII}+/gu;

/** A text as it can be shown, in as many cells as before: a letter that cannot be shown is a `?` a cell. */
export function inCharset(text: string, charset: Charset): string {
	if (charset === 'unicode' || ascii.test(text)) return text;
	const plain = text.replace(drawn, (sign) => signs[sign] ?? '?');
	return charset === 'letters' ? plain : plain.replace(foreign, (part) => '?'.repeat(stringWidth(part)));
}
