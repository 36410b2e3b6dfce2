// Reads config/reads.yaml, the list of commands that only read. What its words mean stands at its top.
import { z } from 'zod';
import { isPattern, type ParsedData, parseData } from '../data-file.ts';

/** What may follow a command's name. */
export interface Options {
	/** Options that stand alone. `-#`: a number, such as `-20`. */
	readonly flags: ReadonlySet<string>;
	/** Options with a value, and what the value must be. */
	readonly values: ReadonlyMap<string, RegExp | undefined>;
}
interface Listed extends Options {
	/** Words that make it: in each place one of these; `*`: any. */
	readonly run: readonly (readonly string[])[];
	/** With one of these it never ends by itself; `true`: it never does. */
	readonly endless: true | readonly string[];
}
/** A program that only reads. */
export interface ReadProgram extends Listed {
	/** How many operands it may have: so many, behind the options; any; or whatever they look like. */
	readonly operands: number | 'any' | 'all';
	readonly first?: RegExp;
	/** One of these must be there. */
	readonly needs: readonly string[];
	readonly each?: RegExp;
	/** It ends by itself with one of these alone. */
	readonly bounded: readonly string[];
	readonly secrets: boolean;
	/** It sends what it is given as input to somebody, and reads only where it is given none. */
	readonly sends: boolean;
}
/** A program that only reads where the command does that it is given. */
export interface ReadWrapper extends Listed {
	readonly gives: 'words' | 'line' | 'text';
}
/** The commands that only read, by their first word. */
export interface Reads {
	readonly programs: ReadonlyMap<string, readonly ReadProgram[]>;
	readonly wrappers: ReadonlyMap<string, readonly ReadWrapper[]>;
	/** Options that may stand before a subcommand, with the words that they stand behind. */
	readonly globals: readonly (Options & Pick<Listed, 'run'>)[];
}

const words = z
	.string('words, with a space between them')
	.regex(/^\S+(?: \S+)*$/, 'words, with a space between them')
	.transform((text) => text.split(' ').map((word): readonly string[] => word.split('|')));
const options = z
	.string('options, with a space between them')
	.regex(/^[-+]\S*(?: [-+]\S*)*$/, 'options, with a space between them')
	.transform((text): readonly string[] => text.split(' '));
const pattern = z
	.string('a regular expression')
	.refine(isPattern, 'a regular expression')
	.transform((text) => new RegExp(`^(?:${text})$`, 'u'));
const ofOperands = 'a number, `any` or `all`';
const count = z.int(ofOperands).min(0, ofOperands).max(9, ofOperands);
const listed = {
	run: words,
	flags: options.optional(),
	values: options.optional(),
	only: z.record(z.string().regex(/^-/, 'an option'), pattern).optional(),
	endless: z.union([z.literal(true, '`true` or options'), options]).optional(),
};
const program = z.strictObject({
	...listed,
	needs: options.optional(),
	operands: z.union([count, z.enum(['any', 'all'], ofOperands)], ofOperands).optional(),
	first: pattern.optional(),
	each: pattern.optional(),
	bounded: options.optional(),
	secrets: z.literal(true, '`true`').optional(),
	sends: z.literal(true, '`true`').optional(),
});
const wrapper = z.strictObject({ ...listed, gives: z.enum(['words', 'line', 'text']) });
const global = z.strictObject({ run: words, flags: listed.flags, values: listed.values });
const file = z.strictObject({ programs: z.array(program), wrappers: z.array(wrapper), globals: z.array(global) });

/** The list of commands that only read, from the text of its file; or each mistake in it with its line. Never throws. */
export function parseReads(text: string): ParsedData<Reads> {
	const parsed = parseData(text, file);
	return parsed.ok ? { ok: true, value: readsOf(parsed.value) } : parsed;
}

function readsOf({ programs, wrappers, globals }: z.infer<typeof file>): Reads {
	return {
		programs: byName(programs.map(programOf)),
		wrappers: byName(wrappers.map((one) => ({ ...listedOf(one), gives: one.gives }))),
		globals: globals.map((one) => ({ run: one.run, ...optionsOf(one) })),
	};
}

function programOf(one: z.infer<typeof program>): ReadProgram {
	const { first, each, bounded = [], operands = first === undefined && each === undefined ? 0 : 'any' } = one;
	const { flags = [], needs = [] } = one;
	return {
		...listedOf({ ...one, flags: [...flags, ...needs, ...bounded] }),
		needs,
		operands,
		...(first === undefined ? {} : { first }),
		...(each === undefined ? {} : { each }),
		bounded,
		secrets: one.secrets === true,
		sends: one.sends === true,
	};
}

type Written = Pick<z.infer<typeof program>, 'run' | 'flags' | 'values' | 'only' | 'endless'>;

function listedOf({ run, flags = [], values = [], only = {}, endless = [] }: Written): Listed {
	const alone = [...flags, ...(endless === true ? [] : endless)];
	return { run, endless, ...optionsOf({ flags: alone, values, only }) };
}

function optionsOf({ flags = [], values = [], only = {} }: Pick<Written, 'flags' | 'values' | 'only'>): Options {
	const valued = new Map<string, RegExp | undefined>([
		...values.map((value) => [value, undefined] as const),
		...Object.entries(only),
	]);
	// What needs a value is nowhere listed as standing alone, though it may be named there too.
	return { flags: new Set(flags.filter((flag) => !valued.has(flag))), values: valued };
}

/** By each first word that they may have, those with more words first: `a b` is asked before `a`. */
function byName<L extends Listed>(list: readonly L[]): ReadonlyMap<string, readonly L[]> {
	const named = list.flatMap((one) => (one.run[0] ?? []).map((name) => ({ name, one })));
	const groups = Map.groupBy(named, ({ name }) => name);
	const longestFirst = (of: readonly { readonly one: L }[]) =>
		of.map(({ one }) => one).toSorted((a, b) => b.run.length - a.run.length);
	return new Map([...groups].map(([name, of]) => [name, longestFirst(of)]));
}
