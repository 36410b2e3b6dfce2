import type { ActionEvent } from '../event.ts';
import { failureText, refusalText } from '../failure-text.ts';
import type { JournalEntry } from '../journal.ts';
import type { Millis } from '../model.ts';
import { openShells } from '../open-shells.ts';
import { type Plan, plannedService } from '../plan.ts';
import { replayed, storedRunOf } from '../select/journal/runs.ts';
import { isGrave, isOpen, planProtection, standingOf } from '../select/plan/stand.ts';
import { targetOrder } from '../select/plan/targets.ts';
import type { Run, State } from '../state.ts';
import type { Message } from '../ui.ts';
import type { Want } from '../want.ts';
import { lockAwaited, lockedOut, lockFreed, lockSeen } from './locked.ts';
import { locksWithout } from './locks.ts';
import { noted } from './run.ts';
import { walkNoted } from './walk.ts';
import { settled } from './walk-guard.ts';

type At<E> = E & { readonly at: Millis };
type Of<T extends ActionEvent['type']> = At<Extract<ActionEvent, { readonly type: T }>>;

/** Keys are ignored for so long after a plan was opened (keys.md, "`r` means roll back"). */
const guardTime: Millis = 300;
/** So many entries of the journal are kept to be drawn; the journal itself has all. */
const mostEntries = 5_000;

/** The state after news of a change that is wanted, planned, agreed to, run, held or ended. */
export function reduceAction(state: State, event: At<ActionEvent>): State {
	switch (event.type) {
		case 'action/wanted':
			return { ...state, making: { want: event.want, service: event.service, since: event.at } };
		case 'plan/made':
			return planMade(state, event);
		case 'plan/refused':
			return planRefused(state, event);
		case 'lock/awaited':
			return lockAwaited(state, event.at);
		case 'lock/seen':
			return lockSeen(state, event.service, event.failure);
		case 'lock/freed': {
			const free = lockFreed(state, event.service, event.at);
			return free === undefined ? state : planMade(free, { type: 'plan/made', at: event.at, plan: event.plan });
		}
		case 'plan/asked':
			return planAsked(state, event);
		case 'plan/agreed':
			return withoutField(withRun(state, event.run, begun));
		case 'plan/explained':
			return explained(state, event);
		case 'plan/confirmed':
			return confirmed(state, event);
		case 'plan/closed':
			return planClosed(state, event);
		case 'plan/copied':
			return state;
		case 'plan/noted':
			return entryNoted(state, event);
		case 'step/told':
			return withRun(state, event.run, (run) => ({ ...run, told: { step: event.step, lines: event.told } }));
		case 'check/read':
			return withRun(state, event.run, (run) => ({
				...run,
				checking: { say: event.say, passed: event.passed, of: event.of, because: event.because },
			}));
		case 'run/held':
			return withRun(state, event.run, (run) => ({
				...unchecked(run),
				stage: 'held',
				because: event.because,
				left: event.left,
			}));
		case 'run/chosen':
			return runChosen(state, event);
		case 'run/ended':
			return runEnded(state, event);
		case 'run/elsewhere':
			return withoutRun(withoutDialogOf(state, event.run), event.run);
	}
}

function withRun(state: State, id: string, change: (run: Run) => Run): State {
	const run = state.runs[id];
	return run === undefined ? state : { ...state, runs: { ...state.runs, [id]: change(run) } };
}

function withoutRun(state: State, id: string): State {
	const { [id]: _gone, ...runs } = state.runs;
	return { ...state, runs };
}

function withoutField(state: State): State {
	const { field: _gone, ...ui } = state.ui;
	return { ...state, ui };
}

/** Without the dialog, where it shows this run. */
function withoutDialogOf(state: State, id: string): State {
	const { dialog, ...ui } = withoutField(state).ui;
	return dialog !== undefined && 'run' in dialog && dialog.run === id ? { ...state, ui } : state;
}

function withoutMaking(state: State): State {
	const { making: _gone, ...rest } = state;
	return rest;
}

