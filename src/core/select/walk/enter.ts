import { failureText } from '../../failure-text.ts';
import { keySaid } from '../../key-said.ts';
import type { Step } from '../../runbook/model.ts';
import { markedOn, wentOn } from '../../runbook/onward.ts';
import { behindAt } from '../../runbook/open.ts';
import type { Did } from '../../runbook/walk.ts';
import { isBehind } from '../../runbook/wanted.ts';
import { stepAfter } from '../../runbook/way.ts';
import type { State } from '../../state.ts';
import { type Going, goingOut, type Runs } from './command.ts';
import { isBusy, isOurs, shownWalk, type WalkHere, walkHere } from './here.ts';

/** What `enter` does at a step now. */
export type Enter =
	| { readonly is: 'cannot'; readonly why: string }
	/** A question stands before it: whether the text is accepted, or the walk taken over. */
	| { readonly is: 'sure'; readonly of: 'text' | 'walk' }
	| { readonly is: 'value'; readonly name: string }
	| { readonly is: 'run'; readonly title: string; readonly command?: number }
	/** A plan of the step is under way: it has a dialog of its own. */
	| { readonly is: 'plan'; readonly run: string }
	| { readonly is: 'did'; readonly title: string; readonly dids: readonly Did[] }
	/** Another runbook is walked from here, as a part of this walk; or a walk that is a part of another, or has one, is left for that. */
	| { readonly is: 'runbook'; readonly name: string }
	| { readonly is: 'walk'; readonly walk: string; readonly title: string }
	/** Nothing is written down: only the next step is looked at. */
	| { readonly is: 'look'; readonly step: string };

/** Why nothing is written down with `--read-only`. */
export const readOnlyWhy = 'watchdeck was started with --read-only: nothing of a walk is written down';
const terminalWhy = 'watchdeck was started with --read-only: it gives its terminal to nothing';
const changeWhy = 'watchdeck was started with --read-only: it changes nothing';

/** Why nothing else is done while a command runs. */
export function busyWhy(state: Pick<State, 'keys'>): string {
	return `a command runs: ${stopKey(state)} stops it`;
}

/** Why nothing else is done with a step while its command runs in the background. */
export function behindWhy(state: Pick<State, 'keys'>): string {
	return `it runs in the background: ${stopKey(state)} here stops it`;
}

/** The key that stops the command of a walk. */
export function stopKey(state: Pick<State, 'keys'>): string {
	return keySaid(state, 'everywhere.interrupt', 'ctrl-c');
}

const cannot = (why: string): Enter => ({ is: 'cannot', why });

/** What is in the way of doing anything in a walk: it has ended, or is somebody else's. */
export function barred(state: State, here: Pick<WalkHere, 'open'>): Enter | undefined {
	const { ended } = here.open.walk;
	if (ended !== undefined) return above(state, here) ?? cannot(`this walk has ended (${ended.as})`);
	if (isOurs(here.open, state)) return undefined;
	return state.readOnly ? cannot(readOnlyWhy) : { is: 'sure', of: 'walk' };
}

/** The walk that this one is a part of, where it is open here. */
export function above({ walks }: Pick<State, 'walks'>, { open }: Pick<WalkHere, 'open'>): Enter | undefined {
	const outer = walks[open.walk.head.within?.walk ?? '']?.walk;
	return outer === undefined ? undefined : { is: 'walk', walk: outer.id, title: `back to ${outer.head.title}` };
}

/** What `enter` does now. */
export function enterOf(state: State): Enter {
	const here = walkHere(state);
	if (here === undefined) {
		const gone = shownWalk(state);
		return cannot(gone === undefined ? 'no runbook is open here' : `its document is gone: ${gone.walk.head.path}`);
	}
	if (isBusy(here.open)) return cannot(busyWhy(state));
	return barred(state, here) ?? stepEnter(state, here);
}

