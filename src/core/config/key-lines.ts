import type { Command } from '../command.ts';
import { type Keys, keyMistakes } from '../keys-rebound.ts';
import { type ConfigError, suggestion } from './errors.ts';
import type { Place } from './place.ts';

/** What is wrong with the lines under `keys`, each with its place and what was probably meant. */
export const wrongKeys = (keys: Keys, commands: readonly Command[], place: Place): readonly ConfigError[] =>
	keyMistakes(commands, keys).map(({ id, at, message, word, words, fix }) => ({
		...(at === undefined ? place(['keys'], id) : place(['keys', id, at])),
		message,
		...(word === undefined || words === undefined ? {} : suggestion(word, words)),
		...(fix === undefined ? {} : { fix }),
	}));
