import { known } from '../core/known.ts';

/** The language of a fence, and its attributes as words, or why they could not be read. */
export interface Info {
	readonly language: string;
	readonly words: Readonly<Record<string, string>>;
	readonly wrong?: string;
}

/**
 * `name=value`, `name="a value"`, `name='a value'`, or `name` alone, which means `true`. Between double quotes a backslash stands for
 * itself but before another one or a quote: what stands there is often a regular expression.
 */
const word = /\s*([A-Za-z][\w-]*)(?:=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'{}]+)))?(?=\s|$)/gy;

/** Attributes as runme writes them in JSON: numbers and booleans count as their text. */
function ofJson(text: string): Readonly<Record<string, string>> | undefined {
	let found: unknown;
	try {
		found = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
	const entries = Object.entries(found);
	const plain = entries.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
	return plain ? Object.fromEntries(entries.map(([name, value]) => [name, String(value)])) : undefined;
}

function ofWords(text: string): Readonly<Record<string, string>> | undefined {
	const found: Record<string, string> = {};
	let at = 0;
	for (const [whole, name = '', double, single, bare] of text.matchAll(word)) {
		found[name] = double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? bare ?? 'true';
		at += whole.length;
	}
	return text.slice(at).trim() === '' ? found : undefined;
}

/**
 * What stands behind the opening of a fence: `sh {name=logs host=vps1}` or `sh {"name":"logs"}`. Words behind the language
 * without braces are other programs' and count for nothing.
 */
export function infoOf(info: string): Info {
	const open = info.indexOf('{');
	const language = (open < 0 ? info : info.slice(0, open)).trim().split(/\s+/)[0]?.toLowerCase() ?? '';
	if (open < 0) return { language, words: {} };
	const braces = info.slice(open).trim();
	const inner = braces.endsWith('}') ? braces.slice(1, -1).trim() : undefined;
	const words = inner === undefined ? undefined : (ofJson(braces) ?? ofWords(inner));
	return { language, words: words ?? {}, ...known({ wrong: words === undefined ? braces : undefined }) };
}
