import { shortAge } from '../../format.ts';
import type { Line } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Runbook } from '../../runbook/model.ts';
import type { OpenWalk } from '../../runbook/open.ts';
import type { Selector, State } from '../../state.ts';
import type { Dialog } from '../../ui.ts';
import { sizeOverNews } from '../frame/news.ts';
import { type Layout, laidOut, widthInside } from '../plan/layout.ts';
import { shownLayout } from '../plan/shown.ts';
import { counted } from '../rows/words.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines } from '../text/shown.ts';
import { anyRan, shownWalk } from './here.ts';

/** The dialog that stands before anything is done in a walk. */
export type SureDialog = Extract<Dialog, { readonly is: 'walk-sure' }>;

/** How many commands and actions a runbook has. */
function commandCount({ steps }: Runbook): number {
	return steps.reduce((sum, { does }) => {
		if (does.is === 'command') return sum + does.commands().length;
		return sum + (does.is === 'action' ? 1 : 0);
	}, 0);
}

const writers = {
	stock: 'it comes with watchdeck',
	own: 'it lies where only you can write',
	strange: 'it does not lie in your own config folder, or others can write there',
} as const;

/** What is asked, what there is to know, and the keys. */
type Asked = Pick<Layout, 'head' | 'body' | 'foot'>;

const keyLines = (yes: string, no: string): readonly TextLine[] => [
	[piece('y', 'accent'), piece(`    ${yes}`)],
	[piece('esc', 'accent'), piece(`  ${no}`)],
];

function ofText(state: State, open: OpenWalk, width: number): Asked {
	const { walk, runbook, digest } = open;
	const listed = state.runbooks?.all.find(({ path }) => path === walk.head.path);
	const commands = runbook === undefined ? 0 : commandCount(runbook);
	const told: readonly (readonly [string, string])[] = [
		['lies', walk.head.path],
		['writers', writers[listed?.origin ?? 'strange']],
		['digest', digest ?? walk.head.digest],
		['has', `${counted(commands, 'command')}${anyRan(open.walk) ? '' : ', of which none ran yet'}`],
	];
	const about =
		'Its commands were written by others. Once accepted, they can be run from here, each still by its own key. When the text changes, it is asked again.';
	return {
		head: [lineOf('Accept this text?', 'bold'), lineOf('')],
		body: [
			...told.flatMap(([head, text]) => headed(head.padEnd(9), text, { width })),
			lineOf(''),
			...headed('', about, { width }),
		],
		foot: keyLines('accepts this text', 'leaves: it can be read all the same'),
	};
}

function ofWalk(open: OpenWalk, now: Millis, width: number): Asked {
	const { walker, seen, id, head } = open.walk;
	const who = `${walker} walks ${head.title} (${id}), and last did something ${shortAge(Math.max(0, now - seen))} ago.`;
	return {
		head: [lineOf('Take this walk over?', 'bold'), lineOf('')],
		body: [
			...headed('', who, { width }),
			...headed('', 'Watching is free. Taken over, you walk it from here on; whoever walks it now watches.', { width }),
		],
		foot: keyLines('takes it over', 'watches on'),
	};
}

/** Cells of a sentence that is read in one go. */
const widest = 100;

/** The question in the rows that fit on the screen; undefined where none is asked. */
export function sureLayout(state: State, now: Millis): Layout | undefined {
	const { dialog } = state.ui;
	const open = shownWalk(state);
	if (dialog?.is !== 'walk-sure' || open === undefined) return undefined;
	const size = sizeOverNews(state, now);
	const width = Math.min(widthInside(size, false), widest);
	const asked = dialog.of === 'text' ? ofText(state, open, width) : ofWalk(open, now, width);
	return laidOut(size, { ...asked, framed: false, scroll: dialog.scroll ?? 0 });
}

/** Makes the question. */
export function sureScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state, _feeds, now) => {
		const layout = sureLayout(state, now);
		if (layout === undefined) return [];
		kept = keptLines(kept, shownLayout(layout, ''));
		return kept;
	};
}
