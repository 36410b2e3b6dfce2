// What any account of this machine sees in its list of processes while something is done.
import { readdirSync, readFileSync } from 'node:fs';

/** All words with which processes were started meanwhile, each list once, but for those that ran before. */
export interface Watched {
	readonly words: () => readonly string[];
	readonly stop: () => void;
}

/** Each list of words in /proc, the words with a blank between. */
function listed(): readonly string[] {
	return readdirSync('/proc').flatMap((pid) => {
		if (!/^\d+$/.test(pid)) return [];
		try {
			return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
		} catch (error) {
			// It ended meanwhile.
			if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
			throw error;
		}
	});
}

/** Looks at the list of processes again and again until it is stopped. */
export function watchWords(): Watched {
	const before = new Set(listed());
	const seen = new Set<string>();
	const timer = setInterval(() => {
		for (const words of listed()) if (!before.has(words)) seen.add(words);
	}, 40);
	return { words: () => [...seen], stop: () => clearInterval(timer) };
}