function withMessage(state: State, message: Message): State {
	return { ...state, ui: { ...state.ui, message } };
}

function unchecked(run: Run): Run {
	const { checking: _gone, ...rest } = run;
	return rest;
}

function begun(run: Run): Run {
	const { because: _gone, ...rest } = run;
	return { ...rest, stage: 'running' };
}

/** Whether a plan is the answer to this wish. An empty `to` asks for whichever target is the best. */
function answers(plan: Plan, want: Want, service: string): boolean {
	if (plan.service !== service || plan.want.action !== want.action) return false;
	if (plan.want.action === 'deploy' && want.action === 'deploy')
		return plan.want.image === want.image && plan.want.canary === want.canary;
	if (plan.want.action !== 'rollback' || want.action !== 'rollback') return true;
	return want.to === '' || want.to === plan.want.to;
}

/** Opens the plan, unless the operator has wished for something else since or has left. */
function planMade(state: State, { plan, at }: Of<'plan/made'>): State {
	const making = state.making;
	if (making === undefined || !answers(plan, making.want, making.service)) return state;
	const dialog = state.ui.dialog;
	const before = dialog?.is === 'plan' ? state.runs[dialog.run] : undefined;
	const kept = before !== undefined && isOpen(before) ? withoutRun(state, before.plan.id) : state;
	const service = plannedService(state.services, plan);
	const replaced = before !== undefined && isOpen(before) && before.plan.service === plan.service;
	const order = (replaced ? before.order : undefined) ?? targetOrder(service);
	const made: Run = { plan, opened: at, stage: 'shown', entries: [], seen: standingOf(service), order };
	const run: Run = replaced && before.why !== undefined ? { ...made, why: before.why } : made;
	const { message: _gone, ...ui } = withoutField(kept).ui;
	return {
		...withoutMaking(kept),
		runs: { ...kept.runs, [plan.id]: run },
		ui: {
			...ui,
			guard: at + guardTime,
			dialog: { is: 'plan', run: plan.id, scroll: 0, more: dialog?.is === 'plan' && dialog.more },
		},
	};
}

/** A plan that could not be made, or one that was agreed to and turned down before its first order: its dialog says why. */
function planRefused(state: State, refusal: Of<'plan/refused'>): State {
	const { service, failure, at } = refusal;
	const making = state.making?.service === service ? state.making : undefined;
	const rest = making === undefined ? state : withoutMaking(state);
	const dialog = state.ui.dialog;
	if (failure.locked === true && making !== undefined && dialog === undefined)
		return lockedOut(rest, making.want, refusal);
	const run = dialog?.is === 'plan' ? state.runs[dialog.run] : undefined;
	if (run === undefined || run.plan.service !== service || run.stage === 'ended' || run.entries.some(isOrder))
		return withMessage(rest, { tone: 'warning', text: refusalText(failureText(failure)), at });
	const stage = failure.kind === 'changed' ? 'stale' : 'shown';
	return withRun(rest, run.plan.id, (before) => ({ ...before, stage, because: failureText(failure) }));
}

function isOrder(entry: JournalEntry): boolean {
	return entry.what === 'begins';
}

function planAsked(state: State, { run: id, at }: Of<'plan/asked'>): State {
	const run = state.runs[id];
	if (run === undefined || !isOpen(run) || run.stage === 'stale') return state;
	const { because: _gone, ...plain } = run;
	if (isGrave(run.plan))
		return typing(
			withRun(state, id, () => ({ ...plain, stage: 'typing' })),
			run,
		);
	switch (planProtection(state, run.plan, at)) {
		case 'guarded':
			return withRun(state, id, () => ({ ...plain, stage: 'asking' }));
		case 'protected':
			return typing(
				withRun(state, id, () => ({ ...plain, stage: 'typing' })),
				run,
			);
		case 'open':
		case 'locked':
			return state;
	}
}

