import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { commands, dialogs, screens } from '../../src/screens/index.ts';

const folder = new URL('../../src/screens/', import.meta.url);
const drawn = new Map<string, unknown>(
	Object.entries({ ...screens, ...dialogs }).map(([name, { View }]) => [name, View]),
);
const exportsOf = async (file: string): Promise<Readonly<Record<string, unknown>>> =>
	import(new URL(file, folder).href);

test('every file that draws a screen or a dialog and has its keys is listed, by its own name', async () => {
	const found: string[] = [];
	for (const file of readdirSync(folder).filter((name) => name.endsWith('.tsx'))) {
		const exported = await exportsOf(file);
		if (!('commands' in exported)) continue;
		const name = basename(file, '.tsx');
		found.push(name);
		expect(Object.values(exported), file).toContain(drawn.get(name));
	}
	expect(found.sort()).toEqual([...drawn.keys()].sort());
});

test('the keys of every file are in the one list, and no others', async () => {
	const found = new Set<unknown>();
	for (const file of readdirSync(folder).filter((name) => !name.startsWith('index.'))) {
		const exported = await exportsOf(file);
		if (Array.isArray(exported['commands'])) for (const command of exported['commands']) found.add(command);
	}
	expect(found).toEqual(new Set(commands));
	expect(commands).toHaveLength(found.size);
});
