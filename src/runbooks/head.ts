import { type Document, isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { millisOf } from '../core/config/units.ts';
import { known } from '../core/known.ts';
import type { Millis } from '../core/model.ts';
import type { Head, Mistake, Variable } from '../core/runbook/model.ts';
import { isValueName } from '../core/runbook/value-names.ts';

/** A document without its front matter, in whose place are as many empty lines, so that all others keep their numbers. */
export interface Parted {
	readonly body: string;
	/** The front matter as it stands, from line 1, and the line of its end. */
	readonly front?: { readonly text: string; readonly ends: number };
	readonly head: Head;
	readonly mistakes: readonly Mistake[];
}

const fences = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;
/** Front matter is some lines; what goes on for longer is a document that begins with a rule. */
const mostFront = 65_536;

const none: Head = { when: [], services: [], alerts: [], platforms: [], variables: [] };

const list = z.union([z.string(), z.array(z.string())]).transform((one) => (typeof one === 'string' ? [one] : one));
const length = z
	.string()
	.transform((text) => millisOf(text))
	.refine((value): value is Millis => value !== undefined, { error: 'a length of time, such as `5m`' });
const secret = z.string().regex(/^(?:env|file|cmd):./, { error: 'a reference: `env:NAME`, `file:PATH` or `cmd:…`' });
const variable = z.union([
	z.union([z.string(), z.number(), z.boolean()]).transform((usual) => ({ usual: String(usual) })),
	z.strictObject({
		from: z.enum(['environment', 'service', 'host', 'container', 'release', 'incident']).optional(),
		default: z
			.union([z.string(), z.number(), z.boolean()])
			.transform((usual) => String(usual))
			.optional(),
		ask: z.string().optional(),
		secret: secret.optional(),
	}),
	z.null().transform(() => ({})),
]);

/** Whether each key is the name of a value; a record of zod passes over `__proto__` in silence. */
const hasOnlyNames = (given: unknown): boolean =>
	typeof given !== 'object' || given === null || Object.keys(given).every(isValueName);

const fields = {
	title: z.string(),
	severity: z.enum(['P0', 'P1', 'P2', 'P3']),
	deadline: length,
	when: list.pipe(z.array(z.enum(['down', 'degraded', 'unknown', 'host']))),
	services: list,
	alerts: list,
	platforms: list,
	host: z.string(),
	owner: z.string(),
	reviewed: z.string().regex(/^\d{4}-\d\d-\d\d$/, { error: 'a day, such as `2026-11-21`' }),
	variables: z.unknown().refine(hasOnlyNames).pipe(z.record(z.string(), variable)),
};
type Field = keyof typeof fields;

/** What each key wants, for its mistake. */
const wants: Readonly<Record<Field, string>> = {
	title: 'a text',
	severity: '`P0`, `P1`, `P2` or `P3`',
	deadline: 'a length of time, such as `5m`',
	when: 'a list of `down`, `degraded`, `unknown`, `host`',
	services: 'a list of patterns, such as `production/*`',
	alerts: 'a list of names',
	platforms: 'a list of names',
	host: 'the name of a host',
	owner: 'who keeps it true',
	reviewed: 'a day, such as `2026-11-21`',
	variables:
		"names (letters, digits, `-`, `_`; no word of Go's templates such as `end`) with a default, or with `from`, `default`, `ask`, `secret`",
};

interface Found {
	readonly fields: { readonly [F in Field]?: z.output<(typeof fields)[F]> };
	readonly lines: Readonly<Record<string, number>>;
	readonly mistakes: readonly Mistake[];
}

function isField(name: string): name is Field {
	return Object.hasOwn(fields, name);
}

/** The lines of the keys, and of the names under `variables`; `at`: the line of an offset. */
function linesOf(map: YAMLMap, at: (offset: number) => number): Readonly<Record<string, number>> {
	const lines: Record<string, number> = {};
	for (const { key, value } of map.items) {
		if (!isScalar(key) || key.range === undefined || key.range === null) continue;
		lines[String(key.value)] = at(key.range[0]);
		if (key.value === 'variables' && isMap(value)) Object.assign(lines, linesOf(value, at));
	}
	return lines;
}

/** The values of a mapping; undefined where it names one value a thousand times. */
function valuesIn(document: Document.Parsed): Readonly<Record<string, unknown>> | undefined {
	try {
		const json: unknown = document.toJS();
		return typeof json === 'object' && json !== null ? { ...json } : undefined;
	} catch {
		return undefined;
	}
}

const repeated: Mistake = {
	...{ line: 1, text: 'The front matter names its values again and again (`*…`).' },
	fix: 'Write each out; until then what it says counts for nothing.',
};

function readFields(text: string): Found | undefined {
	const counter = new LineCounter();
	const document = parseDocument(text, { lineCounter: counter, schema: 'core' });
	const lineAt = (offset: number): number => counter.linePos(offset).line + 1;
	const broken = document.errors.map(({ pos, message }) => ({
		line: lineAt(pos[0]),
		text: `The front matter is no YAML here: ${message.split('\n')[0]?.replace(/ at line.*$/, '')}.`,
		fix: 'Mend it; until then what it says counts for nothing.',
	}));
	if (broken.length > 0) return { fields: {}, lines: {}, mistakes: broken };
	if (!isMap(document.contents)) return undefined;
	const values = valuesIn(document);
	if (values === undefined) return { fields: {}, lines: {}, mistakes: [repeated] };
	const lines = linesOf(document.contents, lineAt);
	const found: Record<string, unknown> = {};
	const mistakes: Mistake[] = [];
	for (const [name, value] of Object.entries(values)) {
		if (!isField(name)) continue;
		const read = fields[name].safeParse(value);
		if (read.success) found[name] = read.data;
		else mistakes.push({ line: lines[name] ?? 1, text: `\`${name}\` is wrong.`, fix: `Write ${wants[name]}.` });
	}
	// Each was read by its own field above.
	return { fields: found as Found['fields'], lines, mistakes };
}

function variablesOf({ fields: { variables = {} }, lines }: Found): readonly Variable[] {
	return Object.entries(variables).map(([name, one]) => {
		const usual = 'usual' in one ? one.usual : 'default' in one ? one.default : undefined;
		const { from, ask, secret: reference } = 'ask' in one || 'from' in one || 'secret' in one ? one : {};
		return { name, line: lines[name] ?? 1, ...known({ usual, from, ask, secret: reference }) };
	});
}

/**
 * Takes the front matter off a document. Keys of other programs are left alone; what is wrong in ours is a mistake at its line, and the
 * rest counts. What begins with `---` and is no mapping is Markdown.
 * The lines of the document end in line feeds.
 */
export function partedOf(document: string): Parted {
	const found = fences.exec(document.slice(0, mostFront));
	const inside = found?.[1];
	const read = inside === undefined ? undefined : readFields(inside);
	if (found === null || inside === undefined || read === undefined) return { body: document, head: none, mistakes: [] };
	const whole = found[0];
	const ends = whole.replace(/\n$/, '').split('\n').length;
	const blank = '\n'.repeat(whole.split('\n').length - 1);
	const { variables: _ours, ...rest } = read.fields;
	return {
		body: blank + document.slice(whole.length),
		front: { text: whole.trimEnd(), ends },
		head: { ...none, ...rest, variables: variablesOf(read) },
		mistakes: read.mistakes,
	};
}
