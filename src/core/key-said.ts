import type { State } from './state.ts';

/**
 * The key of a command, to be named in a sentence: `usual`, unless the operator chose another one. Where it was given none,
 * that of the palette, which has every command.
 */
export function keySaid({ keys = {} }: Pick<State, 'keys'>, id: string, usual: string): string {
	const own = keys[id];
	if (own === undefined) return usual;
	return own[0] ?? (id === palette ? ':' : keySaid({ keys }, palette, ':'));
}

const palette = 'everywhere.palette';
