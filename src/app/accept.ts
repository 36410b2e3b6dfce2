import { sha256 } from '../io/hash.ts';
import { openPrefs } from '../io/prefs.ts';
import type { ConfigFound } from './find-fleet.ts';

const keyOf = (path: string): string => `accepted ${sha256(path)}`;

/** Whether a person has accepted this very text of a strange config before. */
export const isAccepted = async ({ strange, file }: ConfigFound, folder: string): Promise<boolean> => {
	if (!strange) return true;
	const prefs = await openPrefs(folder);
	return prefs.get(keyOf(file.path)) === sha256(file.text);
};

/** Remembers that a person accepted this text; when it changes, it is asked again. */
export const accept = async ({ file }: ConfigFound, folder: string): Promise<void> => {
	const prefs = await openPrefs(folder);
	prefs.set(keyOf(file.path), sha256(file.text));
};
