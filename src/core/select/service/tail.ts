import { clean } from '../../clean.ts';
import { isError, levelOf } from '../../logs/level.ts';
import type { Service } from '../../model.ts';
import type { Feeds } from '../../state.ts';
import { ruled } from '../fleet/story.ts';
import { logRow } from '../logs/row.ts';
import { counted } from '../rows/words.ts';
import { lineOf, type TextLine } from '../text/line.ts';

/** So many of the newest lines are looked at for errors: once a second. */
const looked = 1_000;

/** The newest lines of a service's log, newest last, under a rule that counts the errors; always `height` rows, so that nothing jumps. */
export function tailLines(
	{ id }: Service,
	feeds: Feeds,
	{ width, height }: { readonly width: number; readonly height: number },
): readonly TextLine[] {
	const newest = feeds.lines(id).lines.slice(-looked);
	const filled = (lines: readonly TextLine[]): readonly TextLine[] =>
		Array.from({ length: height }, (_, index) => lines[index] ?? []);
	if (newest.length === 0) return filled([ruled('log', width), lineOf('no line of its log has come yet', 'dim')]);
	const errors = newest.filter(({ text, from }) => from !== 'mark' && isError(levelOf(text))).length;
	const room = {
		...{ width, times: true, left: 0, search: '' },
		clean: (text: string) => clean(text, text.length),
	};
	return filled([
		ruled(`log, ${counted(errors, 'error')} in its newest ${counted(newest.length, 'line')}`, width),
		...newest.slice(-Math.max(1, height - 1)).map((line) => logRow(line, room, false)),
	]);
}
