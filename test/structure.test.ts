import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import rules from '../.dependency-cruiser.mjs';

const root = join(import.meta.dirname, '..');
const cruiser = join(root, 'node_modules/.bin/depcruise');
const node = join(root, 'node_modules/.bin/node');
const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

interface Cruise {
	readonly summary: {
		readonly totalCruised: number;
		readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
	};
}
const cruise = (cwd: string, ...options: readonly string[]): Cruise => {
	const run = spawnSync(node, [cruiser, '--output-type', 'json', ...options, 'src'], {
		cwd,
		encoding: 'utf8',
		maxBuffer: 2 ** 26,
	});
	return JSON.parse(run.stdout);
};

let place: string;
beforeAll(() => {
	place = mkdtempSync(join(tmpdir(), 'watchdeck-structure-'));
	for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json', 'node_modules']) {
		symlinkSync(join(root, file), join(place, file));
	}
	const put = (path: string, text: string) => {
		mkdirSync(dirname(join(place, path)), { recursive: true });
		writeFileSync(join(place, path), text);
	};
	for (const folder of folders) {
		put(`src/${folder}/here.ts`, 'export const here = 1;\n');
		put(`src/${folder}/package.ts`, "import fc from 'fast-check';\nexport { fc };\n");
		// `cli` is the outermost layer: nobody may import it, so importing it breaks every folder's rule but its own.
		const forbidden = folder === 'cli' ? 'io' : 'cli';
		put(`src/${folder}/import.ts`, `export { here } from '../${forbidden}/here.ts';\n`);
	}
	put('src/core/alone.ts', 'export const alone = 1;\n');
	put('src/core/lost.ts', "export { nothing } from './not-there.ts';\n");
	put('src/core/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n");
	put('src/core/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n");
});
afterAll(() => rmSync(place, { recursive: true }));

test('each rule of the structure fires when it is broken', () => {
	const { violations } = cruise(place, '--config', '.dependency-cruiser.mjs').summary;
	const fired = new Set(violations.map(({ rule }) => rule.name));
	expect([...fired].sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
});

test('every folder of the source has its rule', () => {
	const named = rules.forbidden.map(({ name }) => name);
	expect(folders.filter((folder) => !named.includes(`${folder}-imports`))).toEqual([]);
});

test('the cruise reads the source', () => {
	expect(cruise(root, '--config', '.dependency-cruiser.mjs').summary.totalCruised).toBeGreaterThan(50);
});

test('the tests run on the Node that the project brings', () => {
	const own = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
	expect(process.version).toBe(own);
});
