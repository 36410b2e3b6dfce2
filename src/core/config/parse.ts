import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { type ConfigError, errorsOf, suggestion } from './errors.ts';
import type { Fleet } from './fleet.ts';
import { fleetOf } from './fleet-of.ts';
import { type Place, placeIn, positionAt } from './place.ts';
import { type ConfigFile, configSchema } from './schema.ts';

/** A NUL, or the sign that stands for bytes that are no UTF-8: no config has them. */
const notText = /[\0\ufffd]/;

/**
 * Reads a config. `text` is YAML. Gives the fleet, with secrets still by reference, or every mistake in it in the order
 * of the file.
 */
export const parseConfig = (
	text: string,
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
	const parsed = configSchema.safeParse(content.value ?? {}, { reportInput: true });
	if (!parsed.success) {
		const errors = parsed.error.issues.flatMap((issue) => errorsOf(issue, place));
		return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) };
	}
	const errors = [...tooManyHosts(parsed.data, place), ...danglingHosts(parsed.data, place)];
	return errors.length > 0 ? { ok: false, errors } : { ok: true, value: fleetOf(parsed.data) };
};

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

/** Services and addresses that name a host which is not there, and services that leave it open among several. */
const danglingHosts = (file: ConfigFile, place: Place): readonly ConfigError[] => {
	const hosts = Object.keys(file.hosts ?? { local: {} });
	return Object.entries(file.environments ?? {}).flatMap(([environment, content]) =>
		Object.entries(content?.services ?? {}).flatMap(([name, service]) => {
			const path = ['environments', environment, 'services', name];
			const froms = (['health', 'metrics'] as const).flatMap((key) => {
				const block = service?.[key];
				return typeof block === 'object' && block.from !== undefined && block.from !== 'local'
					? [{ path: [...path, key, 'from'], host: block.from }]
					: [];
			});
			const named = service?.host === undefined ? froms : [{ path: [...path, 'host'], host: service.host }, ...froms];
			const missing = named
				.filter(({ host }) => !hosts.includes(host))
				.map(({ path, host }) => ({
					...place(path),
					message: `there is no host \`${host}\` under \`hosts\``,
					...suggestion(host, hosts),
				}));
			const open = service?.host === undefined && hosts.length > 1;
			return open
				? [
						...missing,
						{
							...place(path.slice(0, -1), name),
							message: `\`${path.join('.')}\` does not say on which host it runs`,
							fix: `Add \`host:\` with one of ${hosts.join(', ')}.`,
						},
					]
				: missing;
		}),
	);
};
