import { unwatchFile, watchFile } from 'node:fs';
import type { Millis } from '../core/model.ts';

/** How often a file is looked at. */
const pace: Millis = 1000;

/**
 * Calls back when a file was changed, replaced, removed or made; the answer ends it. It is looked at rather than listened
 * to, since editors put a new file in its place, which ends a listener, and network file systems tell nothing.
 */
export function onFileChanged(path: string, changed: () => void): () => void {
	const listener = (now: { readonly mtimeMs: number }, before: { readonly mtimeMs: number }) => {
		if (now.mtimeMs !== before.mtimeMs) changed();
	};
	watchFile(path, { interval: pace, persistent: false }, listener);
	return () => unwatchFile(path, listener);
}
