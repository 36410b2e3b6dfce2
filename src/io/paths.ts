import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Env } from './local/exec.ts';

/** Where watchdeck keeps things; source: XDG Base Directory Specification 0.8. */
export interface Paths {
	readonly home: string;
	/** The database of journal and ledger. */
	readonly journal: string;
	readonly log: string;
	/** Reports of crashes and saved logs. */
	readonly state: string;
	/** The user's own config folder. */
	readonly config: string;
	/** Where a config is looked for, in this order. */
	readonly configs: readonly string[];
}

function absolute(path: string | undefined): string | undefined {
	// "If an implementation encounters a relative path […] it should consider the path invalid and ignore it."
	return path?.startsWith('/') === true ? path : undefined;
}

/** The path of a file in a folder, which may be the root. */
export function pathIn(folder: string, name: string): string {
	return join(folder, name);
}

/** The folder in which a file lies. */
export function folderOf(path: string): string {
	return dirname(path);
}

/** The whole path of a file that was named from a folder. */
export function wholePath(folder: string, name: string): string {
	return resolve(folder, name);
}

/** The paths for this environment and current folder. */
export function isWholePath(path: string): boolean {
	return isAbsolute(path);
}

export function pathsOf(env: Env, folder: string): Paths {
	const home = absolute(env['HOME']) ?? '/';
	const state = join(absolute(env['XDG_STATE_HOME']) ?? join(home, '.local', 'state'), 'watchdeck');
	const config = join(absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config'), 'watchdeck');
	const named = env['WATCHDECK_CONFIG'];
	return {
		home,
		state,
		config,
		journal: join(state, 'watchdeck.db'),
		log: join(state, 'watchdeck.log'),
		configs: [
			...(named === undefined || named === '' ? [] : [named]),
			join(folder, 'watchdeck.yaml'),
			join(config, 'watchdeck.yaml'),
			'/etc/watchdeck/watchdeck.yaml',
		],
	};
}
