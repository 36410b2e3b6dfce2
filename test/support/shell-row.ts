import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostileNames, type StandIns } from './stand-ins.ts';

/** Names that a file can have. */
export const fileNames = hostileNames.filter((name) => !name.includes('/'));
/** Names that the config takes: no line goes on in the next. */
export const oneLine = fileNames.filter((name) => !name.includes('\n'));
/** A text up to its first line end. */
export const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';
/** Writes a file, and the folders that it lies in. */
export const put = (path: string, text: string, mode = 0o644) => {
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, text, { mode });
};
/** What a script says on a machine of stand-ins, with these words. */
export const textOf = async (machine: StandIns, script: string, ...words: readonly string[]) => {
	const answer = await machine.run(['sh', '-c', script, 'watchdeck-test', ...words]);
	if (!answer.ok) throw new Error(answer.failure.message);
	return answer.value.text;
};
/** Says a text whatever it is asked; the text is in a file of its own, so that no shell reads it. */
export const saying = (machine: StandIns, name: string, text: string) => {
	writeFileSync(join(machine.folder, `${name}.says`), text);
	return `cat '${machine.folder}/${name}.says'`;
};

/** A place of the source that gives a script to a shell, and what is tried with each name. */
export interface Row {
	readonly at: string;
	readonly what: string;
	readonly names?: readonly string[];
	readonly tries: (machine: StandIns, name: string) => Promise<void>;
}
