// Reads the part of config/lint.yaml that says what hosts are asked for. What its words mean stands at the top of that part.
import { z } from 'zod';
import { known } from '../../../core/known.ts';
import type { EngineKind } from '../../../core/lint/hosts/model.ts';
import { isPattern } from '../../data-file.ts';
import { options, type Run, run } from '../run-words.ts';

/** What the words of a command must be on its host. */
export type Needed = 'file' | 'folder' | readonly EngineKind[];

/** A command that takes what must be there. */
export interface Need {
	readonly run: Run;
	readonly takes: Needed;
	/** Options that take the next word. */
	readonly values: ReadonlySet<string>;
	/** Only what stands behind one of these options. */
	readonly of?: ReadonlySet<string>;
	/** So many words stand before them. */
	readonly skip: number;
	/** Only the first. */
	readonly first: boolean;
	/** Without these options alone, which make another command of it. */
	readonly lacks: ReadonlySet<string>;
}

/** What a program is asked about subcommands that it may have or not. */
export interface SubcommandAsk {
	readonly program: string;
	/** The whole of such a subcommand. */
	readonly words: RegExp;
	/** The command that says so, in which `WORD` is the subcommand and `GROUP` what stands in it before a colon. */
	readonly ask: readonly string[];
	/** It stands in what that prints; else that ends with 0. */
	readonly contains: boolean;
}

const set = options.transform((words): ReadonlySet<string> => new Set(words));
const engineKind = z.enum(['container', 'volume', 'network', 'service', 'image']);
const takes = z.union([
	z.enum(['file', 'folder']),
	z
		.string()
		.transform((text) => text.split('|'))
		.pipe(z.array(engineKind)),
]);

/** A line of `needs`. */
export const need = z
	.strictObject({
		run,
		takes,
		values: set.optional(),
		of: set.optional(),
		skip: z.int().min(1).max(3).optional(),
		first: z.literal(true).optional(),
		lacks: set.optional(),
	})
	.transform(({ values = new Set(), skip = 0, first = false, lacks = new Set(), of, ...rest }): Need => {
		return { ...rest, values, skip, first, lacks, ...known({ of }) };
	});

const subcommandWord = /^[a-z][a-z\d_-]*(?::[a-z][a-z\d_-]*)?$/;

/** A line of `asks`. */
export const subcommandAsk = z
	.strictObject({
		program: z.string().regex(/^[a-z][a-z\d-]*$/, 'the name of a program'),
		words: z
			.string()
			.refine(isPattern, 'a regular expression')
			.transform((text) => new RegExp(`^(?:${text})$`, 'u')),
		ask: z.string().regex(/^\S+(?: \S+)*$/, 'words, with a space between them'),
		contains: z.literal(true).optional(),
	})
	.refine(({ program, ask }) => ask.startsWith(`${program} `), 'a command of the program itself')
	.transform(({ ask, contains = false, ...rest }): SubcommandAsk => ({ ...rest, ask: ask.split(' '), contains }));

/** The words that ask a program for a subcommand; undefined where it is not one of those that may be asked for. */
export function askOf({ words, ask }: SubcommandAsk, word: string): readonly string[] | undefined {
	if (!subcommandWord.test(word) || !words.test(word)) return undefined;
	const group = word.split(':')[0] ?? word;
	return ask.map((one) => one.replaceAll('WORD', word).replaceAll('GROUP', group));
}
