import type { Question } from '../../../core/lint/hosts/model.ts';
import type { Seen } from '../source.ts';

const used = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;
/** What shells and logins set themselves. */
const usual =
	/^(?:HOME|USER|LOGNAME|PATH|PWD|OLDPWD|SHELL|LANG|LC_\w+|TERM|HOSTNAME|U?ID|EUID|GID|GROUPS|RANDOM|SRANDOM|SECONDS|EPOCH\w+|LINENO|PPID|IFS|PS\d|BASH\w*|ZSH\w*|OPTARG|OPTIND|OPTERR|REPLY|COLUMNS|LINES|MACHTYPE|OSTYPE|HOSTTYPE|FUNCNAME|PIPESTATUS|DIRSTACK|SHLVL|SHELLOPTS|_|wd_\w+)$/;
const given = [
	/(?:^|[\s;&|({!])([A-Za-z_]\w*)\+?=/g,
	/\b(?:for|select)\s+([A-Za-z_]\w*)/g,
	/\b(?:mapfile|readarray)\s+(?:-\S+\s+)*([A-Za-z_]\w*)/g,
	/\bgetopts\s+\S+\s+([A-Za-z_]\w*)/g,
	/\bprintf\s+-v\s+([A-Za-z_]\w*)/g,
];
const readInto = /\bread\s+((?:-\w+\s+(?:'[^']*'\s+|"[^"]*"\s+)?)*)([A-Za-z_][\w ]*)/g;
/** What may set any. */
const unforeseeable = /(?:^|[\s;&|(])(?:source|\.|eval|set\s+-[a-z]*a)\s/m;

/** The variables that a block gives itself; undefined where it may give any. */
export function givenBy(text: string): ReadonlySet<string> | undefined {
	if (unforeseeable.test(text)) return undefined;
	const names = given.flatMap((form) => [...text.matchAll(form)].map(([, name = '']) => name));
	const read = [...text.matchAll(readInto)].flatMap(([, , words = '']) => words.split(' '));
	return new Set([...names, ...read]);
}

/** The variables that stand in words which vary. */
function namesOf({ found }: Seen): readonly string[] {
	const targets = found.redirections.flatMap(({ target }) => target ?? []);
	return [...found.words, ...found.assignments, ...targets]
		.filter(({ varies }) => varies)
		.flatMap(({ text }) => [...text.matchAll(used)].map(([, braced, bare]) => braced ?? bare ?? ''));
}

/** The variables that a command uses and that neither its block nor the shell gives. What a command around it has put in is no more a variable. */
export function variablesIn(seen: Seen, own: ReadonlySet<string> | undefined): readonly Question[] {
	if (own === undefined) return [];
	const outer = new Set<string>();
	for (let around = seen.outer; around !== undefined; around = around.outer)
		for (const name of namesOf(around)) outer.add(name);
	return namesOf(seen)
		.filter((name) => !own.has(name) && !outer.has(name) && !usual.test(name))
		.map((name) => ({ is: 'variable', name }));
}
