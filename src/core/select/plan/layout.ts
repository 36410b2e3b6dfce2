import type { Millis } from '../../model.ts';
import type { Run, State } from '../../state.ts';
import type { TextLine } from '../text/line.ts';
import { planFoot } from './foot.ts';
import { planText } from './plan.ts';
import { protectionOf } from './stand.ts';

/** What stands above a dialog (the header) and below it (keys and news). */
const around = 3;
/** The two edges of a frame. */
const edges = 2;
/** The rule over the foot. */
const rule = 1;

/** A text with a fixed start and end, of which the middle is scrolled. */
export interface Layout {
	/** Cells of a row, and whether an environment that is not open is framed. */
	readonly width: number;
	readonly framed: boolean;
	readonly head: readonly TextLine[];
	readonly body: readonly TextLine[];
	readonly foot: readonly TextLine[];
	/** Rows that scroll in all, the first one that is shown, and how many are. */
	readonly rows: number;
	readonly scroll: number;
	readonly height: number;
}

/** Lays rows out in so much of the screen. A head that would take more than half of it scrolls with the rest. */
export function laidOut(
	size: State['ui']['size'],
	text: Pick<Layout, 'head' | 'body' | 'foot' | 'framed'> & { readonly scroll: number },
): Layout {
	const inside = size.rows - around - (text.framed ? edges : 0) - text.foot.length - (text.foot.length > 0 ? rule : 0);
	const fixed = text.head.length <= inside / 2 ? text.head.length : 1;
	const body = [...text.head.slice(fixed), ...text.body];
	const height = Math.max(1, inside - fixed);
	const scroll = Math.max(0, Math.min(text.scroll, body.length - height));
	return {
		width: widthInside(size, text.framed),
		framed: text.framed,
		head: text.head.slice(0, fixed),
		body: body.slice(scroll, scroll + height),
		foot: text.foot,
		rows: body.length,
		scroll,
		height,
	};
}

/** Cells of a row between margins, or between the edges of a frame. */
export function widthInside(size: State['ui']['size'], framed: boolean): number {
	return Math.max(20, size.columns - (framed ? 4 : 2));
}

/** A plan in the rows that fit on the screen. What is protected is framed, so that it cannot be taken for less. */
export function planLayout(state: State, run: Run, now: Millis): Layout {
	const dialog = state.ui.dialog;
	const shown = dialog?.is === 'plan' ? dialog : { scroll: 0, more: false };
	const protection = protectionOf(state, run.plan.service);
	const framed = protection === 'protected' || protection === 'locked';
	const width = widthInside(state.ui.size, framed);
	const { head, body } = planText(state, run, { width, more: shown.more, now });
	return laidOut(state.ui.size, { head, body, foot: planFoot(state, run, now, width), framed, scroll: shown.scroll });
}
