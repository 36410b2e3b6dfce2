import type { State } from '../../state.ts';

/** How Fleet is laid out: the list above the story, or beside it where there is room for both. */
export interface FleetLayout {
	readonly beside: boolean;
	/** Below 60x15 only the groups are shown, without a story. */
	readonly tiny: boolean;
	/** Below eight rows neither the sentence on how all is nor titles: each row is an environment. */
	readonly headed: boolean;
	/** Cells and rows of the list, with its titles; the mark of the selected row is one of the cells. */
	readonly width: number;
	readonly height: number;
	readonly storyWidth: number;
	readonly storyHeight: number;
	/** Rows under the list and under the story beside it, for what was done and what the log says; 0 where there are none. */
	readonly lowHeight: number;
}

/** Rows of every screen that are no screen's own: header, keys, age of the data. */
const frame = 3;
/** The sentence on how all is, and the titles. */
const fleetHead = 2;

/** Below so many rows the list alone counts. */
const headedFrom = 8;

/** From so many rows on there are four zones, and this part of them is for the lower two. */
const zonesFrom = 45;
const lowShare = 0.36;

/** Below so many rows of a list there is none to spare for saying how many are out of sight. */
const leastRows = 3;

/** Rows of a list that is so long. Where nothing lies under it, its last row says how many are out of sight. */
export function listRows({ beside, tiny, height, lowHeight }: FleetLayout, length: number): number {
	return ((beside && lowHeight === 0) || tiny) && length > height && height >= leastRows ? height - 1 : height;
}

/** Cells that a story beside the list needs: less, and its rows of releases would be cut. */
const leastStory = 74;

/** The layout with a list that is wider by as many cells as the story beside it can spare, up to so many. */
export function widened(layout: FleetLayout, wanted: number): FleetLayout {
	const more = layout.beside ? Math.max(0, Math.min(wanted, layout.storyWidth - leastStory)) : 0;
	return more === 0 ? layout : { ...layout, width: layout.width + more, storyWidth: layout.storyWidth - more };
}

/** The layout for a terminal of this size. */
export function fleetLayout({ columns, rows }: State['ui']['size']): FleetLayout {
	const body = Math.max(1, rows - frame);
	if (columns < 60 || rows < 15) {
		const headed = rows >= headedFrom;
		const height = Math.max(1, headed ? body - fleetHead : body);
		return { beside: false, tiny: true, headed, width: columns, height, storyWidth: 0, storyHeight: 0, lowHeight: 0 };
	}
	if (columns >= 160 && rows >= 30) {
		const width = Math.floor(columns * 0.56);
		const storyWidth = columns - width - 2;
		const lowHeight = rows >= zonesFrom ? Math.round(body * lowShare) : 0;
		const high = { height: body - fleetHead - lowHeight, storyHeight: body - 1 - lowHeight };
		return { beside: true, tiny: false, headed: true, width, ...high, storyWidth, lowHeight };
	}
	const storyHeight = Math.round((body - fleetHead) * 0.53);
	const height = body - fleetHead - storyHeight;
	const sizes = { width: columns, height, storyWidth: columns, storyHeight, lowHeight: 0 };
	return { beside: false, tiny: false, headed: true, ...sizes };
}

/** The layout where a message takes so many rows: from what lies lowest, as long as there is some of it. */
export function overNews(layout: FleetLayout, taken: number): FleetLayout {
	if (taken === 0) return layout;
	const { beside, height, storyHeight, lowHeight } = layout;
	const left = (rows: number, least = 0) => Math.max(least, rows);
	if (beside) {
		const more = left(taken - lowHeight);
		const high = { height: left(height - more, 1), storyHeight: left(storyHeight - more) };
		return { ...layout, ...high, lowHeight: left(lowHeight - taken) };
	}
	const more = left(taken - storyHeight);
	return { ...layout, height: left(height - more, 1), storyHeight: left(storyHeight - taken) };
}
