import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../docs/decisions');
const names = readdirSync(folder).filter((name) => name !== 'README.md');

test('every decision has a number of its own, by which others refer to it', () => {
	const numbers = names.toSorted().map((name) => name.slice(0, 3));
	expect(numbers).toEqual(names.map((_, index) => String(index + 1).padStart(3, '0')));
});

test.each(names)('%s bears its number in its title', (name) => {
	expect(readFileSync(join(folder, name), 'utf8')).toMatch(new RegExp(`^# ${name.slice(0, 3)}:? `));
});
