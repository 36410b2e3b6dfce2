import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { inkSubstitutes, leaveOut, plainRegexes, startLean } from '../../build-plugins.mjs';
import type { Shift } from './shift.ts';

const here = import.meta.dirname;

/** The hosts are simulated, behind the program's own link. */
const faraway: Plugin = {
	name: 'faraway',
	setup: ({ onResolve }) => {
		onResolve({ filter: /\/ssh\/carrier\.ts$/ }, ({ kind }) =>
			kind === 'import-statement' ? { path: join(here, 'far.ts') } : undefined,
		);
	},
};

/** Bundles the shift as the program is bundled, and its parts with it. */
const bundle = (file: string) =>
	build({
		entryPoints: [join(here, 'shift.ts')],
		outfile: file,
		...{ bundle: true, format: 'esm', platform: 'node', target: 'node24', logLevel: 'warning' },
		define: { 'process.env.NODE_ENV': '"production"', VERSION: '"0"' },
		banner: {
			js: [
				"import { createRequire as __createRequire } from 'node:module';",
				'const require = __createRequire(import.meta.url);',
				'const __filename = import.meta.filename;',
				'const __dirname = import.meta.dirname;',
			].join('\n'),
		},
		plugins: [leaveOut, plainRegexes, inkSubstitutes, startLean, faraway],
	});

/** Runs a shift of so many hours in a process of its own; `stride`: milliseconds between two turns of the program. */
export const runShift = async (hours: number, stride: number): Promise<Shift> => {
	const folder = await mkdtemp(join(tmpdir(), 'watchdeck-shift-bundle-'));
	try {
		const file = join(folder, 'shift.mjs');
		await bundle(file);
		const words = ['--expose-gc', '--max-semi-space-size=8', file, String(hours), String(stride)];
		const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 10_000_000 });
		return JSON.parse(stdout) as Shift; // printed by our own script
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};
