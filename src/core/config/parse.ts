import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Command } from '../command.ts';
import { type ConfigError, errorsOf } from './errors.ts';
import type { Fleet } from './fleet.ts';
import { fleetOf, keysOf } from './fleet-of.ts';
import { type Forms, noForms } from './forms.ts';
import { wrongKeys } from './key-lines.ts';
import { member } from './member.ts';
import { missingHosts } from './missing-hosts.ts';
import { missingDatasets, missingLines } from './missing-lines.ts';
import { type Path, type Place, placeIn, positionAt } from './place.ts';
import { type ConfigFile, configSchemaOf } from './schema.ts';
import { wrongDatasets } from './wrong-datasets.ts';

/** A NUL, or the sign that stands for bytes that are no UTF-8: no config has them. */
const notText = /[\0\ufffd]/;

/**
 * Reads a config. `text` is YAML; `forms`: what may stand under `probes` and `datasets`; `commands`: what may stand under `keys`, which is
 * not looked at where it is not given. Gives the fleet, with secrets still by reference, or every mistake in it in the order
 * of the file.
 */
export const parseConfig = (
	text: string,
	forms: Forms = noForms,
	commands?: readonly Command[],
): { readonly ok: true; readonly value: Fleet } | { readonly ok: false; readonly errors: readonly ConfigError[] } => {
	const lines = new LineCounter();
	const binary = text.search(notText);
	if (binary >= 0) {
		const before = text.slice(0, binary).split('\n');
		const at = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
		return { ok: false, errors: [{ ...at, message: 'this is not text', fix: 'Name a config file, in UTF-8.' }] };
	}
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
	const place = placeIn(document, lines);
	if (document.errors.length > 0) {
		const errors = document.errors.map((error) => ({
			...positionAt(lines, error.pos[0]),
			...mistakeOf(error, text),
		}));
		return { ok: false, errors };
	}
	const content = contentOf(document);
	if (!content.ok) return { ok: false, errors: [{ line: 1, column: 1, ...content }] };
	const schema = configSchemaOf(forms);
	const parsed = schema.safeParse(content.value ?? {}, { reportInput: true });
	if (!parsed.success) {
		const reading = { place, schema, content: content.value };
		const errors = parsed.error.issues.flatMap((issue) => errorsOf(issue, reading));
		return { ok: false, errors: inOrder(errors) };
	}
	const at = (path: Path): unknown => path.reduce<unknown>((value, key) => member(value, String(key)), content.value);
	const errors = [
		...(commands === undefined ? [] : wrongKeys(keysOf(parsed.data) ?? {}, commands, place)),
		...tooManyHosts(parsed.data, place),
		...missingHosts(parsed.data, place),
		...missingLines(parsed.data, place),
		...missingDatasets(parsed.data, place),
		...wrongDatasets(parsed.data, forms.datasets, place),
	];
	return errors.length > 0
		? { ok: false, errors: inOrder(errors) }
		: { ok: true, value: fleetOf(parsed.data, { forms, at }) };
};

const inOrder = (errors: readonly ConfigError[]): readonly ConfigError[] =>
	errors.toSorted((a, b) => a.line - b.line || a.column - b.column);

const mistakeOf = (error: YAMLError, text: string): Pick<ConfigError, 'message' | 'fix'> => {
	if (error.code === 'DUPLICATE_KEY') {
		const key = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? 'this key';
		return { message: `\`${key}\` stands here a second time`, fix: 'Remove one of them.' };
	}
	return {
		message: `this is not YAML: ${error.message.replace(/\s+/g, ' ')}`,
		fix: 'A line reads `key: value`; what belongs to a key stands two spaces further in.',
	};
};

/** The plain value of a file. An alias without its anchor, or a pile of them, is found only here, by a throw of the library. */
const contentOf = (
	document: Document,
):
	| { readonly ok: true; readonly value: unknown }
	| { readonly ok: false; readonly message: string; readonly fix: string } => {
	try {
		return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
	} catch (error) {
		const message = `this is not YAML: ${error instanceof Error ? error.message : String(error)}`;
		return { ok: false, message, fix: 'A text that begins with `*`, `&` or `!` stands in quotes.' };
	}
};

/** Each host is a connection that is kept open and read every few seconds: thousands of them would stop everything. */
const mostHosts = 500;

const tooManyHosts = (file: ConfigFile, place: Place): readonly ConfigError[] => {
	const count = Object.keys(file.hosts ?? {}).length;
	if (count <= mostHosts) return [];
	const fix = 'Watch them by several configs: watchdeck --config FILE.';
	return [{ ...place([], 'hosts'), message: `\`hosts\` has ${count} hosts, and ${mostHosts} is the most`, fix }];
};
