// Makes dist/cli.js: the whole program as one minified ESM file. `tsc` only checks, esbuild builds.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { inkSubstitutes, leaveOut } from './build-plugins.mjs';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const banner = [
	"import { createRequire as __createRequire } from 'node:module';",
	"import { dirname as __dirnameOf } from 'node:path';",
	"import { fileURLToPath as __pathOf } from 'node:url';",
	'const require = __createRequire(import.meta.url);',
	'const __filename = __pathOf(import.meta.url);',
	'const __dirname = __dirnameOf(__filename);',
].join('\n');

await build({
	entryPoints: ['src/cli/main.ts'],
	outfile: 'dist/cli.js',
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node24',
	minify: true,
	legalComments: 'none',
	define: { 'process.env.NODE_ENV': '"production"', VERSION: JSON.stringify(version) },
	banner: { js: banner },
	plugins: [leaveOut, inkSubstitutes],
	logLevel: 'warning',
});