function stepEnter(state: State, here: WalkHere): Enter {
	const { does } = here.step;
	switch (does.is) {
		case 'section':
			return onward(state, here);
		case 'read':
			return marked(state, here, 'read: next');
		case 'tick':
			return marked(state, here, 'done: next');
		case 'message':
			return marked(state, here, 'sent: next');
		case 'decision':
			return chosen(state, here);
		case 'runbook':
			return inner(state, here, does.name);
		case 'check':
			return trusting(here) ?? running(state, here) ?? standing(state, here) ?? { is: 'run', title: 'check' };
		case 'action':
			if (state.readOnly) return cannot(changeWhy);
			return trusting(here) ?? running(state, here) ?? standing(state, here) ?? { is: 'run', title: 'plan it' };
		case 'command':
			return behind(state, here) ?? trusting(here) ?? running(state, here) ?? command(state, here);
	}
}

function trusting({ open }: WalkHere): Enter | undefined {
	return open.trusted ? undefined : { is: 'sure', of: 'text' };
}

/** It runs in the background: the walk goes on without it. */
function behind(state: State, here: WalkHere): Enter | undefined {
	const { open, step, runbook } = here;
	if (behindAt(open, step.id) === undefined) return undefined;
	const next = stepAfter(runbook, step.id);
	if (next === undefined) return cannot(behindWhy(state));
	return written(state, here, { dids: [{ is: 'went', to: next.id, because: 'the next one' }], title: 'next step' });
}

/** A plan that was made for the step and has not ended. */
function running(state: State, { stand }: WalkHere): Enter | undefined {
	const run = stand?.plans.findLast((id) => state.runs[id] !== undefined && state.runs[id].stage !== 'ended');
	return run === undefined || stand?.is !== 'running' ? undefined : { is: 'plan', run };
}

/** What was run has only to be judged, or is done and left. */
function standing(state: State, here: WalkHere): Enter | undefined {
	const { stand } = here;
	if (stand?.is === 'ok' || stand?.is === 'skipped') return onward(state, here);
	const isJudged = stand?.is === 'open' && (stand.whole !== undefined || Object.keys(stand.commands).length > 0);
	if (!isJudged) return undefined;
	return written(state, here, { dids: doneBy(state, here, 'as expected'), title: 'as expected: next' });
}

function command(state: State, here: WalkHere): Enter {
	const { picks, picked, stand, step, walk } = here;
	const pick = picked === undefined ? undefined : picks[picked];
	if (pick === undefined || pick.is === 'way' || step.does.is !== 'command') return cannot('there is no command');
	const isChosen = state.ui.tab > 0;
	const all = picks.filter((one) => one.is === 'command');
	const ran = all.every(({ command: { line } }) => stand?.commands[line] !== undefined) || stand?.whole !== undefined;
	const settled = ran && !isChosen ? standing(state, here) : undefined;
	const going = goingOut(pick, step.does, walk);
	const { interactive } = step.does.code.attributes;
	if (interactive === true && state.readOnly) return settled ?? cannot(terminalWhy);
	return settled ?? before(state, pick, going) ?? runOf(pick, going, { step, alone: picks.length === 1 });
}

/** Why what was picked cannot go out, or what is asked for before; undefined where it can. */
function before(state: State, pick: Runs, { missing, refused, changes }: Going): Enter | undefined {
	if (changes !== undefined && state.readOnly) return cannot(changeWhy);
	const [name] = missing;
	if (name !== undefined) return state.readOnly ? cannot(readOnlyWhy) : { is: 'value', name };
	if (refused !== undefined) return cannot(failureText(refused));
	const unended = pick.is === 'command' ? pick.command.unended : undefined;
	return unended === undefined ? undefined : cannot(`it is not whole: ${unended}`);
}

/** Of a block with one command the block runs: what its fence says is said of all of it. */
function runOf(
	pick: Runs,
	{ changes }: Going,
	{ step, alone }: { readonly step: Step; readonly alone: boolean },
): Enter {
	const run = isBehind(step) ? 'run in the background' : 'run';
	const title = changes === undefined ? run : 'plan it';
	return pick.is === 'command' && !alone ? { is: 'run', title, command: pick.command.line } : { is: 'run', title };
}

