import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Mouse } from '../../src/core/mouse.ts';
import { withoutMouse } from '../../src/io/mouse.ts';

test('a keyboard is read as before, without what the mouse did, and is otherwise the same', async () => {
	const raw: boolean[] = [];
	const stream = new PassThrough();
	// What Ink asks of a keyboard; its type says all that a terminal has.
	const stdin = Object.assign(stream, {
		isTTY: true,
		setRawMode: (on: boolean) => void raw.push(on),
	}) as unknown as NodeJS.ReadStream;
	const mouse: Mouse[] = [];
	const keyboard = withoutMouse(stdin, (one) => mouse.push(one));
	keyboard.setEncoding('utf8');
	keyboard.setRawMode(true);
	const heard: string[] = [];
	const more = new Promise<void>((done) => {
		const listener = () => {
			for (let chunk = keyboard.read(); chunk !== null; chunk = keyboard.read()) heard.push(String(chunk));
			if (heard.join('').includes('k')) {
				keyboard.removeListener('readable', listener);
				done();
			}
		};
		keyboard.addListener('readable', listener);
	});
	stream.write('j\u001b[<65;7;');
	stream.write('9Mk');
	await more;
	expect(heard.join('')).toBe('jk');
	expect(mouse).toEqual([{ is: 'wheel', by: 1, x: 6, y: 8 }]);
	expect(raw).toEqual([true]);
	expect(keyboard.isTTY).toBe(true);
	expect(stream.listenerCount('readable')).toBe(0);
});
