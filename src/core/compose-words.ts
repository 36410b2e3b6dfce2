import type { Word } from './call.ts';

/** The name under which the script is carried that calls a host's own Compose: `sh -c SCRIPT NAME VERB NAME=VALUE … -- WORDS…`. */
export const composeScriptName = 'watchdeck-compose';

const isText = (word: Word): word is string => typeof word === 'string';

/**
 * What a person would type instead of that script, command by command; undefined for any other call. The script besides waits, and puts
 * what a cut left in order.
 */
export function composeCommands(argv: readonly Word[]): readonly (readonly string[])[] | undefined {
	const words = argv.filter(isText);
	const [shell, option, , name, verb] = words;
	const end = words.indexOf('--');
	if (shell !== 'sh' || option !== '-c' || name !== composeScriptName || end === -1) return undefined;
	if (verb !== 'up' && verb !== 'back') return undefined;
	const given = new Map(
		words.slice(5, end).map((word) => {
			const at = word.indexOf('=');
			return [word.slice(0, at), word.slice(at + 1)] as const;
		}),
	);
	const [image = '', to = '', after = ''] = ['image', 'name', 'after'].map((key) => given.get(key));
	const tag = (from: string) => (from === '' || to === '' ? [] : [['docker', 'tag', from, to]]);
	const back = verb === 'back' && after !== image ? tag(after) : [];
	return [['cd', given.get('dir') ?? '.'], ...tag(image), words.slice(end + 1), ...back];
}
