import type { Millis, Protection } from '../../model.ts';
import type { Feeds, Run, State } from '../../state.ts';
import { sizeOverNews } from '../frame/news.ts';
import { sharesOf } from '../service/shares.ts';
import type { TextLine } from '../text/line.ts';
import type { Room } from './choices.ts';
import { planFoot } from './foot.ts';
import { planText } from './plan.ts';
import { planProtection } from './stand.ts';

/** What stands above a dialog (the header) and below it (keys and news). */
const around = 3;
/** The two edges of a frame. */
const edges = 2;
/** A dialog of fewer rows has none to spare for the edges of a frame. */
const leastFramed = 5;
/** What stays over a foot: the title, the rule, a row of what is scrolled; the rule only where there are rows for all. */
const overFoot = 3;

/** A text with a fixed start and end, of which the middle is scrolled. */
export interface Layout {
	/** Cells of a row, and whether an environment that is not open is framed. */
	readonly width: number;
	readonly framed: boolean;
	readonly head: readonly TextLine[];
	readonly body: readonly TextLine[];
	readonly foot: readonly TextLine[];
	/** Whether there is a rule over the foot. */
	readonly ruled: boolean;
	/** Rows that scroll in all, the first one that is shown, and how many are. */
	readonly rows: number;
	readonly scroll: number;
	readonly height: number;
}

/** Rows between the header and the keys, without the edges of a frame. */
function rowsInside({ rows }: State['ui']['size'], framed: boolean): number {
	return Math.max(0, rows - around - (framed ? edges : 0));
}

/** The room of a dialog's foot: what it must say has to fit into it, since the screen ends under it. */
export function footRoom(size: State['ui']['size'], framed: boolean): Room {
	const inside = rowsInside(size, framed);
	const over = inside > 2 * overFoot ? overFoot : overFoot - 1;
	return { width: widthInside(size, framed), rows: Math.max(1, inside - over) };
}

/** Whether a dialog about an environment is framed: what is protected is, so that it cannot be taken for less. */
export function isFramed(size: State['ui']['size'], protection: Protection): boolean {
	return (protection === 'protected' || protection === 'locked') && size.rows - around >= leastFramed;
}

/** Lays rows out in so much of the screen, the foot first. A head that would take more than half of the rest scrolls with it. */
export function laidOut(
	size: State['ui']['size'],
	text: Pick<Layout, 'head' | 'body' | 'foot' | 'framed'> & { readonly scroll: number },
): Layout {
	const inside = rowsInside(size, text.framed);
	const foot = text.foot.slice(0, inside);
	const ruled = foot.length > 0 && inside - foot.length >= overFoot;
	const rest = inside - foot.length - (ruled ? 1 : 0);
	const fixed = text.head.length <= rest / 2 ? text.head.length : Math.min(1, rest);
	const body = [...text.head.slice(fixed), ...text.body];
	const height = rest - fixed;
	const scroll = Math.max(0, Math.min(text.scroll, body.length - height));
	return {
		width: widthInside(size, text.framed),
		framed: text.framed,
		head: text.head.slice(0, fixed),
		body: body.slice(scroll, scroll + height),
		foot,
		ruled,
		rows: body.length,
		scroll,
		height,
	};
}

/** Cells of a row between margins, or between the edges of a frame. */
export function widthInside(size: State['ui']['size'], framed: boolean): number {
	return Math.max(20, size.columns - (framed ? 4 : 2));
}

/** A plan in the rows that fit on the screen. */
export function planLayout(state: State, run: Run, now: Millis, feeds: Pick<Feeds, 'history'> = {}): Layout {
	const dialog = state.ui.dialog;
	const shown = dialog?.is === 'plan' ? dialog : { scroll: 0, more: false };
	const size = sizeOverNews(state, now);
	const framed = isFramed(size, planProtection(state, run.plan, now));
	const room = footRoom(size, framed);
	const share = sharesOf({ id: run.plan.service }, feeds, now);
	const { head, body } = planText(state, run, { width: room.width, more: shown.more, now, share });
	return laidOut(size, { head, body, foot: planFoot(state, run, now, room), framed, scroll: shown.scroll });
}
