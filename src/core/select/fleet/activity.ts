import { hourMinute } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { began } from '../../release-began.ts';
import type { ReleaseRow } from '../releases/rows.ts';
import { actionLines, noneDone } from '../service/actions.ts';
import { piece, type TextLine } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { ruled, type StoryTelling } from './story.ts';

const day: Millis = 86_400_000;

/** A release that was seen to begin, as the runs of the journal are listed: when, that nobody here says by whom, what. */
function releaseLine({ service, release }: ReleaseRow, at: Millis, now: Millis): TextLine {
	const when = now - at < day ? hourMinute(at) : `${lengthText(now - at).split(' ')[0]} ago`;
	return [
		piece(`${cell(when, 8)} `, 'dim'),
		piece(`${cell('observed', 12)} `, 'dim'),
		piece(`${cell('release', 9)} ${service.id}  `),
		piece(release.label, 'bold'),
	];
}

/** What was done by anyone and which `releases` were seen to begin, in all environments, the newest first. */
export function activityLines(
	releases: readonly ReleaseRow[],
	{ state, runs, now, width, height }: Omit<StoryTelling, 'feeds'>,
): readonly TextLine[] {
	const done = runs.flatMap((run) => actionLines([run], now).map((line) => ({ at: run.first, line })));
	const seen = releases.slice(0, height).flatMap((row) => {
		const at = began(row.release);
		return at === undefined ? [] : [{ at, line: releaseLine(row, at, now) }];
	});
	const lines = [...done.slice(0, height), ...seen].sort((a, b) => b.at - a.at).map(({ line }) => line);
	const none = noneDone(state, 'nothing was done from here, and no release was seen');
	return [ruled('recent', width), ...(lines.length === 0 ? [none] : lines)].slice(0, height);
}
