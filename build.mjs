// Makes dist/cli.js: the whole program as one minified ESM file. `tsc` only checks, esbuild builds.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const banner = [
	"import { createRequire as __createRequire } from 'node:module';",
	"import { dirname as __dirnameOf } from 'node:path';",
	"import { fileURLToPath as __pathOf } from 'node:url';",
	'const require = __createRequire(import.meta.url);',
	'const __filename = __pathOf(import.meta.url);',
	'const __dirname = __dirnameOf(__filename);',
].join('\n');

/** Native parts are optional for ssh2; a bundle cannot hold them. Ink's devtools are for development only. */
const leaveOut = {
	name: 'leave-out',
	setup(build) {
		build.onResolve({ filter: /\.node$|^cpu-features$/ }, ({ path }) => ({ path, namespace: 'native' }));
		build.onLoad({ filter: /.*/, namespace: 'native' }, () => ({
			contents: "throw new Error('native part left out of the bundle');",
		}));
		build.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'empty' }));
		build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {};' }));
	},
};

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
	plugins: [leaveOut],
	logLevel: 'warning',
});
