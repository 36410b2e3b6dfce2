import { expect, test } from 'vitest';
import { safeName } from '../../src/core/clean.ts';
import { serviceHeading, serviceTitle } from '../../src/core/service-title.ts';

test('a service is called as its platform calls it, and with its own name where several are called so', () => {
	const odd = safeName('a b');
	const titles = [
		{ name: 'api' },
		{ name: 'api-vps1', original: 'api' },
		{ name: odd, original: 'a b' },
		{ name: `${odd}-vps2`, original: 'a b' },
		{ name: 'web', original: 'a project/web' },
	].map(serviceTitle);
	expect(titles).toEqual(['api', 'api-vps1', 'a b', `a b (${odd}-vps2)`, 'a project/web']);
});

test('a screen about it is headed by its id, or by what its platform calls it', () => {
	expect(serviceHeading({ id: 'local/api-vps1', name: 'api-vps1', original: 'api' })).toBe('local/api-vps1');
	expect(serviceHeading({ id: 'local/x', name: safeName('a b'), original: 'a b' })).toBe('a b');
});
