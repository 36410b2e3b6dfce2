import type { Condition, Failure, Millis } from './model.ts';

/**
 * What was asked of a server: from which host (or `local`), how sentences of failures begin (`GET `, `db port 5432`), and
 * what it is called in our own: `db:5432`.
 */
export interface Asked {
	readonly from: string;
	readonly what: string;
	readonly place: string;
}

/** A port that was asked. */
export function portAsked(from: string, { name, port }: { readonly name: string; readonly port: number }): Asked {
	return { from, what: `${name} port ${port}`, place: `${name.includes(':') ? `[${name}]` : name}:${port}` };
}

/** A length of time in a sentence about an answer: `12 ms`, `1.5 s`. */
export const spoken = (took: Millis): string =>
	took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1).replace(/\.0$/, '')} s`;

/**
 * Whether a failure is news of the server, and not of the way to it or of our own config. A host that is only the way
 * can be unreachable too; what goes wrong behind it is told apart by the sentence, which begins with what was asked.
 */
export function isNews({ kind, message }: Failure, { from, what }: Omit<Asked, 'place'>): boolean {
	switch (kind) {
		case 'login':
		case 'host key':
		case 'missing':
		case 'forbidden':
		case 'cancelled':
		case 'bug':
			return false;
		case 'unreachable':
		case 'refused':
			return from === 'local' || message.startsWith(what) || message.startsWith(`From ${from} nothing answers`);
		case 'timeout':
		case 'changed':
		case 'full':
		case 'garbled':
			return true;
	}
}

/** That nothing answered, and what was asked: a row of the fleet says no more than this. */
export function silence(failure: Failure, asked: Asked, timeout: Millis): Omit<Condition, 'since'> {
	const { fix } = failure;
	return { is: 'down', because: reason(failure, asked, timeout), ...(fix === undefined ? {} : { fix }) };
}

function reason({ kind, message }: Failure, { what, place }: Asked, timeout: Millis): string {
	if (kind === 'timeout') return `no answer from ${place} within ${spoken(timeout)}`;
	if (message.includes('connection refused')) return `${place} refuses connections`;
	if (message.includes('nothing answers at')) return `nothing answers at ${place}`;
	const says = message.replace(/\.$/, '');
	const begins = message.startsWith(what) ? says.indexOf(': ') : -1;
	return begins < 0 ? says : placed(says.slice(begins + 2), place);
}

function placed(says: string, place: string): string {
	if (says.startsWith('it ')) return `${place}${says.slice(2)}`;
	const said = says
		.replace(/^the connection(?= was )/, () => `the connection to ${place}`)
		.replace(/^its (certificate(?: authority)?)/, (_, what) => `the ${what} of ${place}`);
	return said === says ? `${place}: ${says}` : said;
}
