import type { Key } from 'ink';
import { graphemes } from '../core/field.ts';

/** Keys that Ink names by a flag, with the names that commands use. */
const flags: readonly (readonly [keyof Key, string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'esc'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];
const signs: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	' ': 'space',
	'\r\n': 'enter',
};

/**
 * The names of the keys in one piece of input. A terminal that is slow, or a key that is held, sends several characters at
 * once: each is a key of its own. Keys with alt or super are nobody's.
 */
export function keyNames(input: string, key: Key): readonly string[] {
	if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
	const flag = flags.find(([name]) => key[name] === true);
	if (flag !== undefined) return [flag[1]];
	if (key.meta || key.super || key.hyper) return [];
	if (key.ctrl) return input === '' ? [] : [`ctrl-${input.toLowerCase()}`];
	return graphemes(input).map((text) => signs[text] ?? text);
}
