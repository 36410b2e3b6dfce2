// Reads config/lint.yaml, what is known to be wrong in runbooks. What its words mean stands at its top.
import { z } from 'zod';
import { known } from '../../core/known.ts';
import type { Level } from '../../core/lint/model.ts';
import { isPattern, type ParsedData, parseData } from '../data-file.ts';
import { type Need, need, type SubcommandAsk, subcommandAsk } from './hosts/needs-file.ts';
import { options, type Run, run } from './run-words.ts';

/** A command as a rule looks for it. */
export interface CommandForm {
	readonly run: Run;
	/** One of these options must be there; none of those. */
	readonly has: readonly string[];
	readonly lacks: readonly string[];
	/** So many words that are no options, or what they are together. */
	readonly operands?: number | RegExp;
	readonly with?: RegExp;
	readonly without?: RegExp;
	/** What it is piped into, what is piped into it, what runs it, and what stands before it in the same block. */
	readonly into?: Run;
	readonly from?: Run;
	readonly inside?: RegExp;
	readonly after?: Run;
	/** It has a redirection of this form. */
	readonly redirects?: RegExp;
}

/** Where a rule's text is looked for. */
export type Area = 'prose' | 'heading' | 'code' | 'any';

/** Something that is known to be wrong. */
export interface Rule {
	readonly id: string;
	readonly level: Level;
	readonly says: string;
	readonly instead: string;
	readonly commands: readonly CommandForm[];
	readonly text?: RegExp;
	readonly area: Area;
	readonly language?: RegExp;
	readonly under?: RegExp;
	readonly unless?: RegExp;
	readonly unlessBlock?: RegExp;
	readonly mentions?: RegExp;
	readonly silentOn?: RegExp;
}

/** What is known to be wrong in runbooks. */
export interface Rules {
	readonly rules: readonly Rule[];
	/** Commands that destroy. */
	readonly destroys: readonly CommandForm[];
	/** The subcommands that there are, by program (`docker compose`). */
	readonly subcommands: ReadonlyMap<string, ReadonlySet<string>>;
	/** What hosts are asked for, where they are asked. */
	readonly needs: readonly Need[];
	readonly asks: readonly SubcommandAsk[];
}

const pattern = z
	.string('a regular expression')
	.refine(isPattern, 'a regular expression')
	.transform((text) => new RegExp(text, 'iu'));
const sentence = z.string('a sentence').regex(/\S/, 'a sentence');
const command = z
	.strictObject({
		run,
		has: options.optional(),
		lacks: options.optional(),
		operands: z.union([z.int().min(0).max(9), pattern]).optional(),
		with: pattern.optional(),
		without: pattern.optional(),
		into: run.optional(),
		from: run.optional(),
		inside: pattern.optional(),
		after: run.optional(),
		redirects: pattern.optional(),
	})
	.transform(
		({ run: words, has = [], lacks = [], ...rest }): CommandForm => ({ run: words, has, lacks, ...known(rest) }),
	);
const rule = z
	.strictObject({
		id: z.string('a name').regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, 'words in small letters, with a dash between them'),
		level: z.enum(['error', 'warning', 'note']),
		says: sentence,
		instead: sentence,
		command: z.union([command, z.array(command).min(1)]).optional(),
		text: pattern.optional(),
		in: z.enum(['prose', 'heading', 'code', 'any']).optional(),
		language: pattern.optional(),
		under: pattern.optional(),
		unless: pattern.optional(),
		'unless-block': pattern.optional(),
		where: z.strictObject({ mentions: pattern.optional(), lacks: pattern.optional() }).optional(),
	})
	.refine((one) => one.command !== undefined || one.text !== undefined, 'something with a `command` or a `text`')
	.transform((one): Rule => {
		const { id, level, says, instead, command: commands = [], in: area = 'any', where = {} } = one;
		const { text, language, under, unless, 'unless-block': unlessBlock } = one;
		return {
			...{ id, level, says, instead, area, commands: Array.isArray(commands) ? commands : [commands] },
			...known({ text, language, under, unless, unlessBlock, mentions: where.mentions, silentOn: where.lacks }),
		};
	});
const file = z.strictObject({
	rules: z
		.array(rule)
		.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'rules with an id of their own'),
	destroys: z.array(command),
	subcommands: z.record(z.string(), z.string()),
	needs: z.array(need),
	asks: z.array(subcommandAsk),
});

/** What is known to be wrong in runbooks, from the text of its file; or each mistake in it with its line. Never throws. */
export function parseRules(text: string): ParsedData<Rules> {
	const parsed = parseData(text, file);
	if (!parsed.ok) return parsed;
	const { subcommands, ...rest } = parsed.value;
	const known = Object.entries(subcommands).flatMap(([programs, words]) =>
		programs.split('|').map((program) => [program, new Set(words.split(' '))] as const),
	);
	return { ok: true, value: { ...rest, subcommands: new Map(known) } };
}
