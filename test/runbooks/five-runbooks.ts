import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../documents');

/** The five documents over and over, until there are so many characters. */
export const fiveRunbooks = (length: number): string => {
	const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
	const five = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
	return five.repeat(Math.ceil(length / five.length));
};
