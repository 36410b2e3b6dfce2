import { sha256 } from '../../io/hash.ts';
import { openPrefs } from '../../io/prefs.ts';

/** Where it is remembered what was accepted. */
export interface Trusting {
	readonly preferences: string;
}

const keyOf = (path: string): string => `runbook ${sha256(path)}`;

/** Whether a person accepted this very text of a document before. `digest`: the SHA-256 of the text. */
export const isTrusted = async ({ preferences }: Trusting, path: string, digest: string): Promise<boolean> => {
	const prefs = await openPrefs(preferences);
	return prefs.get(keyOf(path)) === digest;
};

/** Remembers that a person accepted this text; when it changes, it is asked again. */
export const trust = async ({ preferences }: Trusting, path: string, digest: string): Promise<void> => {
	const prefs = await openPrefs(preferences);
	prefs.set(keyOf(path), digest);
};
