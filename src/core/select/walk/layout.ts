import type { State } from '../../state.ts';

/** Where the parts of a walk stand, in cells and rows. */
export interface WalkLayout {
	/** Three columns: the steps, the step that is looked at, and how its service does. */
	readonly wide: boolean;
	/** Only what must be seen: how the service does, and the step that is next. */
	readonly tiny: boolean;
	/** Rows over all: the title, how what it is about does, what has to be known. */
	readonly head: number;
	readonly stepsWidth: number;
	readonly stepsHeight: number;
	readonly bodyWidth: number;
	/** Rows of the body, without the rule over it. */
	readonly bodyHeight: number;
	readonly sideWidth: number;
	/** Rows of the timeline, with its rule; 0 where there is none. */
	readonly lowHeight: number;
}

/** Header, keys and age of the data are the frame's. */
const frame = 3;
const least = { columns: 60, rows: 15 };
const wide = { columns: 160, rows: 30 };
/** From so many rows on the timeline has more of them. */
const tallFrom = 45;

/** The layout of a walk with so many lines over it and so many steps. */
export function walkLayout(
	{ columns, rows }: State['ui']['size'],
	{ head, steps }: { readonly head: number; readonly steps: number },
): WalkLayout {
	const room = Math.max(1, rows - frame - head);
	if (columns < least.columns || rows < least.rows) {
		const none = { stepsWidth: 0, stepsHeight: 0, sideWidth: 0, lowHeight: 0 };
		return { wide: false, tiny: true, head, ...none, bodyWidth: columns, bodyHeight: Math.max(0, room - 1) };
	}
	if (columns >= wide.columns && rows >= wide.rows) {
		const lowHeight = rows >= tallFrom ? 9 : 5;
		const stepsWidth = Math.floor(columns * 0.3);
		const sideWidth = Math.floor(columns * 0.24);
		const height = room - lowHeight;
		return {
			...{ wide: true, tiny: false, head, lowHeight, stepsWidth, stepsHeight: height, sideWidth },
			...{ bodyWidth: columns - stepsWidth - sideWidth - 4, bodyHeight: height - 1 },
		};
	}
	const stepsHeight = Math.max(1, Math.min(steps, Math.max(3, Math.floor((room - 1) * 0.45))));
	return {
		...{ wide: false, tiny: false, head, stepsWidth: columns, stepsHeight, sideWidth: 0, lowHeight: 0 },
		...{ bodyWidth: columns, bodyHeight: Math.max(0, room - 1 - stepsHeight) },
	};
}
