/** Who may import whom. The picture behind this table is in `src/README.md`; `test/structure.test.ts` breaks each rule. */
const may = {
	core: [],
	io: ['core'],
	probes: ['core'],
	platforms: ['core'],
	datasets: ['core'],
	actions: ['core'],
	runbooks: ['core'],
	store: ['core'],
	hooks: ['core', 'store'],
	components: ['core'],
	screens: ['core', 'hooks', 'components'],
	app: [
		'core',
		'io',
		'probes',
		'platforms',
		'datasets',
		'actions',
		'runbooks',
		'store',
		'hooks',
		'components',
		'screens',
	],
	cli: ['app', 'core'],
	ink: [],
};

/** Which packages a folder may use, by name; `node:` stands for Node's own modules. */
const packages = {
	core: ['zod', 'yaml', 'string-width', 'croner'],
	io: ['node-ssh', 'ssh2', 'undici', 'conf', 'pino', 'pg', 'node:'],
	probes: ['zod'],
	platforms: ['zod'],
	datasets: ['zod'],
	actions: ['zod'],
	runbooks: ['markdown-it', 'yaml', 'zod'],
	store: [],
	hooks: ['react', 'ink'],
	components: ['react', 'ink'],
	screens: ['react', 'ink'],
	app: ['react', 'ink'],
	cli: ['commander', 'node:'],
	ink: [],
};

const folder = (name) => `^src/${name}/`;
const anyOf = (names) => `(?:${names.join('|')})`;

const folderRules = Object.entries(may).map(([from, to]) => ({
	name: `${from}-imports`,
	severity: 'error',
	comment: `${from} may import ${to.length > 0 ? to.join(', ') : 'nothing of ours'}`,
	from: { path: folder(from) },
	to: { path: '^src/', pathNot: folder(anyOf([from, ...to])) },
}));

const packageRules = Object.entries(packages).map(([from, names]) => {
	const named = names.filter((name) => name !== 'node:');
	const fine = named.length > 0 ? [`^node_modules/(?:@types/)?${anyOf(named)}/`] : [];
	return {
		name: `${from}-packages`,
		severity: 'error',
		comment: `${from} may use ${names.length > 0 ? names.join(', ') : 'no package'}`,
		from: { path: folder(from) },
		to: {
			dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'].concat(
				names.includes('node:') ? [] : ['core'],
			),
			...(fine.length > 0 ? { pathNot: fine } : {}),
		},
	};
});

export default {
	forbidden: [
		...folderRules,
		...packageRules,
		{
			name: 'no-cycle',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		{
			name: 'no-orphan',
			severity: 'error',
			from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$'] },
			to: {},
		},
		{
			name: 'no-unresolvable',
			severity: 'error',
			from: {}, // What the build makes is not there in a fresh checkout.
			to: { couldNotResolve: true, pathNot: 'dist/cli\\.js$' },
		},
	],
	options: {
		parser: 'swc',
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'node', 'default', 'types'],
			extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
		},
	},
};
