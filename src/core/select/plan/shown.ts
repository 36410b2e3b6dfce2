import stringWidth from 'string-width';
import { clean } from '../../clean.ts';
import type { Line } from '../../line.ts';
import { lineOf, type TextLine } from '../text/line.ts';
import { shownLine } from '../text/shown.ts';
import { padded } from '../text/wrap.ts';
import type { Layout } from './layout.ts';

function widthOf(line: Line): number {
	return line.reduce((sum, { text }) => sum + stringWidth(text), 0);
}

/** The row between a text and what is asked below it; it says how much of the text is out of sight. */
function ruleText({ rows, scroll, height, width }: Layout): string {
	const below = rows - scroll - height;
	const more = [scroll > 0 ? `${scroll} above` : '', below > 0 ? `${below} more below: space` : ''].filter(
		(part) => part !== '',
	);
	const text = more.length === 0 ? '' : ` ${more.join(', ')} `;
	return padded('', Math.max(0, width - text.length - 2)).replaceAll(' ', '-') + (text === '' ? '--' : `${text}--`);
}

/** Every row of a layout, without edges: fixed rows, what is scrolled to, the rule and what is asked. */
function allRows(layout: Layout): readonly TextLine[] {
	const blank = Array.from({ length: Math.max(0, layout.height - layout.body.length) }, () => lineOf(''));
	const rule = layout.ruled ? [lineOf(ruleText(layout), 'dim')] : [];
	return [...layout.head, ...layout.body, ...blank, ...rule, ...layout.foot];
}

function edge(width: number, word: string): Line {
	const text = `+-- ${word} `;
	return [
		{
			text: clean(text + '-'.repeat(Math.max(0, width + 3 - text.length)) + (width + 4 > text.length ? '+' : '')),
			tone: 'warn',
		},
	];
}

function between(line: Line, width: number): Line {
	const fill = ' '.repeat(Math.max(0, width - widthOf(line)));
	return [
		{ text: clean('| '), tone: 'warn' },
		...line,
		{ text: clean(`${fill} `) },
		{ text: clean('|'), tone: 'warn' },
	];
}

/** A layout as lines: in a frame that says the environment's name, or with a margin of a cell. */
export function shownLayout(layout: Layout, word: string): readonly Line[] {
	const lines = allRows(layout).map((row) => shownLine(row, layout.width));
	if (!layout.framed) return lines.map((line) => [{ text: clean(' ') }, ...line]);
	return [edge(layout.width, word), ...lines.map((line) => between(line, layout.width)), edge(layout.width, word)];
}
