import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import type { Plan } from '../../plan.ts';
import { standing } from '../../run.ts';
import type { State } from '../../state.ts';
import type { Choice, Dialog, Field } from '../../ui.ts';
import { reachOf } from '../../undo.ts';
import { sizeOverNews } from '../frame/news.ts';
import { replayed, type StoredRun } from '../journal/runs.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { padded, wrapped } from '../text/wrap.ts';
import { type Room, type Way, wayRows } from './choices.ts';
import { firstEnter, forbidden, nameAsked, readOnlyText } from './confirm.ts';
import { loud, nameLines, told } from './foot.ts';
import { footRoom, isFramed, type Layout, laidOut } from './layout.ts';
import { isGrave, planProtection } from './stand.ts';
import { stepLines } from './step.ts';

/** The dialog that asks about a run without an end. */
export type InterruptedDialog = Extract<Dialog, { readonly is: 'interrupted' }>;

/** The ways out of a run that has no end, with their keys. */
export const waysOut: readonly (Way & { readonly choice: Choice })[] = [
	{ choice: 'undo', key: 'u', say: 'undo what began', short: 'undo' },
	{ choice: 'finish', key: 'f', say: 'finish what is left', short: 'finish' },
	{ choice: 'leave', key: 'h', say: 'it was handled by hand', short: 'handled' },
];

/** The ways out of this run: its undo only where something of it can be undone. */
export function waysOutOf({ entries }: StoredRun): typeof waysOut {
	const stands = standing(entries);
	const undo = stands === undefined || reachOf(stands) !== 'none';
	return waysOut.filter(({ choice }) => undo || choice !== 'undo');
}

/** What is asked of the operator about a run that an earlier session left. */
export type AskedInterrupted =
	| { readonly is: 'cannot'; readonly why: string }
	| { readonly is: 'choice' }
	| { readonly is: 'enter'; readonly choice: Choice; readonly next: 'agreed' | 'y' | 'name' }
	| { readonly is: 'y'; readonly choice: Choice }
	| { readonly is: 'name'; readonly choice: Choice; readonly name: string; readonly typed: string };

/** What is asked now: a way out, then its confirmation by the same tiers as a plan's. To say that it was handled changes no service. */
export function askedInterrupted(
	state: State,
	{ plan }: StoredRun,
	dialog: InterruptedDialog,
	now: Millis,
): AskedInterrupted {
	const { choice } = dialog;
	if (choice === undefined) return { is: 'choice' };
	if (state.readOnly) return { is: 'cannot', why: readOnlyText };
	if (choice === 'leave') return { is: 'enter', choice, next: 'agreed' };
	if (plan === undefined) return { is: 'cannot', why: 'its plan was not read' };
	return askedFor(choice, { state, plan, dialog, now });
}

interface Asking {
	readonly state: State;
	readonly plan: Plan;
	readonly dialog: InterruptedDialog;
	readonly now: Millis;
}

/** What is asked for a way out that was chosen. */
function askedFor(choice: Choice, { state, plan, dialog, now }: Asking): AskedInterrupted {
	const why = forbidden(state, plan, now);
	const protection = planProtection(state, plan, now);
	if (why !== undefined || protection === 'locked') return { is: 'cannot', why: why ?? 'locked' };
	const next = isGrave(plan) ? 'name' : firstEnter(protection);
	const field = state.ui.field;
	if (next === 'name' && field?.of === 'confirm') {
		return { is: 'name', choice, name: nameAsked({ plan }), typed: field.text };
	}
	return next === 'y' && dialog.stage === 'asking' ? { is: 'y', choice } : { is: 'enter', choice, next };
}

function sayOf(choice: Choice): string {
	return waysOut.find((way) => way.choice === choice)?.say ?? choice;
}

const after = {
	agreed: 'enter does it',
	y: 'enter, then y, does it',
	name: 'enter opens a line where you type its name',
} as const;

const leaves = lineOf('esc leaves it as it is; it is asked again at the next start', 'dim');

function foot(asked: AskedInterrupted, stored: StoredRun, field: Field | undefined, room: Room): readonly TextLine[] {
	const service = stored.plan?.service ?? '';
	const changes = `This changes ${loud(service)}. `;
	switch (asked.is) {
		case 'cannot':
			return [...told(asked.why, 'warn', room, 1), leaves];
		case 'choice': {
			const ways = wayRows(waysOutOf(stored), room).map((row) => lineOf(row, 'bold'));
			return ways.length < room.rows ? [...ways, leaves] : ways;
		}
		case 'enter':
			return [
				...wrapped(`${sayOf(asked.choice)}: ${after[asked.next]}, esc takes it back`, room.width).map((row) =>
					lineOf(row, 'bold'),
				),
				asked.choice === 'leave' ? lineOf('this only writes to the journal', 'dim') : lineOf(changes, 'warn'),
			];
		case 'y':
			return [lineOf(`${changes}y: ${sayOf(asked.choice)}; esc takes it back`, 'bold'), lineOf('')];
		case 'name':
			return nameLines(asked, field, room);
	}
}

function headLines(run: StoredRun, width: number, now: Millis): readonly TextLine[] {
	const service = run.plan?.service ?? 'a service';
	const left = `NO END WRITTEN  ${service}`;
	const right = `run ${run.id.slice(0, 8)}   begun ${lengthText(now - run.first)} ago`;
	return [
		[piece(padded(left, Math.max(left.length + 2, width - right.length)), 'bold'), piece(right)],
		...headed('what    ', run.plan?.title ?? 'its plan was not read', { width }),
		...headed('who     ', confirmedBy(run), { width }),
	];
}

function confirmedBy(run: StoredRun): string {
	return run.consent === undefined ? run.by : `confirmed by ${run.consent.by} (${run.consent.how})`;
}

const explanation =
	'watchdeck ended before this run did. A step that shows .. was ordered, and nothing says how it came out: undo and ' +
	'finish both look first whether it took effect.';

function bodyLines(stored: StoredRun, width: number, now: Millis): readonly TextLine[] {
	const run = replayed(stored);
	const room = { width, more: false, now, cut: true } as const;
	const steps = run === undefined ? [] : run.plan.steps.flatMap((_, index) => stepLines(run, index, room));
	return [...headed('', explanation, { width }), lineOf(''), ...steps];
}

/** The dialog about a run that has no end, in the rows that fit on the screen. */
export function interruptedLayout(state: State, stored: StoredRun, dialog: InterruptedDialog, now: Millis): Layout {
	const size = sizeOverNews(state, now);
	const framed = isFramed(size, stored.plan === undefined ? 'protected' : planProtection(state, stored.plan, now));
	const room = footRoom(size, framed);
	return laidOut(size, {
		head: headLines(stored, room.width, now),
		body: bodyLines(stored, room.width, now),
		foot: foot(askedInterrupted(state, stored, dialog, now), stored, state.ui.field, room),
		framed,
		scroll: dialog.scroll ?? 0,
	});
}
