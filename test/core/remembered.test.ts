import { expect, test } from 'vitest';
import { remembered } from '../../src/core/remembered.ts';

test('the same object has the same answer, made once; an equal one has its own', () => {
	let made = 0;
	const of = remembered((one: { readonly name: string }) => {
		made += 1;
		return one.name === '' ? undefined : { named: one.name };
	});
	const [one, other, none] = [{ name: 'a' }, { name: 'a' }, { name: '' }];
	expect(of(one)).toEqual({ named: 'a' });
	expect(of(one)).toBe(of(one));
	expect(of(other)).not.toBe(of(one));
	expect([of(none), of(none), made]).toEqual([undefined, undefined, 3]);
});
