import { expect, test } from 'vitest';
import { pathIn } from '../../src/io/paths.ts';

test('the path of a file is written with one slash, also in the root', () => {
	expect(pathIn('/', 'watchdeck-api.log')).toBe('/watchdeck-api.log');
	expect(pathIn('/srv/logs', 'watchdeck-api.log')).toBe('/srv/logs/watchdeck-api.log');
});
