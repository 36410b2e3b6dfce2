// The words of commands, as config/lint.yaml writes them.
import { z } from 'zod';

/** The words that make a command, in each place one of these. */
export type Run = readonly (readonly RegExp[])[];

const wordOf = (form: string): RegExp =>
	new RegExp(`^${form.replaceAll(/[.+?^$()[\]{}\\]/g, '\\$&').replaceAll('*', '\\S*')}$`, 'u');

/** `docker logs|exec`: the words that make a command. */
export const run = z
	.string('words, with a space between them')
	.regex(/^\S+(?: \S+)*$/, 'words, with a space between them')
	.transform((text): Run => text.split(' ').map((word) => word.split('|').map(wordOf)));

/** `-f --file`: options. */
export const options = z
	.string('options, with a space between them')
	.regex(/^-\S*(?: -\S*)*$/, 'options, with a space between them')
	.transform((text): readonly string[] => text.split(' '));
