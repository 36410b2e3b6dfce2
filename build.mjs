// Makes dist/cli.js: the whole program as one minified ESM file. `tsc` only checks, esbuild builds.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { inkSubstitutes, leaveOut, plainRegexes, startLean } from './build-plugins.mjs';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const banner = [
	"import { createRequire as __createRequire } from 'node:module';",
	"import { dirname as __dirnameOf } from 'node:path';",
	"import { fileURLToPath as __pathOf } from 'node:url';",
	'const require = __createRequire(import.meta.url);',
	'const __filename = __pathOf(import.meta.url);',
	'const __dirname = __dirnameOf(__filename);',
].join('\n');

const outfile = 'dist/cli.js';
await build({
	entryPoints: ['src/cli/main.ts'],
	outfile,
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node24',
	minify: true,
	legalComments: 'none',
	define: { 'process.env.NODE_ENV': '"production"', VERSION: JSON.stringify(version) },
	banner: { js: banner },
	plugins: [leaveOut, plainRegexes, inkSubstitutes, startLean],
	logLevel: 'warning',
});

// esbuild escapes what it can. One sign beyond ASCII, and Node keeps two bytes for each of the three million: docs/decisions/018.
const built = readFileSync(outfile, 'utf8');
const beyond = built.search(/[^\x00-\x7f]/);
if (beyond >= 0) {
	const around = built.slice(Math.max(0, beyond - 40), beyond + 10);
	throw new Error(
		`Write this sign as an escape, since esbuild leaves it as it is in a regex or a tagged template: ${around}`,
	);
}
