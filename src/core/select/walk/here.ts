import type { BlockCommand, Runbook, Step, Way } from '../../runbook/model.ts';
import type { OpenWalk } from '../../runbook/open.ts';
import { type Stand, wasRun } from '../../runbook/stand.ts';
import { standOf, type Walk } from '../../runbook/walk.ts';
import { isBehind } from '../../runbook/wanted.ts';
import { chosenWay, stepNow } from '../../runbook/way.ts';
import type { State } from '../../state.ts';

/** What can be picked at a step: one of its commands, all of them, or a way on. */
export type StepPick =
	| { readonly is: 'command'; readonly command: BlockCommand }
	| { readonly is: 'all'; readonly commands: readonly BlockCommand[] }
	| { readonly is: 'way'; readonly way: Way };

/** The walk on the screen, the step of it that is looked at, and what is picked there. */
export interface WalkHere {
	readonly open: OpenWalk;
	readonly walk: Walk;
	readonly runbook: Runbook;
	readonly step: Step;
	readonly stand: Stand | undefined;
	readonly picks: readonly StepPick[];
	/** The place of the picked one among them; undefined where nothing is picked. */
	readonly picked: number | undefined;
}

/** What can be picked at a step, in order. */
function picksOf({ does }: Step): readonly StepPick[] {
	if (does.is === 'decision') return does.choices.map((way) => ({ is: 'way', way }));
	if (does.is !== 'command') return [];
	const commands = does.commands();
	const each = commands.map((command): StepPick => ({ is: 'command', command }));
	const all: StepPick = { is: 'all', commands };
	if (each.length < 2) return each;
	// At a step one command runs in the background: its block.
	return isBehind({ does }) ? [all] : [...each, all];
}

/** What is picked unless the operator picks: the first command that was not run, or the way that its conditions choose. */
function usualPick(step: Step, picks: readonly StepPick[], walk: Walk): number | undefined {
	const ran = standOf(walk, step.id);
	if (step.does.is === 'decision') {
		const chosen = chosenWay(step.does.choices, walk);
		const at = picks.findIndex((pick) => pick.is === 'way' && pick.way.to === chosen?.to);
		return at < 0 ? undefined : at;
	}
	if (picks.length === 0) return undefined;
	const last = picks.length - 1;
	if (ran?.whole !== undefined) return last;
	const first = (fits: (command: BlockCommand) => boolean): number | undefined => {
		const at = picks.findIndex((pick) => pick.is === 'command' && fits(pick.command));
		return at < 0 ? undefined : at;
	};
	const verdict = ({ line }: BlockCommand) => ran?.commands[line]?.verdict;
	const left = first((one) => verdict(one) === undefined);
	return (
		left ??
		first((one) => verdict(one) === 'failed') ??
		first((one) => verdict(one) === 'open') ??
		Math.max(0, last - 1)
	);
}

/** The id of the walk that a key means: that of a dialog, while one is open, else the one on the screen. */
export function walkMeant({ dialog, walk }: State['ui']): string | undefined {
	return dialog !== undefined && 'walk' in dialog ? dialog.walk : walk;
}

/** The walk that the screen, or the dialog over it, is about; undefined where none is open there. */
export function shownWalk({ ui, walks }: Pick<State, 'ui' | 'walks'>): OpenWalk | undefined {
	const walk = walkMeant(ui);
	return walk === undefined ? undefined : walks[walk];
}

/** What the screen of a walk is about; undefined where no walk is open there, or its document is gone. */
export function walkHere(state: Pick<State, 'ui' | 'walks'>): WalkHere | undefined {
	const open = shownWalk(state);
	const { selected, tab } = state.ui;
	if (open?.runbook === undefined) return undefined;
	const { walk, runbook } = open;
	const step = runbook.steps.find(({ id }) => id === selected.walk) ?? stepNow(runbook, walk) ?? runbook.steps[0];
	if (step === undefined) return undefined;
	const picks = picksOf(step);
	const picked = tab > 0 ? (tab - 1) % Math.max(1, picks.length) : usualPick(step, picks, walk);
	return { open, walk, runbook, step, stand: standOf(walk, step.id), picks, picked };
}

/** The steps as they are listed: the title of the document stands over them already. */
export function listedSteps({ steps }: Pick<Runbook, 'steps'>): readonly Step[] {
	const [first] = steps;
	return first?.does.is === 'section' && first.number === '' && steps.length > 1 ? steps.slice(1) : steps;
}

/** Whether this operator walks it, with this program. */
export function isOurs({ walk, kept }: OpenWalk, { operator, session }: Pick<State, 'operator' | 'session'>): boolean {
	if (!kept) return true;
	const isHere = session === undefined || walk.session === undefined || walk.session === session;
	return walk.walker === operator && isHere;
}

/** Whether a command of the walk is under way here. */
export function isBusy({ telling }: OpenWalk): boolean {
	return telling !== undefined;
}

/** Whether anything of the walk was run: here, on another machine, or of an earlier text. */
export function anyRan({ stands }: Pick<Walk, 'stands'>): boolean {
	return Object.values(stands).some(wasRun);
}
