import { join } from 'node:path';
import { build } from 'esbuild';
import type { Box, renderToString, Text, Transform } from 'ink';
import type { createElement } from 'react';
import { inkSubstitutes, leaveOut, startLean } from '../../build-plugins.mjs';

/** What a test draws with: one copy of Ink with its React. */
export interface InkCopy {
	readonly Box: typeof Box;
	readonly Text: typeof Text;
	readonly Transform: typeof Transform;
	readonly renderToString: typeof renderToString;
	readonly createElement: typeof createElement;
}

const root = join(import.meta.dirname, '../..');

/** A copy of Ink as the program has it (`own`), or as it comes. `file`: where the bundle is written. */
export const inkCopy = async (file: string, own: boolean): Promise<InkCopy> => {
	await build({
		stdin: {
			contents: "export { Box, Text, Transform, renderToString } from 'ink'; export { createElement } from 'react';",
			resolveDir: root,
		},
		outfile: file,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node24',
		define: { 'process.env.NODE_ENV': '"production"' },
		banner: {
			js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
		},
		plugins: own ? [leaveOut, inkSubstitutes, startLean] : [leaveOut],
		logLevel: 'silent',
	});
	return import(file);
};
