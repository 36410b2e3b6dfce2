import { expect, test } from 'vitest';
import { nearest } from '../../../src/core/config/nearest.ts';

test('the word that is most like another one was meant', () => {
	expect(nearest('tpc', ['http', 'tcp', 'tls'])).toBe('tcp');
	expect(nearest('Helth', ['host', 'health'])).toBe('health');
	expect(nearest('xyzzyx', ['host', 'health'])).toBeUndefined();
	expect(nearest('up', [])).toBeUndefined();
});

test('a word that has no letter of it was not', () => {
	expect(nearest('F1', ['up', 'down', 'tab'])).toBeUndefined();
	expect(nearest('x', ['y'])).toBeUndefined();
	expect(nearest('dwn', ['up', 'down'])).toBe('down');
});
