import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { commands } from '../../src/app/commands.ts';
import { configSchema } from '../../src/app/config.ts';
import type { Command } from '../../src/core/command.ts';
import { isBindable } from '../../src/core/keys-rebound.ts';
import { lengthText } from '../../src/core/length-text.ts';
import type { ProbeForm } from '../../src/core/probe-form.ts';
import { withBlock } from './block.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The text of the JSON Schema as it lies in `config/schema.json`. */
export const schemaText = (): string => `${JSON.stringify(configSchema(), undefined, '\t')}\n`;

const escaped = (text: string) => text.replaceAll('|', '\\|');
const keyRow = (command: Command) => {
	const { id, keys, title, help, where } = command;
	const shown = keys.map((key) => `\`${escaped(key)}\``).join(' ');
	return `| ${shown} | ${title} | ${where.join(', ')} | ${escaped(help)} | ${isBindable(command) ? `\`${id}\`` : ''} |`;
};

/** The table of keys, from the one list of commands. */
export const keysTable = (): string =>
	[
		'| keys | what | where | | id |',
		'|---|---|---|---|---|',
		...commands.filter((command) => command.keys.length > 0 || isBindable(command)).map(keyRow),
	].join('\n');

/** A value as one writes it in a line of config. */
const written = (value: unknown) =>
	typeof value === 'string' ? value : stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();

const described = (field: unknown): { readonly text: string; readonly example: string } => {
	const known = typeof field === 'object' && field !== null ? field : {};
	const text = 'description' in known ? String(known.description) : '';
	const examples = 'examples' in known && Array.isArray(known.examples) ? known.examples : [];
	return { text, example: examples.length === 0 ? '' : `\`${written(examples[0])}\`` };
};

/** How a table of fields begins. */
export const tableHead = ['| field | needed | what | example |', '|---|---|---|---|'];

/** A row for each field of an object of the config. */
export const fieldRows = (object: z.ZodType): readonly string[] => {
	const schema = z.toJSONSchema(object, { io: 'input', target: 'draft-7' });
	return Object.entries(schema.properties ?? {}).map(([name, field]) => {
		const { text, example } = described(field);
		return `| \`${name}\` | ${schema.required?.includes(name) ? 'yes' : ''} | ${escaped(text)} | ${escaped(example)} |`;
	});
};

/** The table of the fields of a probe kind, from its form. */
export const fieldsTable = ({ shape, every, timeout, failures, from }: ProbeForm): string => {
	const place = from === 'host' ? 'the host of the service' : '`local`, this machine';
	return [
		...tableHead,
		...fieldRows(z.strictObject(shape)),
		`| \`every\` | | How often it is read. From 1s to 7d. Default: ${lengthText(every)} | \`60s\` |`,
		`| \`timeout\` | | How long one reading may take. From 100ms to 1h. Default: ${lengthText(timeout)} | \`5s\` |`,
		`| \`failures\` | | Failures in a row that make it down. Default: ${failures ?? 1} | \`3\` |`,
		`| \`from\` | | The host it is asked from, or \`local\`. Default: ${place} | \`local\` |`,
	].join('\n');
};

/** The page of a probe kind in `docs/probes` as its generated block should be. */
export const generatedPage = (text: string, form: ProbeForm): string => withBlock(text, 'fields', fieldsTable(form));

/** The README as its generated blocks should be. */
export const generatedReadme = (text: string): string => {
	const example = `\`\`\`yaml\n${read('config/watchdeck.yaml').trimEnd()}\n\`\`\``;
	return withBlock(withBlock(text, 'keys', keysTable()), 'config', example);
};