/** Something to read, to do by hand or to send: it is done, and the next one comes. */
function marked(state: State, here: WalkHere, title: string): Enter {
	const { stand, step, runbook } = here;
	if (stand?.is === 'ok' || stand?.is === 'skipped') return onward(state, here);
	if (!state.readOnly) return { is: 'run', title };
	const next = stepAfter(runbook, step.id);
	return next === undefined ? cannot(readOnlyWhy) : { is: 'look', step: next.id };
}

/** What is done and left: the next step, or after the last one the end of the walk. */
function onward(state: State, here: WalkHere): Enter {
	const { walk, runbook, step } = here;
	const dids = wentOn(runbook, walk, step);
	if (dids.length > 0) return written(state, here, { dids, title: 'next step' });
	return written(state, here, { dids: [{ is: 'ended', as: 'done' }], title: 'end the walk' });
}

/** Where nothing may be written down, the step to which it would go is only looked at. */
function written(
	{ readOnly }: State,
	{ step, runbook }: WalkHere,
	{ dids, title }: { readonly dids: readonly Did[]; readonly title: string },
): Enter {
	if (!readOnly) return { is: 'did', title, dids };
	const next = dids.find((did) => did.is === 'went')?.to;
	return runbook.steps.some(({ id }) => id === next && id !== step.id)
		? { is: 'look', step: next ?? '' }
		: cannot(readOnlyWhy);
}

function chosen(state: State, here: WalkHere): Enter {
	const { picks, picked, step } = here;
	const pick = picked === undefined ? undefined : picks[picked];
	if (pick?.is !== 'way') return cannot(`choose a way first: ${keySaid(state, 'walk.next', 'tab')}`);
	const { to, label } = pick.way;
	const name = runbookNamed(to);
	if (name !== undefined) return inner(state, here, name);
	const dids: readonly Did[] = [
		{ is: 'marked', step: step.id, as: 'done', why: label },
		{ is: 'went', to, because: `chosen: ${label}` },
	];
	return written(state, here, { dids, title: 'go this way' });
}

/** The runbook that a way leads to; undefined where it leads to a step. */
function runbookNamed(to: string): string | undefined {
	return to.startsWith('runbook ') ? to.slice('runbook '.length) : undefined;
}

/** Another runbook is walked from here: the step comes out as that walk ends. One that is under way is gone on with. */
function inner(state: State, here: WalkHere, name: string): Enter {
	const { stand } = here;
	const begun = stand?.inner === undefined ? undefined : state.walks[stand.inner]?.walk;
	if (begun !== undefined && begun.ended === undefined && begun.head.runbook === name)
		return { is: 'walk', walk: begun.id, title: `go on in ${begun.head.title}` };
	const isLeft = here.step.does.is === 'runbook' || (stand?.inner !== undefined && state.ui.tab === 0);
	if (isLeft && (stand?.is === 'ok' || stand?.is === 'skipped')) return onward(state, here);
	return { is: 'runbook', name };
}

/** The step marked as done, and where the walk goes on. */
function doneBy({ operator }: State, { runbook, walk, step }: WalkHere, why: string): readonly Did[] {
	return markedOn(runbook, walk, step, { as: 'done', why, by: operator, at: walk.seen });
}

/** What `enter` does, in the words of the footer. */
export function enterTitle(enter: Enter): string | undefined {
	switch (enter.is) {
		case 'cannot':
			return undefined;
		case 'sure':
			return enter.of === 'text' ? 'accept its text' : 'take it over';
		case 'value':
			return 'give a value';
		case 'run':
		case 'did':
			return enter.title;
		case 'plan':
			return 'see its plan';
		case 'runbook':
			return 'open it';
		case 'walk':
			return enter.title;
		case 'look':
			return 'next step';
	}
}
