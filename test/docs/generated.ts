import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../src/app/commands.ts';
import type { Command } from '../../src/core/command.ts';
import { jsonSchema } from '../../src/core/config/schema.ts';
import { withBlock } from './block.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The text of the JSON Schema as it lies in `config/schema.json`. */
export const schemaText = (): string => `${JSON.stringify(jsonSchema(), undefined, '\t')}\n`;

const escaped = (text: string) => text.replaceAll('|', '\\|');
const keyRow = ({ keys, title, help, where }: Command) =>
	`| ${keys.map((key) => `\`${escaped(key)}\``).join(' ')} | ${title} | ${where.join(', ')} | ${escaped(help)} |`;

/** The table of keys, from the one list of commands. */
export const keysTable = (): string =>
	[
		'| keys | what | where | |',
		'|---|---|---|---|',
		...commands.filter(({ keys }) => keys.length > 0).map(keyRow),
	].join('\n');

/** The README as its generated blocks should be. */
export const generatedReadme = (text: string): string => {
	const example = `\`\`\`yaml\n${read('config/watchdeck.yaml').trimEnd()}\n\`\`\``;
	return withBlock(withBlock(text, 'keys', keysTable()), 'config', example);
};
