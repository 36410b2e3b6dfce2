import { failed } from '../failed.ts';
import type { Failure, Result } from '../model.ts';
import { type Info, parseInfo } from './info.ts';

/** What was heard of a Redis that was told AUTH (where there is a password), INFO and QUIT. */
export interface Heard {
	readonly text: string;
	/** Whether AUTH was among what it was told. */
	readonly auth: boolean;
	/** There was more than was read. */
	readonly cut: boolean;
}

/** Whom was asked, as sentences begin, and as whom; `default` where no user was given. */
export interface Asked {
	readonly what: string;
	readonly user: string;
}

/** `open`: it wants no password, though one was given. */
export interface Told {
	readonly info: Info;
	readonly open: boolean;
}

/** So much of what a server says stands in a sentence, in UTF-16 units. */
const most = 200;
/** An AUTH where there is no password: of Redis 6 and newer, and of older ones. */
const needless = /^-ERR (?:AUTH <password> called without any password|Client sent AUTH, but no password is set)/;
const fewWords = /^-ERR wrong number of arguments for 'auth'/i;

/** What an error of Redis means, by its first word (its documentation, "Redis serialization protocol", "Simple errors"). */
function wrong(line: string, { what, user }: Asked): Failure {
	const words = line.slice(1, 1 + most);
	const as = (kind: Failure['kind'], says: string, fix: string): Failure => ({
		kind,
		message: `${what}: ${says}.`,
		fix,
	});
	if (/^-WRONGPASS|^-ERR invalid password/.test(line))
		return as('forbidden', `the login as ${user} was refused`, 'Check `user` and `password` in the config.');
	if (fewWords.test(line))
		return as(
			'forbidden',
			`the login as ${user} was refused: it knows no users`,
			'Leave `user` out: it is older than 6.',
		);
	if (line.startsWith('-NOAUTH'))
		return as('forbidden', 'it wants a password, and none is given', 'Give a `password` in the config, by reference.');
	if (line.startsWith('-NOPERM'))
		return as('forbidden', `${user} may not ask for INFO`, `Run there: ACL SETUSER ${user} +info`);
	if (line.startsWith('-DENIED')) {
		const fix = 'Ask it from its own host, or let it want a password (`requirepass`).';
		return as('forbidden', 'it has no password and lets in its own machine only (protected mode)', fix);
	}
	if (line.startsWith('-LOADING'))
		return as('refused', 'it is still loading its data', 'Wait: it reads its files from disk before it serves.');
	if (/^-ERR max number of clients/.test(line)) {
		const fix = 'Find who holds its connections: CLIENT LIST. Or raise `maxclients`.';
		return as('full', 'it takes no more connections (maxclients)', fix);
	}
	return as('refused', `it answers: ${words}`, 'Look at its log.');
}

/** What a Redis said to AUTH and INFO: its facts, or what is wrong, in words. */
export function redisAnswer({ text, auth, cut }: Heard, asked: Asked): Result<Told> {
	const lines = text.split('\r\n');
	const [first = ''] = lines;
	const open = auth && needless.test(first);
	if (first.startsWith('-') && !open) return { ok: false, failure: wrong(first, asked) };
	const rest = auth ? lines.slice(1) : lines;
	const [begin = ''] = rest;
	if (begin.startsWith('-')) return { ok: false, failure: wrong(begin, asked) };
	const info = /^\$\d+$/.test(begin) ? parseInfo(rest.slice(1)) : undefined;
	if (info?.has('redis_version') === true) return { ok: true, value: { info, open } };
	if (cut) return failed('garbled', `${asked.what}: it says more than a Redis does.`, 'Check what listens there.');
	return failed('garbled', `${asked.what}: it does not speak the protocol of Redis.`, 'Check the port.');
}
