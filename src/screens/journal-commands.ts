import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { callEvidence } from '../core/select/journal/call-rows.ts';
import { journalRows, journalText } from '../core/select/journal/journal.ts';
import { lockRows, lockText } from '../core/select/journal/lock-rows.ts';
import { journalParts, journalTab, journalTabs } from '../core/select/journal/parts.ts';
import { storedRunOf } from '../core/select/journal/runs.ts';
import { isBegun } from '../core/select/plan/stand.ts';
import type { Feeds, State } from '../core/state.ts';
import type { Dialog } from '../core/ui.ts';
import { around, aroundKey } from './logs-about.ts';
import { type Listed, listCommands, listedRow, tabCommands } from './split-commands.ts';

const listed: Listed = { screen: 'journal', make: journalParts };

/** Asked for every footer: it looks at no row. */
const none = (state: State): string | undefined =>
	isOfRuns(state) && state.journal.entries.length === 0 ? 'there is nothing in the journal' : undefined;

/** Whether the open tab lists runs. */
function isOfRuns(state: State): boolean {
	const tab = journalTab(state);
	return tab !== 'locks' && tab !== 'commands' && tab !== 'calls';
}

const onlyRuns = 'only for a run: the first tabs list them';

function told(text: string, now: Millis): readonly Event[] {
	return [{ type: 'message/shown', at: now, message: { tone: 'plain', text, at: now } }];
}

/** The lock or call under the cursor, by the id of its row. */
const lockAt = (state: State, now: Millis, id: string) => lockRows(state, now).find((row) => row.id === id);
const callAt = (feeds: Feeds, id: string) => feeds.calls?.().find(({ seq }) => `call/${seq}` === id);

/** Why a run needs no settling: it has an end, or it goes on here. */
function settled(state: State, id: string | undefined): string | undefined {
	const stored = id === undefined ? undefined : storedRunOf(state, id);
	if (stored === undefined) return 'there is nothing in the journal';
	const live = state.runs[stored.id];
	if (live !== undefined && isBegun(live)) return 'it runs here';
	return stored.open && stored.plan !== undefined ? undefined : 'only for a run without an end';
}

/** The logs of the service that a run was about, around its beginning. */
function aroundRun(state: State, feeds: Feeds, now: Millis): readonly Event[] {
	const run = storedRunOf(state, listedRow(listed, state, feeds, now) ?? '');
	const service = run?.plan?.service ?? run?.shell;
	if (run === undefined || service === undefined || state.services[service] === undefined) {
		return told('what this was about is no service that is watched now', now);
	}
	return around({ service, at: run.first, what: `a ${run.plan?.action ?? 'shell'} by ${run.by}` }, now);
}

/** The run that was selected, or the newest, without making the rows. */
function likelyRun({ ui, journal }: State): string | undefined {
	return ui.selected.journal ?? journal.entries.findLast(({ what }) => what === 'planned')?.run;
}

function opened(state: State, run: string): Dialog {
	const live = state.runs[run];
	return live !== undefined && isBegun(live)
		? { is: 'plan', run, scroll: 0, more: false }
		: { is: 'entry', run, scroll: 0 };
}

/** What `enter` shows of a row: a run, the run of a lock, or a call. */
function dialogOf(state: State, feeds: Feeds, now: Millis): Dialog | string | undefined {
	const id = listedRow(listed, state, feeds, now);
	if (id === undefined) return undefined;
	if (isOfRuns(state)) return opened(state, id);
	if (journalTab(state) === 'locks') {
		const plan = lockAt(state, now, id)?.plan;
		if (plan !== undefined && storedRunOf(state, plan) !== undefined) return opened(state, plan);
		return 'its run stands in the journal of whoever holds the lock';
	}
	const call = callAt(feeds, id);
	return call === undefined ? undefined : { is: 'call', call, scroll: 0 };
}

