import { piece, type TextLine } from '../text/line.ts';

/** The title of a screen, its tabs with the open one in brackets, and a sentence on what it lists. */
export function titleLine(title: string, tabs: readonly string[], open: number, sentence: string): TextLine {
	return [
		piece(title, 'bold'),
		...tabs.flatMap((name, index) => [
			piece('  '),
			index === open ? piece(`[${name}]`, 'bold') : piece(` ${name} `, 'dim'),
		]),
		piece(`  ${sentence}`, 'dim'),
	];
}
