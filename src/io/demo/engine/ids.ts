import { createHash } from 'node:crypto';

/** 64 hex digits that are always the same for the same words. */
export function hexOf(...words: readonly (string | number)[]): string {
	return createHash('sha256').update(words.join('\n')).digest('hex');
}
