// What esbuild does with our packages when it bundles them.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const own = (name) => fileURLToPath(new URL(`src/ink/${name}.ts`, import.meta.url));
/** Native parts are optional for ssh2; a bundle cannot hold them. Ink's devtools are for development only. */
export const leaveOut = {
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

/**
 * Signs beyond ASCII in regular expressions of packages, as escapes: esbuild leaves them as they are, and one makes the bundle twice as large
 * in memory (docs/decisions/018).
 */
export const plainRegexes = {
	name: 'plain-regexes',
	setup(build) {
		build.onLoad({ filter: /markdown-it\/dist\/markdown-it\.mjs$/ }, async ({ path }) => {
			const text = await readFile(path, 'utf8');
			return { contents: text.replaceAll('/([?!])\u2026/g', '/([?!])\\u2026/g') };
		});
	},
};

/** In which file of Ink which import is wrapped by which function of ours. */
const substitutes = [
	{ in: 'renderer.js', import: './output.js', by: 'withRowCache', from: own('row-cache') },
	{ in: 'render-node-to-output.js', import: 'widest-line', by: 'remembered', from: own('remembered') },
	{ in: 'log-update.js', import: './line-update.js', by: 'shortReplay', from: own('replay') },
	{ in: 'squash-text-nodes.js', import: './sanitize-ansi.js', by: 'remembered', from: own('remembered') },
];

/** What of Ink is replaced, and by what: docs/decisions/008. The build fails when Ink no longer imports what is to be replaced. */
export const inkSubstitutes = {
	name: 'ink-substitutes',
	setup(build) {
		const used = new Set();
		build.onResolve({ filter: /^(?:\.\/(?:output|sanitize-ansi|line-update)\.js|widest-line)$/ }, async (request) => {
			const one = substitutes.find(
				({ in: file, import: name }) => name === request.path && request.importer.endsWith(`/ink/build/${file}`),
			);
			if (one === undefined || request.pluginData === 'inside') return undefined;
			used.add(one);
			const { path } = await build.resolve(request.path, {
				kind: request.kind,
				importer: request.importer,
				resolveDir: request.resolveDir,
				pluginData: 'inside',
			});
			return { path: `${one.by}:${path}`, namespace: 'ink-substitute', pluginData: { ...one, stock: path } };
		});
		build.onLoad({ filter: /.*/, namespace: 'ink-substitute' }, ({ pluginData: { stock, by, from } }) => ({
			contents: [
				`import stock from ${JSON.stringify(stock)};`,
				`import { ${by} } from ${JSON.stringify(from)};`,
				`export default ${by}(stock);`,
			].join('\n'),
			resolveDir: fileURLToPath(new URL('.', import.meta.url)),
		}));
		build.onEnd(() => {
			const unused = substitutes.filter((one) => !used.has(one));
			return {
				errors: unused.map(({ in: file, import: name }) => ({
					text: `Ink's ${file} does not import ${name}: look at what it does now, then at docs/decisions/008`,
				})),
			};
		});
	},
};

/** What would take the first frame's time and is not needed for it: docs/decisions/018. */
export const startLean = {
	name: 'start-lean',
	setup(build) {
		build.onResolve({ filter: /^string-width$/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
			if (pluginData === 'inside') return undefined;
			const stock = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'inside' });
			return { path: stock.path, namespace: 'when-needed' };
		});
		build.onLoad({ filter: /.*/, namespace: 'when-needed' }, ({ path }) => ({
			contents: [
				`import { whenNeeded } from ${JSON.stringify(own('width'))};`,
				`export default whenNeeded(() => require(${JSON.stringify(path)}).default);`,
			].join('\n'),
			resolveDir: fileURLToPath(new URL('.', import.meta.url)),
		}));
		// Yoga fetches its WebAssembly from a data: address in its own file, for which Node loads all of its HTTP client.
		build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
			const text = await readFile(path, 'utf8');
			if (!text.includes('"function"!=typeof fetch?')) {
				return { errors: [{ text: 'Yoga is not loaded by fetch any more: look at docs/decisions/018' }] };
			}
			return { contents: `const fetch = undefined;\n${text}` };
		});
	},
};
