/** A value of a config in the making; a map inside a `flow` is written on one line. */
export type Value = Atom | readonly Entry[] | { readonly flow: Flow };
type Atom = string | number | boolean;
type Flow = Readonly<Record<string, Atom | readonly Atom[]>>;

/**
 * A key with its value. `above`: lines of comment before it; `beside`: a comment behind it. `off`: it is written as a comment,
 * for a person to take in.
 */
export interface Entry {
	readonly key: string;
	readonly value: Value;
	readonly above?: readonly string[];
	readonly beside?: string;
	readonly off?: true;
}

/** What needs no quotes in any place: no sign that YAML knows, nothing that is read as a number, a date or a word of YAML's. */
const plain = /^(?:[A-Za-z/][\w./@-]*|[a-z]+:\/\/[\w./:-]*[\w/]|\d{1,6}(?:ms|s|m|h|d))$/;
const word = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;
/** All but plain ASCII is written as an escape: nothing invisible gets into the file, and it is the same in every locale. */
const unseen = /[^\x20-\x7e]/g;
/** Comments hold one line each. */
const unfit = /[^\x20-\x7e]+/g;
const longestComment = 300;

const escaped = (sign: string): string =>
	Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/**
 * A text as a scalar of YAML: in double quotes, whose escapes are those of JSON, wherever it could be read as anything else
 * (source: YAML 1.2.2, §5.7 and §7.3.1).
 */
export function scalar(text: string): string {
	if (plain.test(text) && !word.test(text)) return text;
	return JSON.stringify(text).replace(unseen, escaped);
}

/** A text that may come from outside, as a comment of one line. */
export function comment(text: string): string {
	const said = text.replace(unfit, '?');
	return `# ${said.length > longestComment ? `${said.slice(0, longestComment)}...` : said}`.trimEnd();
}

function atom(value: Atom): string {
	return typeof value === 'string' ? scalar(value) : String(value);
}

const isBlock = (value: Value): value is readonly Entry[] => Array.isArray(value);

function flowText(flow: Flow): string {
	const parts = Object.entries(flow).map(
		([key, value]) => `${scalar(key)}: ${typeof value === 'object' ? `[${value.map(atom).join(', ')}]` : atom(value)}`,
	);
	return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function inlineText(value: Exclude<Value, readonly Entry[]>): string {
	return typeof value === 'object' ? flowText(value.flow) : atom(value);
}

function entryLines({ key, value, above = [], beside, off }: Entry): readonly string[] {
	const behind = beside === undefined ? '' : ` ${comment(beside)}`;
	const nested = isBlock(value) ? value.flatMap(entryLines) : [];
	// A key without anything that counts would be null, and is an empty map.
	const isEmpty = isBlock(value) && value.every((entry) => entry.off === true);
	const text = isBlock(value) ? (isEmpty ? ' {}' : '') : ` ${inlineText(value)}`;
	const head = `${scalar(key)}:${text}`;
	const lines = [`${head}${behind}`, ...nested.map((line) => (line === '' ? '' : `  ${line}`))];
	return [...above.map(comment), ...(off === true ? lines.map((line) => `# ${line}`) : lines)];
}

/** The text of a config: its entries in their order, an empty line between those of the top. `head`: the comment it begins with. */
export function yamlText(head: readonly string[], entries: readonly Entry[]): string {
	return [head.map(comment), ...entries.map(entryLines)].map((lines) => `${lines.join('\n')}\n`).join('\n');
}
