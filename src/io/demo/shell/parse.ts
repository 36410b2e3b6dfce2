/** Commands that are joined by `|`, each as its words; `and`: it runs only where the one before went well. */
export interface Pipeline {
	readonly commands: readonly (readonly string[])[];
	readonly and: boolean;
}

/** What a script was read to, or the sign that is beyond a simulated shell. */
export type Parsed =
	| { readonly ok: true; readonly pipelines: readonly Pipeline[] }
	| { readonly ok: false; readonly sign: string };

/** Blanks; a sign between words; or a word in its parts (bare, in single quotes, in double quotes). */
const token =
	/[ \t]+|(\r?\n|;|&&|\|(?!\|)|2>&1|2>\/dev\/null)|((?:[^\s'"\\$`|&;<>()#*?~]|\\.|(?<=\S)[#~]|'[^']*'|"(?:[^"\\$`]|\\.|\$\{\w+-\})*")+)|(#[^\n]*)/uy;
const part = /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"\\]+)/gsu;

/** A word without its quotes. Of `${NAME-}` nothing stays: no variable is set here. */
function unquoted(word: string): string {
	return [...word.matchAll(part)]
		.map(([, escaped, single, double, bare]) => {
			const inside = double?.replaceAll(/\$\{\w+-\}/g, '').replaceAll(/\\(["\\$`])/g, '$1');
			return escaped ?? single ?? inside ?? bare ?? '';
		})
		.join('');
}

interface Reading {
	readonly pipelines: Pipeline[];
	commands: string[][];
	words: string[];
	and: boolean;
}

function endCommand(so: Reading): void {
	if (so.words.length > 0) so.commands.push(so.words);
	so.words = [];
}

function endPipeline(so: Reading, and: boolean): void {
	endCommand(so);
	if (so.commands.length > 0) so.pipelines.push({ commands: so.commands, and: so.and });
	so.commands = [];
	so.and = and;
}

function heed(so: Reading, sign: string): void {
	if (sign === '|') endCommand(so);
	// What goes to the error output stands among the rest here anyway.
	else if (!sign.startsWith('2>')) endPipeline(so, sign === '&&');
}

/** Takes a script apart: words and quotes, `|`, `;`, `&&` and lines. Anything else that a shell knows is refused by its sign. */
export function parse(script: string): Parsed {
	const text = script.replaceAll(/\\\r?\n/g, ' ');
	const so: Reading = { pipelines: [], commands: [], words: [], and: false };
	token.lastIndex = 0;
	while (token.lastIndex < text.length) {
		const at = token.lastIndex;
		const found = token.exec(text);
		if (found === null) return { ok: false, sign: text[at] ?? '' };
		const [, sign, word] = found;
		if (word !== undefined) so.words.push(unquoted(word));
		else if (sign !== undefined) heed(so, sign);
	}
	endPipeline(so, false);
	return { ok: true, pipelines: so.pipelines };
}
