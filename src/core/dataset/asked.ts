import { z } from 'zod';
import { name } from '../config/fields.ts';
import { duration, millis } from '../config/lengths.ts';
import { plain } from './fields.ts';

const object = (what: string, example: string) => plain(`the name of a ${what}`, example);

/** The field `tables`. */
export const tables = z
	.array(object('table', 'orders'), { error: 'a list of tables such as `[orders, users]`' })
	.max(200, { error: 'at most 200 tables' })
	.refine((list) => new Set(list).size === list.length, { error: 'a list in which each table stands once' })
	.meta({ description: 'Tables that each backup must hold', examples: [['orders', 'users']] });

/** The field `newest`. */
export const newest = z
	.strictObject({
		table: object('table', 'orders').meta({
			description: 'A table that something is always written to',
			examples: ['orders'],
		}),
		column: object('column', 'created_at').meta({
			description: 'Its column with the time of a row',
			examples: ['created_at'],
		}),
		within: duration({
			what: 'How old it may be',
			...{ least: '1s', most: '366d', example: '26h' },
		}),
	})
	.meta({
		description: 'How old the newest row of a backup may be',
		examples: [{ table: 'orders', column: 'created_at', within: '26h' }],
	});

/** A question begins with a word: what begins with `\` or `.` is an order to the program that asks. */
const asking = /^[A-Za-z(]/;

/** One of the checks of a dataset. */
export const checkOf = (language: string, example: string) =>
	z
		.strictObject({
			ask: plain('a question', example, 4000)
				.refine((text) => asking.test(text), { error: `${language}, such as \`${example}\`` })
				.meta({ description: `${language}, in one line. Its first value is what counts`, examples: [example] }),
			least: z
				.number()
				.optional()
				.meta({ description: 'The least that it may be', examples: [1000] }),
			most: z
				.number()
				.optional()
				.meta({ description: 'The most that it may be', examples: [100_000] }),
			is: z
				.union([plain('the text that must come back', 't'), z.number()], {
					error: 'the text that must come back such as `t`',
				})
				.optional()
				.meta({ description: 'What it must be, as a text', examples: ['t'] }),
		})
		.superRefine(({ least, most, is }, context) => {
			const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', message, path: [field] });
			if (least !== undefined && most !== undefined && least > most) wrong('least', `no more than \`most\`, ${most}`);
			if (is !== undefined && (least ?? most) !== undefined) wrong('is', 'left out beside `least` or `most`');
		});

/** The field `checks`, in the language of the kind. */
export const checks = (language: string, example: string) =>
	z.record(name, checkOf(language, example)).meta({
		description:
			'What restored data are asked, each by a name of your choice; without `least`, `most` or `is` it must only be answered',
		examples: [{ orders: { ask: example, least: 1000 } }],
	});

/** What a kind may say that is asked in SQL. */
export const askedInSql = {
	tables: tables.optional(),
	newest: newest.optional(),
	checks: checks('SQL', 'select count(*) from orders').optional(),
};

const image = plain('the name of an image', 'postgres:16')
	.regex(/^[A-Za-z0-9][^\s]*$/, { error: 'the name of an image such as `postgres:16`' })
	.optional()
	.meta({
		description: 'The image of the container in which it is restored. Default: that of `container`',
		examples: ['postgres:16'],
	});
const within = millis({
	what: 'How old the last restore test may become',
	...{ least: '1h', most: '366d', example: '7d', usual: 'nothing is promised' },
}).optional();

/** The field `verify` of a kind; `places`: where it can be restored. */
export const verifyIn = <const Places extends readonly ['apart', ...'server'[]]>(places: Places) =>
	z
		.strictObject({
			within,
			in: z
				.enum(places)
				.prefault('apart')
				.meta({
					examples: ['apart'],
					description: `Where it is restored: \`apart\`, by a server of its own without network${places.length > 1 ? '; `server`, into a scratch database of the same server' : ''}. Default: \`apart\``,
				}),
			image,
		})
		.superRefine(({ in: where, image: named }, context) => {
			if (where === 'server' && named !== undefined)
				context.addIssue({ code: 'custom', message: 'left out with `in: server`, which starts none', path: ['image'] });
		})
		.meta({ description: 'How it is tested that a backup can be restored' });
