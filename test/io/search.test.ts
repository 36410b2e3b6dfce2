import { expect, test } from 'vitest';
import { search } from '../../src/io/search.ts';

test('finds a pattern in any line, and its first group', async () => {
	expect(await search('^pid (\\d+)$', 'a\npid 12\n')).toEqual({ is: 'found', whole: 'pid 12', group: '12' });
	expect(await search('^v', 'a v')).toEqual({ is: 'none' });
});

test('gives a pattern up that goes back over its text for ever, and the keyboard is heard meanwhile', async () => {
	let turns = 0;
	const ticking = setInterval(() => turns++, 10);
	const found = await search('(a+)+$', `${'a'.repeat(100_000)}!`);
	clearInterval(ticking);
	expect(found).toEqual({ is: 'late' });
	expect(turns).toBeGreaterThan(20);
});
