import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { known } from '../core/known.ts';
import { barred } from '../core/select/walk/enter.ts';
import { shownWalk, walkHere } from '../core/select/walk/here.ts';
import { type MoreDialog, type MoreId, moreBlocked, moreItems } from '../core/select/walk/more.ts';
import type { State } from '../core/state.ts';
import { aboutDialog } from './about-dialog.ts';
import { askEvents, didEvents, markedEvents, sureEvents } from './walk-events.ts';

interface Here {
	readonly state: State;
	readonly dialog: MoreDialog;
	readonly now: number;
}

const about = aboutDialog('walk-more', (state, now): Here | undefined => {
	const { dialog } = state.ui;
	return dialog?.is === 'walk-more' ? { state, dialog, now } : undefined;
});

const closed = ({ now }: Here): Event => ({ type: 'dialog/closed', at: now });

function again({ state, now }: Here): readonly Event[] {
	const here = walkHere(state);
	if (here === undefined) return [];
	const { walk, step, picks, picked } = here;
	if (!here.open.trusted) return sureEvents(state, 'text', now);
	const pick = picked === undefined ? undefined : picks[picked];
	const command = pick?.is === 'command' && picks.length > 1 ? pick.command.line : undefined;
	return [{ type: 'walk/run', at: now, walk: walk.id, step: step.id, ...known({ command }) }];
}

function goto({ now, dialog: { walk } }: Here): readonly Event[] {
	return [
		{ type: 'dialog/opened', at: now, dialog: { is: 'walk-goto', walk, selected: 0 } },
		{ type: 'field/opened', at: now, of: 'goto', text: '' },
	];
}

/** A name for the file of its evidence. */
function evidenceName(state: State): string {
	const { id = 'walk', head } = shownWalk(state)?.walk ?? {};
	return `${head?.runbook ?? 'walk'}-${id}.md`.replaceAll(/[^\w.-]+/g, '-');
}

function events(id: MoreId, here: Here): readonly Event[] {
	const { state, now, dialog } = here;
	switch (id) {
		case 'again':
			return again(here);
		case 'stop':
			return [{ type: 'walk/stopped', at: now, walk: dialog.walk, step: dialog.step }];
		case 'done':
			return markedEvents(state, dialog.step, { as: 'done' }, now);
		case 'goto':
			return goto(here);
		case 'save':
			return askEvents(state, 'save', now, { step: dialog.step, text: evidenceName(state) });
		case 'close':
			return didEvents(state, [{ is: 'ended', as: 'done' }], now);
		case 'skip':
		case 'fail':
		case 'note':
		case 'host':
		case 'value':
		case 'give up':
			return askEvents(state, id, now, { step: dialog.step });
	}
}

/** The menu goes, and what was chosen comes; a walk of somebody else is taken over first. */
function chosen(id: MoreId, here: Here): readonly Event[] {
	const open = shownWalk(here.state);
	const bar = open === undefined || id === 'save' ? undefined : barred(here.state, { open });
	return [closed(here), ...(bar?.is === 'sure' ? sureEvents(here.state, bar.of, here.now) : events(id, here))];
}

function moved(here: Here, by: number): readonly Event[] {
	const selected = Math.max(0, Math.min(moreItems.length - 1, here.dialog.selected + by));
	return [{ type: 'dialog/opened', at: here.now, dialog: { ...here.dialog, selected } }];
}

const selectedId = ({ dialog }: Here): MoreId => moreItems[dialog.selected]?.id ?? 'note';

/** The keys of what else can be done in a walk. */
export const commands: readonly Command[] = [
	about({
		id: 'walk-more.choose',
		title: 'do it',
		help: 'Does what is selected.',
		keys: ['enter'],
		footer: 1,
		silent: true,
		blocked: (here) => moreBlocked(selectedId(here), here.state),
		does: (here) => chosen(selectedId(here), here),
	}),
	about({
		id: 'walk-more.leave',
		title: 'leave',
		help: 'Closes the menu.',
		keys: ['esc', 'q', 'x'],
		footer: 2,
		silent: true,
		does: (here) => [closed(here)],
	}),
	...moreItems.map(({ id, key, title, help }) =>
		about({
			id: `walk-more.${id.replace(' ', '-')}`,
			title,
			help,
			keys: [key],
			silent: true,
			blocked: ({ state }) => moreBlocked(id, state),
			does: (here) => chosen(id, here),
		}),
	),
	about({
		id: 'walk-more.down',
		title: 'down',
		help: 'The next one.',
		keys: ['down', 'j', 'tab'],
		silent: true,
		does: (here) => moved(here, 1),
	}),
	about({
		id: 'walk-more.up',
		title: 'up',
		help: 'The one before.',
		keys: ['up', 'k', 'shift-tab'],
		silent: true,
		does: (here) => moved(here, -1),
	}),
];
