import type { Told } from './rules.ts';

/** What was learnt of one answer: always the status, and what its request asks to be compared. */
export interface Learnt {
	readonly say: string;
	readonly status: number;
	readonly message?: string;
	readonly shape?: readonly string[];
	readonly value?: unknown;
}

/** Ids that were kept, by the word that stands for them. */
export type Ids = Record<string, string>;

/** A text with `{word}` put in. */
export function filled(text: string, ids: Ids): string {
	return text.replaceAll(/\{(\w+)\}/g, (whole, word: string) => ids[word] ?? whole);
}

/** A text in which each known id is its word, and any other is `<id>`: what two engines can agree on. */
export function nameless(text: string, ids: Ids): string {
	let plain = text;
	for (const [word, id] of Object.entries(ids)) {
		const bare = id.replace('sha256:', '');
		plain = plain.replaceAll(bare, `<${word}>`).replaceAll(bare.slice(0, 12), `<${word} short>`);
	}
	return plain
		.replaceAll(/\b[0-9a-f]{64}\b/g, '<id>')
		.replaceAll(/\b[0-9a-f]{12}\b/g, '<id short>')
		.replaceAll(/(network endpoints: ).*/g, '$1<names>')
		.replaceAll(/container <\w+ short>/g, 'container <some short>')
		.replaceAll(/\b172\.\d+\.\d+\.\d+\b/g, '<address>');
}

/** Whether a health check has run yet is a matter of milliseconds: its log counts as one leaf. */
const checks = /^(\.State\.Health\.Log).*/;

/** The leaves of a JSON value as `path: type`, sorted; the entries of a list are taken together, since their order is chance. */
export function shapeOf(value: unknown, at = ''): readonly string[] {
	if (typeof value !== 'object' || value === null) return [`${at}: ${value === null ? 'null' : typeof value}`];
	const lines = Array.isArray(value)
		? value.flatMap((each) => shapeOf(each, `${at}[]`))
		: Object.entries(value).flatMap(([key, each]) => shapeOf(each, `${at}.${keyName(key)}`));
	if (lines.length === 0) return [`${at}: ${Array.isArray(value) ? 'list' : 'object'}`];
	return [...new Set(lines.map((line) => line.replace(checks, '$1')))].sort();
}

function keyName(key: string): string {
	return /^[0-9a-f]{64}$/.test(key) ? '<id>' : key;
}

/** What one answer teaches, in words that two engines can agree on. */
export function learnt(told: Told, status: number, text: string, ids: Ids): Learnt {
	const json: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
	const base = { say: told.say, status };
	if (typeof json === 'object' && json !== null && 'message' in json)
		return { ...base, message: nameless(String(json.message), ids) };
	if (told.compare === 'shape') return { ...base, shape: shapeOf(json) };
	if (told.compare === 'value') return { ...base, value: worth(json, ids) };
	if (told.method === 'DELETE' && Array.isArray(json)) return { ...base, value: JSON.parse(nameless(text, ids)) };
	return base;
}

/** Of a list of containers only who they are; of anything else all. */
function worth(json: unknown, ids: Ids): unknown {
	if (!Array.isArray(json)) return json;
	return json.map((each) => ({ Names: each.Names, Image: nameless(String(each.Image), ids), State: each.State }));
}

/** An event of a container in words; of anything else undefined. Health checks' own commands are left out. */
export function eventWords(event: {
	readonly Type: string;
	readonly Action: string;
	readonly Actor: { readonly Attributes: Readonly<Record<string, string>> };
}): string | undefined {
	const { name, oldName, exitCode, signal } = event.Actor.Attributes;
	if (event.Type !== 'container' || /^exec_|^health_status/.test(event.Action)) return undefined;
	return [event.Action, name, oldName, exitCode, signal].filter((word) => word !== undefined).join(' ');
}
