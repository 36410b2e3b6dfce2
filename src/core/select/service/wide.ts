import type { Service } from '../../model.ts';
import { ruled } from '../fleet/story.ts';
import type { Telling } from '../telling.ts';
import type { TextLine } from '../text/line.ts';
import { dependsLines } from './depends.ts';
import { actionsPart, happenedPart, releasesPart, story } from './overview.ts';
import { tailLines } from './tail.ts';

/** From so many columns on, what was stands beside what is. */
const wideFrom = 160;
/** From so many rows on the log has this part of them, below both. */
const tallFrom = 45;
const tailShare = 0.36;
/** So many releases stand beside the rest. */
const mostReleases = 8;
/** Rows of a curve, from what is best to read to what takes least. */
const curveRows = [3, 2, 1] as const;

/** A service's overview on a wide screen: what is on the left, what was and what hangs on it on the right, below its log. */
export interface WideOverview {
	readonly lines: readonly TextLine[];
	readonly side: readonly TextLine[];
	readonly low: readonly TextLine[];
	/** Cells of the lines. */
	readonly width: number;
}

/** Whether a screen of so many columns has room for it. */
export function isWideOverview(width: number): boolean {
	return width >= wideFrom;
}

/** The overview in so many rows; `telling.width` is that of all of it. */
export function wideOverview(service: Service, telling: Telling, rows: number): WideOverview {
	const { state, feeds, width } = telling;
	const left = Math.floor(width / 2);
	const lowHeight = state.ui.size.rows >= tallFrom ? Math.round(rows * tailShare) : 0;
	const beside: Telling = { ...telling, width: width - left - 2 };
	return {
		lines: fitting(service, { ...telling, width: left }, rows - lowHeight),
		side: [
			...releasesPart(service, beside, mostReleases),
			...happenedPart(service, beside),
			ruled('depends', beside.width),
			...dependsLines(service, state),
			...actionsPart(service, beside),
		],
		low: lowHeight === 0 ? [] : tailLines(service, feeds, { width, height: lowHeight }),
		width: left,
	};
}

/** The story with the highest curves with which it is seen whole; else with the lowest, and scrolled. */
function fitting(service: Service, telling: Telling, height: number): readonly TextLine[] {
	let told: readonly TextLine[] = [];
	for (const rows of curveRows) {
		told = story(service, telling, rows);
		if (told.length <= height) break;
	}
	return told;
}
