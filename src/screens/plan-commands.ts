import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { goneTarget } from '../core/gone-target.ts';
import type { Millis } from '../core/model.ts';
import type { Want } from '../core/plan.ts';
import { type Asked, asked } from '../core/select/plan/confirm.ts';
import { choiceWords } from '../core/select/plan/foot.ts';
import { planLayout } from '../core/select/plan/layout.ts';
import { planScript } from '../core/select/plan/script.ts';
import { isOpen } from '../core/select/plan/stand.ts';
import { otherTarget, planTargets } from '../core/select/plan/targets.ts';
import type { Choice, Dialog, Run, State } from '../core/state.ts';
import { aboutDialog } from './about-dialog.ts';
import { enterTitle, escTitle } from './plan-titles.ts';

type PlanDialog = Extract<Dialog, { readonly is: 'plan' }>;

/** What a command of this dialog looks at. */
interface Here {
	readonly state: State;
	readonly dialog: PlanDialog;
	readonly run: Run;
	readonly ask: Asked;
	readonly now: Millis;
}

function hereOf(state: State, now: Millis): Here | undefined {
	const dialog = state.ui.dialog;
	const run = dialog?.is === 'plan' ? state.runs[dialog.run] : undefined;
	return dialog?.is === 'plan' && run !== undefined
		? { state, dialog, run, ask: asked(state, run, now), now }
		: undefined;
}

const about = aboutDialog('plan', hereOf, 'there is no plan');

function wanted({ run, now }: Here, want: Want): readonly Event[] {
	return [{ type: 'action/wanted', at: now, want, service: run.plan.service }];
}

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
	return ask.is === 'name' || ask.is === 'y';
}

/** Another target while the plan waits, else a row up or down. */
function moved(here: Here, way: 1 | -1): readonly Event[] {
	const { state, run, now } = here;
	const open = isOpen(run) && !isAnswering(here);
	const targets = open ? planTargets(run, state.services[run.plan.service], now) : [];
	const other = otherTarget(targets, way);
	if (other !== undefined) return wanted(here, other);
	return scrolled(here, () => way);
}

/** The same wish anew; where the target is gone, for the best one that is left. */
function againOf({ state, run: { plan } }: Here): Want {
	const gone = goneTarget(state, plan, state.services[plan.service]) !== undefined;
	return gone ? { action: 'rollback', to: '' } : plan.want;
}

/** What `enter` does: never more than one step of the confirmation. */
function entered(here: Here): readonly Event[] {
	const { run, ask, now } = here;
	const id = run.plan.id;
	switch (ask.is) {
		case 'enter':
			return ask.next === 'agreed'
				? [{ type: 'plan/agreed', at: now, run: id, how: 'enter' }]
				: [{ type: 'plan/asked', at: now, run: id }];
		case 'name':
			return ask.typed === ask.name
				? [{ type: 'plan/agreed', at: now, run: id, how: 'typed service' }]
				: [{ type: 'field/refused', at: now }];
		case 'replan':
			return wanted(here, againOf(here));
		case 'held':
			return ask.chosen === undefined ? [] : [{ type: 'run/chosen', at: now, run: id, choice: ask.chosen }];
		case 'ended':
		case 'cannot':
		case 'planning':
		case 'y':
		case 'running':
			return [];
	}
}

/** Why `enter` does nothing now. */
function enterBlocked({ ask }: Here): string | undefined {
	switch (ask.is) {
		case 'cannot':
			return ask.why;
		case 'planning':
			return 'it is being planned anew';
		case 'y':
			return 'press y to start it, esc to leave';
		case 'running':
			return 'it runs; esc leaves it running';
		case 'held':
			return ask.chosen === undefined ? `choose first: ${choicesText(ask.choices)}` : undefined;
		case 'ended':
			return 'it has ended: esc closes this';
		case 'enter':
		case 'name':
		case 'replan':
			return undefined;
	}
}

/** In the line that is typed in, letters are text. */
function typing({ ask }: Here): string | undefined {
	return ask.is === 'name' ? 'letters are text here; esc closes the line' : undefined;
}

function choicesText(choices: readonly Choice[]): string {
	return choices.map((choice) => `${choiceWords[choice].key} ${choice}`).join(', ');
}

/** Leaves one level: the line that is typed in, what was chosen, or the dialog. */
function left(here: Here): readonly Event[] {
	const { state, run, ask, now } = here;
	if (state.ui.field?.of === 'confirm') return [{ type: 'field/closed', at: now }];
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
			return isOpen(here.run) ? undefined : 'it has begun';
		},
		does: (here) => wanted(here, otherAction(here)),
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
