import { type Mouse, mouseIn, mouseUnread } from '../core/mouse.ts';

/** The keyboard of a terminal, as it is read. */
type Keyboard = NodeJS.ReadStream;

/**
 * The same keyboard, but what the mouse did is told and not read: Ink knows no mouse, and of a report that a slow line tears
 * it would take the pieces for keys.
 */
export function withoutMouse(stdin: Keyboard, tell: (mouse: Mouse) => void): Keyboard {
	let at = mouseUnread;
	const read = (size?: number): unknown => {
		const chunk: unknown = stdin.read(size);
		if (typeof chunk !== 'string') return chunk;
		const { text, mouse, after } = mouseIn(at, chunk);
		at = after;
		for (const one of mouse) tell(one);
		return text;
	};
	return new Proxy(stdin, {
		get: (target, name) => {
			if (name === 'read') return read;
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
