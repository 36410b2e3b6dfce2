import type { Failure, FailureKind } from '../model.ts';

/** What went wrong between us and a PostgreSQL. `code`: its SQLSTATE where it is the server who says so, else Node's. */
export interface Said {
	readonly code?: string | undefined;
	readonly words: string;
	readonly byServer: boolean;
}

/** Who was asked, as sentences begin, and as whom. `password`: whether one was given. */
export interface Asked {
	readonly what: string;
	readonly user: string;
	readonly database: string;
	readonly password: boolean;
}

interface Meaning {
	readonly kind: FailureKind;
	readonly says: string;
	readonly fix: string;
}

/** So much of what a server says stands in a sentence, in UTF-16 units. */
const most = 200;

const account = ({ user, database }: Asked): string => `as ${user} to the database ${database}`;

/** A login that was refused: a password, or the server's own list of who may come from where. */
function refusedLogin(words: string, asked: Asked): Meaning {
	const fix = asked.password
		? 'Check `user` and `password` in the config, and pg_hba.conf.'
		: 'Give a `password` in the config, by reference, or let this user in by pg_hba.conf.';
	return { kind: 'forbidden', says: `the login ${account(asked)} was refused: ${words}`, fix };
}

/**
 * What the server's code means, by its first two signs the class (PostgreSQL's manual, appendix A); its words may be in
 * any language.
 */
function ofServer(code: string, words: string, asked: Asked): Meaning {
	if (code.startsWith('28')) return refusedLogin(words, asked);
	switch (code) {
		case '3D000':
			return { kind: 'missing', says: words, fix: 'Check `database` in the config.' };
		case '53300':
			return {
				kind: 'full',
				says: `it takes no more connections: ${words}`,
				fix: 'Find who holds them: SELECT usename, state, count(*) FROM pg_stat_activity GROUP BY 1, 2.',
			};
		case '57P03':
			return { kind: 'refused', says: `it lets nobody in yet: ${words}`, fix: 'Wait, and look at its log.' };
		case '57P01':
		case '57P02':
			return { kind: 'refused', says: `it ended the session: ${words}`, fix: 'Look at its log.' };
		case '57014':
			return { kind: 'timeout', says: 'it was not done in time', fix: 'Look at its load, or raise `timeout`.' };
		case '42501':
			return {
				kind: 'forbidden',
				says: words,
				fix: `Run there: GRANT pg_monitor TO "${asked.user}".`,
			};
		case '08P01':
			return {
				kind: 'forbidden',
				says: words,
				fix: 'Is it a PgBouncer? Name the port of PostgreSQL itself, or set ignore_startup_parameters = options.',
			};
	}
	if (/^(?:53|57|58|XX)/.test(code)) return { kind: 'refused', says: `${words} (${code})`, fix: 'Look at its log.' };
	// It answers, but not what it is asked: that says nothing against it.
	return { kind: 'missing', says: `${words} (${code})`, fix: 'It must be PostgreSQL 10 or newer.' };
}

function ofClient(words: string, asked: Asked): Meaning | undefined {
	if (/client password must be/.test(words)) return refusedLogin('it wants a password, and none is given', asked);
	if (words.startsWith('SASL'))
		return { kind: 'garbled', says: `the login failed: ${words.slice(0, most)}`, fix: 'Check what listens there.' };
	if (words.startsWith('Connection terminated'))
		return { kind: 'unreachable', says: 'it closed the connection', fix: 'Check what listens there, and its log.' };
	return undefined;
}

/** What went wrong at a PostgreSQL, with what to do; undefined where the connection itself broke. */
export function sqlFailure({ code, words, byServer }: Said, asked: Asked): Failure | undefined {
	const said = words.slice(0, most);
	const meaning =
		byServer && code !== undefined
			? ofServer(code, said, asked)
			: code === undefined
				? (ofClient(words, asked) ?? {
						...{ kind: 'garbled', says: `it does not speak the protocol of PostgreSQL: ${said}` },
						fix: 'Check the port.',
					})
				: undefined;
	return meaning && { kind: meaning.kind, message: `${asked.what}: ${meaning.says}.`, fix: meaning.fix };
}
