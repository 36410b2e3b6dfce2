import { createHash } from 'node:crypto';

/** The SHA-256 of a text (as UTF-8), in 64 hex digits. */
export function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/** The SHA-256 of a text that comes in parts. */
export function textHash(): { readonly add: (text: string) => void; readonly end: () => string } {
	const hash = createHash('sha256');
	return { add: (text) => void hash.update(text), end: () => hash.digest('hex') };
}
