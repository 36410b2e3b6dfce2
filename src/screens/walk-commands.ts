import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { filledText } from '../core/runbook/fill.ts';
import { goingOut } from '../core/select/walk/command.ts';
import { enterOf, enterTitle } from '../core/select/walk/enter.ts';
import { listedSteps, shownWalk, walkHere } from '../core/select/walk/here.ts';
import { stepLinks } from '../core/select/walk/links.ts';
import { walkScrolled } from '../core/select/walk/screen.ts';
import type { State } from '../core/state.ts';
import { enterEvents, lookedEvents } from './walk-events.ts';
import { commands as links } from './walk-link-commands.ts';

const where = ['walk'] as const;
const noStep = (state: State): string | undefined =>
	walkHere(state) === undefined ? 'no runbook is open here' : undefined;

/** So many steps further: that one is looked at, and the walk stays where it is. */
function stepped(state: State, now: Millis, by: number): readonly Event[] {
	const here = walkHere(state);
	if (here === undefined) return [];
	const steps = listedSteps(here.runbook);
	const at = Math.max(0, Math.min(steps.length - 1, steps.indexOf(here.step) + by));
	const next = steps[at];
	return next === undefined || next === here.step ? [] : lookedEvents(next.id, now);
}

function step(id: string, words: Pick<Command, 'title' | 'keys' | 'help'>, by: number): Command {
	return {
		id: `walk.${id}`,
		...words,
		where,
		silent: true,
		blocked: noStep,
		run: (state, _feeds, now) => stepped(state, now, by),
	};
}

function scroll(id: string, words: Pick<Command, 'title' | 'keys' | 'help'>, by: (height: number) => number): Command {
	return {
		id: `walk.${id}`,
		...words,
		where,
		silent: true,
		blocked: noStep,
		run: (state, feeds, now) => ({ type: 'view/scrolled', at: now, scroll: walkScrolled({ state, feeds, now }, by) }),
	};
}

/** The next or the one before of what can be picked at a step. */
function picked(state: State, now: Millis, by: 1 | -1): readonly Event[] {
	const here = walkHere(state);
	if (here === undefined || here.picks.length === 0) return [];
	const { length } = here.picks;
	const at = here.picked === undefined ? (by === 1 ? 0 : length - 1) : (here.picked + by + length) % length;
	return [{ type: 'view/scrolled', at: now, scroll: 0, tab: at + 1 }];
}

function pick(id: string, words: Pick<Command, 'title' | 'keys' | 'help' | 'footer'>, by: 1 | -1): Command {
	return {
		id: `walk.${id}`,
		...words,
		where,
		silent: true,
		blocked: (state) =>
			(walkHere(state)?.picks.length ?? 0) < 2 ? 'there is nothing to choose among at this step' : undefined,
		run: (state, _feeds, now) => picked(state, now, by),
	};
}

/** What of a step is copied: the command as it goes out, or the message; of a step without either its first link. */
function copied(state: State): string | undefined {
	const here = walkHere(state);
	if (here === undefined) return undefined;
	const { step: shown, picks, picked: at, walk } = here;
	if (shown.does.is === 'message') return filledText(shown.does.text, walk.values);
	const one = at === undefined ? undefined : picks[at];
	return one === undefined || one.is === 'way' || shown.does.is !== 'command'
		? stepLinks(shown)[0]
		: goingOut(one, shown.does, walk).shown;
}

/** The keys of a walk. */
export const commands: readonly Command[] = [
	...links,
	{
		id: 'walk.enter',
		title: 'run',
		titleNow: (state) => enterTitle(enterOf(state)),
		help: 'Does what the step asks for: runs a read at once, opens the plan of a change, goes a way, or marks it done and goes on.',
		keys: ['enter'],
		where,
		footer: 1,
		silent: true,
		blocked: (state) => {
			const enter = enterOf(state);
			return enter.is === 'cannot' ? enter.why : undefined;
		},
		run: (state, _feeds, now) =>
			now < (state.ui.walkGuard ?? 0) ? { type: 'walk/hurried', at: now } : enterEvents(state, enterOf(state), now),
	},
	pick(
		'next',
		{
			title: 'choose',
			keys: ['tab'],
			help: 'Picks the next command of the step, or all of them; or the next way.',
			footer: 2,
		},
		1,
	),
	pick('previous', { title: 'choose back', keys: ['shift-tab'], help: 'Picks the one before.' }, -1),
	{
		id: 'walk.more',
		title: 'more',
		help: 'Skip, mark failed or done, note, go to, another host, a value, the evidence, the end.',
		keys: ['x'],
		where,
		footer: 3,
		blocked: (state) => (shownWalk(state) === undefined ? 'no runbook is open here' : undefined),
		run: (state, _feeds, now) => {
			const { walk } = state.ui;
			const at = walkHere(state)?.step.id ?? '';
			return walk === undefined
				? []
				: { type: 'dialog/opened', at: now, dialog: { is: 'walk-more', walk, step: at, selected: 0 } };
		},
	},
	{
		id: 'walk.copy',
		title: 'copy',
		help: 'Copies the command as it goes out, the message, or the link.',
		keys: ['y'],
		where,
		footer: 30,
		blocked: (state) => (copied(state) === undefined ? 'this step has no command, no message and no link' : undefined),
		run: (state, _feeds, now) => ({ type: 'text/copied', at: now, text: copied(state) ?? '' }),
	},
	step(
		'down',
		{ title: 'next step', keys: ['down', 'j'], help: 'Looks at the next step; the walk stays where it is.' },
		1,
	),
	step('up', { title: 'step before', keys: ['up', 'k'], help: 'Looks at the step before.' }, -1),
	scroll(
		'page-down',
		{
			title: 'page down',
			keys: ['space', 'pagedown', 'ctrl-d'],
			help: 'A page down in the text and output of the step.',
		},
		(height) => Math.max(1, height - 1),
	),
	scroll(
		'page-up',
		{ title: 'page up', keys: ['b', 'pageup', 'ctrl-u'], help: 'A page up.' },
		(height) => -Math.max(1, height - 1),
	),
	scroll(
		'top',
		{ title: 'top', keys: ['g', 'home'], help: 'The beginning of the step.' },
		() => Number.NEGATIVE_INFINITY,
	),
	scroll(
		'bottom',
		{ title: 'bottom', keys: ['G', 'end'], help: 'The end of the step.' },
		() => Number.POSITIVE_INFINITY,
	),
];
