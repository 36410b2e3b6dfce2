import { z } from 'zod';
import { address } from '../config/fields.ts';

const control = /\p{Cc}/u;

/**
 * A text on one line: to the script of a dataset each is one word, and lists of them are lines. `what` stands in errors,
 * with the example.
 */
export const plain = (what: string, example: string, most = 255) => {
	const error = `${what} such as \`${example}\``;
	return z
		.string({ error })
		.min(1, { error, abort: true })
		.max(most, { error: `at most ${most} characters`, abort: true })
		.refine((text) => !control.test(text), { error: `${what} without control characters, in one line`, abort: true })
		.meta({ examples: [example] });
};

const climbs = (text: string): boolean => text.split('/').includes('..');

/** A whole path. */
export const path = (example: string) =>
	plain('a path', example, 1024)
		.refine((text) => text.startsWith('/'), { error: 'a path that begins with `/`', abort: true })
		.refine((text) => !climbs(text), { error: 'a path without `..`', abort: true });

/** The field `folder`: a whole path, or one below the home of the account that logs in. */
export const folder = plain('a path', '/var/backups/shop', 1024)
	.refine((text) => /^(?:\/|~\/)/.test(text), { error: 'a path that begins with `/` or `~/`', abort: true })
	.refine((text) => !climbs(text), { error: 'a path without `..`', abort: true })
	.meta({
		description: 'Where its backups lie, on `host`; below `~/` in the home of the account that logs in',
		examples: ['/var/backups/shop'],
	});

/** The field `pattern`. */
export const pattern = plain('a pattern', 'shop-*')
	.refine((text) => !text.startsWith('/'), {
		error: 'a pattern of what lies in `folder`, without the path of that',
		abort: true,
	})
	.refine((text) => !climbs(text), { error: 'a pattern without `..`: only what lies in `folder` is looked at' })
	.prefault('*')
	.meta({
		description: 'Which files there are its backups, `*` for any text. Default: all',
		examples: ['shop-*'],
	});

/** The field `as`. */
export const as = plain('the name of an account', 'postgres', 32)
	.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, { error: 'the name of an account such as `postgres`' })
	.optional()
	.meta({
		description:
			'The account of the host, or of the container, that runs the programs. Default: the one that logs in, or that of the container',
		examples: ['postgres'],
	});

/** The field `container`. */
export const container = plain('the name of a container', 'shop-db-1', 128)
	.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, { error: 'the name of a container such as `shop-db-1`' })
	.optional()
	.meta({
		description:
			'The container in which it runs, as `docker ps` names it. Default: none, it runs on the host itself; that of `service` is not taken for it',
		examples: ['shop-db-1'],
	});

/** The field `database`. */
export const database = plain('the name of a database', 'shop', 64)
	// PostgreSQL's programs take such a text for a whole way to connect.
	.refine((text) => !/^-|=|:\/\//.test(text), { error: 'the name of a database, without `=` and `://`' })
	.meta({ description: 'The database', examples: ['shop'] });

/** The field `user`. */
export const user = plain('the name of a user', 'shop', 80)
	.refine((text) => !text.startsWith('-'), { error: 'the name of a user such as `shop`' })
	.optional()
	.meta({ description: 'As whom its programs log in. Default: as they do by themselves', examples: ['shop'] });

/** The field `server`: becomes the settings `host` and `port`. */
export const server = (example: string) =>
	address(example)
		.refine(({ name }) => !control.test(name) && !name.startsWith('-'), {
			error: `a name and a port such as \`${example}\``,
		})
		.optional()
		.meta({
			description: 'Its name or address with its port. Default: where its programs look by themselves',
			examples: [example],
		});

/** The field `socket`; `what` says what it is the path of. */
export const socket = (what: string, example: string) =>
	path(example)
		.optional()
		.meta({ description: `Instead of \`server\`: ${what}`, examples: [example] });

/** What is wrong where a server is named twice. */
export function servedOnce({ server: one, socket: other }: Readonly<Record<string, unknown>>) {
	if (one === undefined || other === undefined) return undefined;
	return { field: 'socket', message: 'left out beside a `server`: either the one or the other' };
}