/** Plans to take over the lock under the cursor; one that an interrupted run of this journal left is given back by settling that. */
function takenOver(state: State, feeds: Feeds, now: Millis): readonly Event[] {
	const id = listedRow(listed, state, feeds, now);
	const lock = id === undefined ? undefined : lockAt(state, now, id);
	if (lock === undefined) return told('no lock lies on a host that was read', now);
	if (lock.stand === 'ours') return told('it is held by a run that goes on here', now);
	if (settled(state, lock.plan) === undefined)
		return [{ type: 'dialog/opened', at: now, dialog: { is: 'interrupted', run: lock.plan } }];
	if (lock.service === undefined) return told(`none that is watched here is ${lock.key}`, now);
	if (state.readOnly) return told('watchdeck was started with --read-only', now);
	return [{ type: 'action/wanted', at: now, want: { action: 'takeover' }, service: lock.service.id }];
}

function evidence(state: State, feeds: Feeds, now: Millis): string | undefined {
	const id = listedRow(listed, state, feeds, now);
	if (id === undefined) return undefined;
	if (isOfRuns(state)) {
		const row = journalRows(state).find((one) => one.id === id);
		return row === undefined ? undefined : journalText(row);
	}
	if (journalTab(state) === 'locks') {
		const row = lockAt(state, now, id);
		return row === undefined ? undefined : lockText(row);
	}
	const call = callAt(feeds, id);
	return call === undefined ? undefined : callEvidence(call);
}

/** The keys of the journal's screen. */
export const commands: readonly Command[] = [
	{
		id: 'journal.open',
		title: 'open',
		help: 'Opens the stored run: its plan, each call and what it answered; one that runs here is followed. Of a call, the whole.',
		keys: ['enter'],
		where: ['journal'],
		footer: 1,
		// While a filter is typed, enter ends the typing.
		blocked: (state) => (state.ui.field === undefined ? none(state) : undefined),
		run: (state, feeds, now) => {
			if (state.ui.field !== undefined) return [{ type: 'field/entered', at: now }];
			const dialog = dialogOf(state, feeds, now);
			if (dialog === undefined) return [];
			return typeof dialog === 'string' ? told(dialog, now) : [{ type: 'dialog/opened', at: now, dialog }];
		},
	},
	{
		id: 'journal.settle',
		title: 'settle a run without an end',
		titleNow: (state) => (journalTab(state) === 'locks' ? 'take over the lock' : undefined),
		help: 'For a run that was begun and has no end: undo it, finish it, or say that it was handled. On a lock, plan to take it from whoever holds it and to give it back.',
		keys: ['x'],
		where: ['journal'],
		tier: 2,
		footer: 3,
		blocked: (state) => {
			if (journalTab(state) === 'locks') return undefined;
			return isOfRuns(state) ? settled(state, likelyRun(state)) : onlyRuns;
		},
		run: (state, feeds, now) => {
			if (journalTab(state) === 'locks') return takenOver(state, feeds, now);
			const run = listedRow(listed, state, feeds, now);
			const why = settled(state, run);
			if (why !== undefined) return told(why, now);
			return run === undefined ? [] : [{ type: 'dialog/opened', at: now, dialog: { is: 'interrupted', run } }];
		},
	},
	{
		id: 'journal.copy',
		title: 'copy',
		help: 'Copies the row as evidence.',
		keys: ['y'],
		where: ['journal'],
		footer: 4,
		blocked: none,
		run: (state, feeds, now) => {
			const text = evidence(state, feeds, now);
			return text === undefined ? [] : { type: 'text/copied', at: now, text };
		},
	},
	{
		id: 'journal.around',
		...aroundKey,
		where: ['journal'],
		footer: 5,
		blocked: (state) => (isOfRuns(state) ? none(state) : onlyRuns),
		run: (state, feeds, now) => aroundRun(state, feeds, now),
	},
	...tabCommands('journal', journalTabs),
	...listCommands(listed),
];
