import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { actions } from '../../src/actions/index.ts';

const folder = new URL('../../src/actions/', import.meta.url);

function isAction(value: unknown): value is { readonly name: string } {
	return typeof value === 'object' && value !== null && 'tier' in value && 'impact' in value && 'name' in value;
}

test('every action of the folder is listed, by its own name', async () => {
	const files = readdirSync(folder).filter((file) => file !== 'index.ts');
	const found: string[] = [];
	for (const file of files) {
		const exported: Record<string, unknown> = await import(new URL(file, folder).href);
		for (const value of Object.values(exported)) {
			if (!isAction(value)) continue;
			expect(value.name).toBe(basename(file, '.ts'));
			found.push(value.name);
		}
	}
	expect(found.sort()).toEqual(Object.keys(actions).sort());
	for (const [name, action] of Object.entries(actions)) expect(action.name).toBe(name);
});
