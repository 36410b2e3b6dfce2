import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { type StoredRun, storedRunOf } from '../core/select/journal/runs.ts';
import {
	type AskedInterrupted,
	askedInterrupted,
	type InterruptedDialog,
	interruptedLayout,
	waysOut,
	waysOutOf,
} from '../core/select/plan/interrupted.ts';
import type { State } from '../core/state.ts';
import type { Choice } from '../core/ui.ts';
import { aboutDialog } from './about-dialog.ts';
import { backToPlan, nameTitle } from './plan-titles.ts';

interface Here {
	readonly state: State;
	readonly dialog: InterruptedDialog;
	readonly stored: StoredRun;
	readonly asked: AskedInterrupted;
	readonly now: Millis;
}

function hereOf(state: State, now: Millis): Here | undefined {
	const dialog = state.ui.dialog;
	if (dialog?.is !== 'interrupted') return undefined;
	const stored = storedRunOf(state, dialog.run);
	if (stored === undefined) return undefined;
	return { state, dialog, stored, asked: askedInterrupted(state, stored, dialog, now), now };
}

const about = aboutDialog('interrupted', hereOf);

function changed({ dialog, now }: Here, change: Partial<InterruptedDialog>): Event {
	return { type: 'dialog/opened', at: now, dialog: { ...dialog, ...change } };
}

/** The dialog as it was before anything was chosen in it. */
function plain({ dialog, now }: Here): Event {
	return { type: 'dialog/opened', at: now, dialog: { is: 'interrupted', run: dialog.run, scroll: dialog.scroll ?? 0 } };
}

function chose({ dialog, now }: Here, choice: Choice): readonly Event[] {
	return [{ type: 'run/chosen', at: now, run: dialog.run, choice }];
}

function entered(here: Here): readonly Event[] {
	const { asked, now } = here;
	switch (asked.is) {
		case 'cannot':
		case 'choice':
		case 'y':
			return [];
		case 'enter':
			if (asked.next === 'agreed') return chose(here, asked.choice);
			if (asked.next === 'y') return [changed(here, { stage: 'asking' })];
			return [{ type: 'field/opened', at: now, of: 'confirm', text: '' }];
		case 'name':
			return asked.typed === asked.name ? chose(here, asked.choice) : [{ type: 'field/refused', at: now }];
	}
}

function enterBlocked({ asked, stored }: Here): string | undefined {
	switch (asked.is) {
		case 'cannot':
			return asked.why;
		case 'choice':
			return `choose first: ${waysOutOf(stored)
				.map(({ key, say }) => `${key} ${say}`)
				.join(', ')}`;
		case 'y':
			return 'press y to do it, esc to take it back';
		case 'enter':
		case 'name':
			return undefined;
	}
}

/** What `esc` does now, for the footer, where that is more than to leave. */
function escTitle({ state, dialog }: Here): string | undefined {
	if (state.ui.field?.of === 'confirm') return backToPlan;
	return dialog.choice === undefined ? undefined : 'take it back';
}

function left(here: Here): readonly Event[] {
	const { state, dialog, now } = here;
	if (state.ui.field?.of === 'confirm') return [{ type: 'field/closed', at: now }];
	if (dialog.choice !== undefined) return [plain(here)];
	return [{ type: 'dialog/closed', at: now }];
}

function scrolled(here: Here, by: (height: number) => number): readonly Event[] {
	const { scroll, height, rows } = interruptedLayout(here.state, here.stored, here.dialog, here.now);
	return [changed(here, { scroll: Math.max(0, Math.min(rows - height, scroll + by(height))) })];
}

/** The keys of the dialog about a run that was begun and has no end. */
export const commands: readonly Command[] = [
	...waysOut.map(({ choice, key, say }) =>
		about({
			id: `interrupted.${choice}`,
			title: say,
			help: `Chooses for a run that has no end: ${say}. It is confirmed like a plan.`,
			keys: [key],
			footer: 1,
			...(choice === 'leave' ? {} : { tier: 2 as const }),
			// A way that was chosen is confirmed or taken back first; in the line that is typed in, letters are text.
			blocked: ({ asked, stored }) => {
				if (asked.is !== 'choice') return 'esc first takes back what was chosen';
				return waysOutOf(stored).some((way) => way.choice === choice) ? undefined : 'nothing of it can be undone';
			},
			does: ({ dialog, now }) => [
				{ type: 'dialog/opened', at: now, dialog: { is: 'interrupted', run: dialog.run, choice } },
			],
		}),
	),
	about({
		id: 'interrupted.confirm',
		title: 'confirm',
		titleNow: ({ asked }) => (asked.is === 'name' ? nameTitle(asked) : undefined),
		help: 'The next step of the confirmation of what was chosen.',
		keys: ['enter'],
		footer: 2,
		blocked: enterBlocked,
		does: entered,
	}),
	about({
		id: 'interrupted.yes',
		title: 'yes, do it',
		help: 'The second step of the confirmation where the environment is guarded.',
		keys: ['y'],
		silent: true,
		footer: 1,
		blocked: ({ asked }) => (asked.is === 'y' ? undefined : 'y only answers the question after enter'),
		does: (here) => (here.asked.is === 'y' ? chose(here, here.asked.choice) : []),
	}),
	about({
		id: 'interrupted.leave',
		title: 'leave',
		titleNow: escTitle,
		help: 'Takes back what was chosen, or leaves the run as it is: it is asked again at the next start.',
		keys: ['esc', 'q'],
		footer: 3,
		does: left,
	}),
	about({
		id: 'interrupted.down',
		title: 'down',
		help: 'Scrolls down.',
		keys: ['down', 'j', 'space', 'pagedown', 'ctrl-d'],
		silent: true,
		does: (here) => scrolled(here, (height) => Math.max(1, height - 1)),
	}),
	about({
		id: 'interrupted.up',
		title: 'up',
		help: 'Scrolls up.',
		keys: ['up', 'k', 'pageup', 'ctrl-u'],
		silent: true,
		does: (here) => scrolled(here, (height) => -Math.max(1, height - 1)),
	}),
];
