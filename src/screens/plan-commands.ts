import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { plannedService } from '../core/plan.ts';
import { choiceWords } from '../core/select/plan/foot.ts';
import { planLayout } from '../core/select/plan/layout.ts';
import { planScript } from '../core/select/plan/script.ts';
import { isOpen } from '../core/select/plan/stand.ts';
import { otherTarget, planTargets } from '../core/select/plan/targets.ts';
import type { Choice } from '../core/ui.ts';
import { isOfDataset, type Want } from '../core/want.ts';
import { aboutDialog } from './about-dialog.ts';
import { enterBlocked, entered } from './plan-enter.ts';
import { type Here, hereOf, type PlanDialog, wanted } from './plan-here.ts';
import { enterTitle, escTitle } from './plan-titles.ts';

const about = aboutDialog('plan', hereOf, 'there is no plan');

function changed({ dialog, now }: Here, change: Partial<PlanDialog>): readonly Event[] {
	return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, ...change } }];
}

function chosen(here: Here, choice: Choice | undefined): readonly Event[] {
	const { choice: _before, ...dialog } = here.dialog;
	return [{ type: 'dialog/opened', at: here.now, dialog: choice === undefined ? dialog : { ...dialog, choice } }];
}

function scrolled(here: Here, by: (height: number) => number): readonly Event[] {
	const { scroll, height, rows } = planLayout(here.state, here.run, here.now);
	return changed(here, { scroll: Math.max(0, Math.min(rows - height, scroll + by(height))) });
}

/** Whether the operator is in the middle of the confirmation. */
function isAnswering({ ask }: Here): boolean {
	return ask.is === 'name' || ask.is === 'reason' || ask.is === 'y';
}

/** Another target while the plan waits, else a row up or down. */
function moved(here: Here, way: 1 | -1): readonly Event[] {
	const { state, run, now } = here;
	const open = isOpen(run) && !isAnswering(here);
	const targets = open ? planTargets(run, plannedService(state.services, run.plan), { now }) : [];
	const other = otherTarget(targets, way);
	if (other !== undefined) return wanted(here, other);
	return scrolled(here, () => way);
}

/** In the line that is typed in, letters are text. */
function typing({ ask }: Here): string | undefined {
	return ask.is === 'name' || ask.is === 'reason' ? 'letters are text here; esc closes the line' : undefined;
}

function left(here: Here): readonly Event[] {
	const { state, run, ask, now } = here;
	if (state.ui.field !== undefined) return [{ type: 'field/closed', at: now }];
	if (ask.is === 'held' && ask.chosen !== undefined) return chosen(here, undefined);
	const closed: Event = { type: 'plan/closed', at: now, run: run.plan.id };
	if (!isOpen(run)) return [closed];
	return [
		closed,
		{ type: 'message/shown', at: now, message: { tone: 'plain', text: 'nothing has been changed', at: now } },
	];
}

function otherAction({ run }: Here): Want {
	return run.plan.action === 'restart' ? { action: 'rollback', to: '' } : { action: 'restart' };
}

/** The same deploy as a canary, or of a canary all at once. */
function sharedOf({
	run: {
		plan: { want },
	},
}: Here): Want | undefined {
	if (want.action !== 'deploy') return undefined;
	const { canary, ...rest } = want;
	return canary === true ? rest : { ...rest, canary: true };
}

function choice(of: Choice, words: { readonly title: string; readonly help: string }): Command {
	return about({
		id: `plan.${of}`,
		...words,
		keys: [choiceWords[of].key],
		silent: true,
		blocked: ({ ask }) =>
			ask.is === 'held' && ask.choices.includes(of) ? undefined : 'only for a run that is held for you',
		does: (here) => chosen(here, of),
	});
}

