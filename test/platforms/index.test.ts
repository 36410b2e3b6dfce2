import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { platforms } from '../../src/platforms/index.ts';

const folder = new URL('../../src/platforms/', import.meta.url);

function isPlatform(value: unknown): value is { readonly id: string } {
	return typeof value === 'object' && value !== null && 'can' in value && 'title' in value && 'id' in value;
}

test('every platform of the folder is listed, by its own name', async () => {
	const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
	const found: string[] = [];
	for (const file of files) {
		const exported: Record<string, unknown> = await import(new URL(file, folder).href);
		for (const value of Object.values(exported)) {
			if (!isPlatform(value)) continue;
			expect(value.id).toBe(basename(file, '.ts'));
			found.push(value.id);
		}
	}
	expect(found.sort()).toEqual(Object.keys(platforms).sort());
});

test('what a platform cannot do it says in words', () => {
	for (const { can, cannot = {}, blocked = {} } of Object.values(platforms)) {
		for (const action of ['restart', 'rollback', 'scale'] as const) {
			const says = cannot[action] !== undefined || (can[action] === undefined && blocked[action] !== undefined);
			expect((can[action] === undefined) === says).toBe(true);
		}
	}
});
