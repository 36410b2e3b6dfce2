import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { commands as cli } from '../../src/cli/index.ts';
import { generatedReadme, schemaText } from './generated.ts';

// `npm run docs` writes these files anew; here they are compared.
const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the generated blocks of the README are as they should be', async () => {
	await expect(generatedReadme(readme)).toMatchFileSnapshot(join(root, 'README.md'));
});

test('the JSON Schema in config/ is that of the code', async () => {
	await expect(schemaText()).toMatchFileSnapshot(join(root, 'config/schema.json'));
});

test('the example config is a right one', () => {
	expect(readConfig(readFileSync(join(root, 'config/watchdeck.yaml'), 'utf8'))).toMatchObject({ ok: true });
});

test('the README names every command of the command line', () => {
	const program = new Command();
	for (const add of cli) add(program, () => {});
	for (const { name } of program.commands.map((command) => ({ name: command.name() }))) {
		expect(readme).toContain(`\`watchdeck ${name}`);
	}
});
