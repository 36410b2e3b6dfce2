import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../src/cli/index.ts';

const folder = new URL('../../src/cli/', import.meta.url);

/** The names of what a file exports as a command of the command line; the compiler holds them to the type. */
const commandsIn = (file: string): readonly string[] =>
	[...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export const (\w+): CliCommand\b/gm)].map(
		([, name = '']) => name,
	);

test('every command of the folder is listed, by the name of its file', async () => {
	const files = readdirSync(folder).filter((file) => file !== 'index.ts');
	const found: unknown[] = [];
	for (const file of files) {
		for (const name of commandsIn(file)) {
			expect(name).toBe(basename(file, '.ts'));
			const exported: Record<string, unknown> = await import(new URL(file, folder).href);
			found.push(exported[name]);
		}
	}
	expect(found).toHaveLength(commands.length);
	expect(new Set(found)).toEqual(new Set(commands));
});
