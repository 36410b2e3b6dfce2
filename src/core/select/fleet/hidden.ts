import { piece, type TextLine } from '../text/line.ts';
import type { FleetView } from '../visible.ts';

/** How many rows of a list are out of sight, and the key that shows the next ones. */
type Hidden = Pick<FleetView, 'above' | 'below' | 'key'>;

/** How many rows of the list are out of sight, in words, longest first; none where all are seen. */
function hiddenWords({ above, below, key }: Hidden): readonly string[] {
	if (above === 0 && below === 0) return [];
	const words = (more: string) =>
		[above > 0 ? `${above} above` : '', below > 0 ? `${below} more below${more}` : ''].filter((part) => part !== '');
	return [words(`: ${key}`).join(', '), words('').join(', ')];
}

/** The rule under the list, with how many of its rows are out of sight at its beginning, as far as its dashes have room. */
export function withHidden(rule: TextLine, view: Hidden): TextLine {
	const [dashes, ...title] = rule;
	const room = dashes?.text.length ?? 0;
	// Two dashes and a space before the words, a space and a dash behind them.
	const words = hiddenWords(view).find((text) => text.length + 5 <= room);
	if (words === undefined) return rule;
	return [
		piece('-- ', 'dim'),
		piece(words, 'accent'),
		piece(` ${'-'.repeat(room - words.length - 4)}`, 'dim'),
		...title,
	];
}