/** Opens the line that is typed in next: for the name, or, of what is grave, first for the reason. */
function typing(state: State, { plan, why }: Run): State {
	const of = isGrave(plan) && why === undefined ? 'reason' : 'confirm';
	return { ...state, ui: { ...state.ui, field: { of, text: '', at: 0 } } };
}

/** A reason of blanks takes an earlier one back. */
function explained(state: State, { run: id, why }: Of<'plan/explained'>): State {
	const run = state.runs[id];
	if (run === undefined || !isOpen(run)) return state;
	const { why: _before, ...rest } = run;
	const said: Run = why.trim() === '' ? rest : { ...rest, why: why.trim() };
	const next = withoutField(withRun(state, id, () => said));
	return isGrave(run.plan) && said.why !== undefined && run.stage === 'typing' ? typing(next, said) : next;
}

/** A confirmed plan runs, also one that was not shown here (an interrupted run that goes on). */
function confirmed(state: State, { confirmed: { plan }, at }: Of<'plan/confirmed'>): State {
	const stored = state.runs[plan.id] === undefined ? storedRunOf(state, plan.id) : undefined;
	const before = state.runs[plan.id] ?? (stored === undefined ? undefined : replayed(stored));
	const run: Run = before ?? { plan, opened: at, stage: 'running', entries: [] };
	return { ...state, runs: { ...state.runs, [plan.id]: begun({ ...run, plan }) } };
}

/** The dialog goes; what was begun goes on, and what was not is as if it had never been asked for. */
function planClosed(state: State, { run: id, at }: Of<'plan/closed'>): State {
	const run = state.runs[id];
	const { ui, ...rest } = withoutMaking(withoutDialogOf(state, id));
	const left = { ...rest, ui: settled(ui, at) };
	return run === undefined || !(isOpen(run) || run.stage === 'ended') ? left : withoutRun(left, id);
}

function entryNoted(state: State, { entry, at }: Of<'plan/noted'>): State {
	const last = state.journal.entries.at(-1);
	const isNew = last === undefined || entry.seq > last.seq;
	const entries = isNew ? [...state.journal.entries.slice(1 - mostEntries), entry] : state.journal.entries;
	const isOfShell = entry.what === 'shell opened' || entry.what === 'shell left';
	const shells = isOfShell ? openShells(entries) : state.shells;
	const next = { ...state, shells, journal: { ...state.journal, entries } };
	// A line of a walk that has a name counts once, in whichever order it is told.
	if (entry.what === 'walked')
		return isNew || entry.n !== undefined ? walkNoted(next, { line: entry, kept: true, at }) : next;
	return withRun(next, entry.run, (run) => noted(run, entry));
}

/** What was chosen for a held run, or for one that an earlier session left: that one is followed from here on. */
function runChosen(state: State, { run: id, choice }: Of<'run/chosen'>): State {
	const { dialog, ...ui } = withoutField(state).ui;
	const interrupted = dialog?.is === 'interrupted' && dialog.run === id;
	if (choice === 'other') return withRun(state, id, (run) => ({ ...run, other: true }));
	if (choice === 'leave') return interrupted ? { ...state, ui } : state;
	const stored = storedRunOf(state, id);
	const run = state.runs[id] ?? (stored === undefined ? undefined : replayed(stored));
	if (run === undefined) return state;
	const { left: _left, outcome: _outcome, ...rest } = unchecked(run);
	const runs = { ...state.runs, [id]: begun(rest) };
	return { ...state, runs, ui: { ...ui, dialog: { is: 'plan', run: id, scroll: 0, more: false } } };
}

function runEnded(state: State, event: Of<'run/ended'>): State {
	const locks = locksWithout(state.locks, event.run);
	return withRun({ ...state, locks }, event.run, (run) => {
		const { left: _gone, ...rest } = unchecked(run);
		const end = { ...rest, stage: 'ended', outcome: event.outcome, because: event.because } as const;
		return event.left === undefined ? end : { ...end, left: event.left };
	});
}
