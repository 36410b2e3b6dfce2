import type { Failure, Millis } from './model.ts';

/** What was asked of a server: from which host (or `local`), and how sentences about it begin: `GET `, `db port 5432`. */
export interface Asked {
	readonly from: string;
	readonly what: string;
}

/** A length of time in a sentence about an answer: `12 ms`, `1.5 s`. */
export const spoken = (took: Millis): string =>
	took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1).replace(/\.0$/, '')} s`;

/**
 * Whether a failure is news of the server, and not of the way to it or of our own config. A host that is only the way
 * can be unreachable too; what goes wrong behind it is told apart by the sentence, which begins with what was asked.
 */
export function isNews({ kind, message }: Failure, { from, what }: Asked): boolean {
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

/** Why nothing answered, without what the sentence begins with: the screen says that elsewhere. */
export function silence({ kind, message }: Failure, { what }: Asked, timeout: Millis): string {
	if (kind === 'timeout') return `no answer within ${spoken(timeout)}`;
	if (/connection refused|nothing answers at/.test(message)) return 'connection refused';
	return message.slice(message.startsWith(what) ? message.indexOf(': ') + 1 : 0).replace(/^ |\.$/g, '');
}
