import type { Word } from './call.ts';

/** The name under which the script is carried that gives nginx its weights: `sh -c SCRIPT NAME FILE TEXT TEST RELOAD`. */
export const nginxScriptName = 'watchdeck-nginx';
/** What stands at the end of the file once nginx was told to read it: before that nobody knows by what it serves. */
export const nginxLoaded = '# loaded';

/** What that script is given: the lines of the file, and the commands as a shell takes them. */
export interface NginxGiven {
	readonly file: string;
	readonly lines: readonly string[];
	readonly test: string;
	readonly reload: string;
}

/** What a call gives to that script; undefined for any other call. */
export function nginxGiven(argv: readonly Word[]): NginxGiven | undefined {
	const words = argv.filter((word) => typeof word === 'string');
	const [shell, option, , name, file, text, test, reload] = words;
	if (shell !== 'sh' || option !== '-c' || name !== nginxScriptName || words.length !== argv.length) return undefined;
	if (file === undefined || text === undefined || test === undefined || reload === undefined) return undefined;
	return { file, lines: [...text.split('\n'), nginxLoaded], test, reload };
}
