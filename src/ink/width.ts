import { esc } from './sgr.ts';

/** The part of string-width that is used: how many cells of a terminal a text takes. */
type Width = (text: string, options?: { readonly countAnsiEscapeCodes?: boolean }) => number;

/** Printable ASCII, with or without colours. */
const plain = /^[ -~]*$/;
const coloured = new RegExp(`^(?:[ -~]|${esc}\\[[0-9;]*m)*$`);
const colours = new RegExp(`${esc}\\[[0-9;]*m`, 'g');

/**
 * The stock width, loaded at the first text that is more than ASCII: its expression for emoji takes 10 ms to build, and the
 * first frame has none.
 */
export const whenNeeded = (load: () => Width): Width => {
	let stock: Width | undefined;
	return (text, options) => {
		if (plain.test(text)) return text.length;
		if (options?.countAnsiEscapeCodes !== true && coloured.test(text)) return text.replace(colours, '').length;
		stock ??= load();
		return stock(text, options);
	};
};