/** The keys of the dialog in which a plan is read, confirmed and watched. */
export const commands: readonly Command[] = [
	about({
		id: 'plan.confirm',
		title: 'confirm',
		titleNow: ({ ask }) => enterTitle(ask),
		help: 'The next step of the confirmation; on a stale plan, plans anew; on what was chosen for a held run, does it.',
		keys: ['enter'],
		tier: 2,
		footer: 1,
		blocked: enterBlocked,
		does: entered,
	}),
	about({
		id: 'plan.yes',
		title: 'yes, start it',
		help: 'The second step of the confirmation where the environment is guarded.',
		keys: ['y'],
		tier: 2,
		silent: true,
		footer: 1,
		blocked: ({ ask }) => (ask.is === 'y' ? undefined : 'y only answers the question after enter'),
		does: ({ run, now }) => [{ type: 'plan/agreed', at: now, run: run.plan.id, how: 'y' }],
	}),
	about({
		id: 'plan.leave',
		title: 'leave',
		titleNow: ({ ask }) => escTitle(ask),
		help: 'Closes the plan; nothing has been changed. A run that has begun goes on.',
		keys: ['esc', 'q'],
		footer: 2,
		does: left,
	}),
	about({
		id: 'plan.other',
		title: 'restart or roll back instead',
		help: 'Plans the other way to recover the same service.',
		keys: ['tab'],
		footer: 3,
		blocked: (here) => {
			if (isAnswering(here)) return 'esc first: a confirmation is under way';
			if (isOfDataset(here.run.plan.want)) return 'data are neither restarted nor rolled back';
			return isOpen(here.run) ? undefined : 'it has begun';
		},
		does: (here) => wanted(here, otherAction(here)),
	}),
	about({
		id: 'plan.canary',
		title: 'by shares, or all at once',
		help: 'For a deploy of a Swarm service, or of a container behind nginx: plans it as a canary, a share first and each share watched; again: all at once.',
		keys: ['a'],
		silent: true,
		blocked: (here) => {
			if (isAnswering(here)) return 'esc first: a confirmation is under way';
			if (!isOpen(here.run)) return 'it has begun';
			return sharedOf(here) === undefined ? 'only a deploy can go by shares' : undefined;
		},
		does: (here) => {
			const want = sharedOf(here);
			return want === undefined ? [] : wanted(here, want);
		},
	}),
	about({
		id: 'plan.why',
		title: 'say why',
		help: 'Opens a line for why it is done: for the journal, and for whoever finds the service locked.',
		keys: ['w'],
		footer: 6,
		blocked: ({ ask }) => (ask.is === 'enter' ? undefined : 'why it is done is said before it is confirmed'),
		does: ({ run, now }) => [{ type: 'field/opened', at: now, of: 'reason', text: run.why ?? '' }],
	}),
	about({
		id: 'plan.details',
		title: 'details',
		help: 'Shows every call in full, its undo, and how one sees that it took effect; again: less.',
		keys: ['d'],
		footer: 4,
		blocked: typing,
		does: (here) => changed(here, { more: !here.dialog.more, scroll: 0 }),
	}),
	about({
		id: 'plan.copy',
		title: 'copy as shell',
		help: 'Copies the commands of the plan to the clipboard, for another terminal.',
		keys: ['c'],
		footer: 5,
		blocked: typing,
		does: ({ run, now }) => [{ type: 'text/copied', at: now, text: planScript(run.plan) }],
	}),
	about({
		id: 'plan.down',
		title: 'next target',
		help: 'Picks the next release as the target; where there is none, a row down.',
		keys: ['down', 'j'],
		silent: true,
		does: (here) => moved(here, 1),
	}),
	about({
		id: 'plan.up',
		title: 'previous target',
		help: 'Picks the release before as the target; where there is none, a row up.',
		keys: ['up', 'k'],
		silent: true,
		does: (here) => moved(here, -1),
	}),
	about({
		id: 'plan.page-down',
		title: 'page down',
		help: 'Scrolls the plan down.',
		keys: ['space', 'pagedown', 'ctrl-d'],
		silent: true,
		does: (here) => scrolled(here, (height) => Math.max(1, height - 1)),
	}),
	about({
		id: 'plan.page-up',
		title: 'page up',
		help: 'Scrolls the plan up.',
		keys: ['b', 'pageup', 'ctrl-u'],
		silent: true,
		does: (here) => scrolled(here, (height) => -Math.max(1, height - 1)),
	}),
	about({
		id: 'plan.nothing',
		title: 'nothing',
		help: 'r and R do nothing in a plan, so that pressing one twice is safe.',
		keys: ['r', 'R'],
		silent: true,
		blocked: () => 'r does nothing here, so that r r is safe',
		does: () => [],
	}),
	choice('undo', { title: 'undo', help: 'For a held run: undoes every step that began.' }),
	choice('other', {
		title: 'another target',
		help: 'For a held roll back or deploy: leaves it as it is, and plans a roll back of which the target can be chosen.',
	}),
	choice('finish', {
		title: 'finish what is left of it',
		help: 'For a held run of which nothing can be undone: goes on with its steps.',
	}),
	choice('retry', {
		title: 'try the proof again',
		help: 'For a held run whose steps are done: reads the proof again.',
	}),
	choice('leave', {
		title: 'leave it as it is',
		help: 'For a held run: ends it as it stands, and gives the lock back.',
	}),
];
