import type { Event } from '../core/event.ts';
import { clock } from '../core/format.ts';
import type { Journal, JournalEntry } from '../core/journal.ts';
import type { Millis, Result } from '../core/model.ts';
import { endOf, outcomeOf } from '../core/outcome.ts';
import { type Alive, carrierOf, standing, whereText } from '../core/run.ts';
import type { LeftRun, State } from '../core/state.ts';

/** What it takes to follow what goes on without a cockpit. */
interface Parts {
	readonly state: () => State;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly isAlive: Alive;
	readonly journal: Result<Pick<Journal, 'read'>>;
}

/** The entries of each run that a cockpit was left with, oldest first. */
const everLeft = (entries: readonly JournalEntry[]): readonly (readonly JournalEntry[])[] => {
	const ids = new Set(entries.flatMap(({ what, run }) => (what === 'left running' ? [run] : [])));
	return ids.size === 0
		? []
		: [...Map.groupBy(entries, ({ run }) => run)].flatMap(([id, own]) => (ids.has(id) ? [own] : []));
};

/** A run as one that goes on; undefined: it has an end, or nobody carries it out any more. */
const leftRun = (own: readonly JournalEntry[], isAlive: Alive): LeftRun | undefined => {
	const left = own.findLast(({ what }) => what === 'left running');
	const plan = standing(own)?.plan;
	const session = carrierOf(own);
	if (left === undefined || plan === undefined || session === undefined || outcomeOf(own) !== undefined)
		return undefined;
	if (left.what !== 'left running' || left.session !== session || isAlive(session) !== true) return undefined;
	return { run: left.run, title: plan.title, service: plan.service, by: left.by, since: left.at, session };
};

/** The runs of the first list that the second one does not have. */
const without = (runs: readonly LeftRun[], others: readonly LeftRun[]): readonly LeftRun[] =>
	runs.filter(({ run }) => !others.some((other) => other.run === run));

const isSame = (one: readonly LeftRun[], other: readonly LeftRun[]): boolean =>
	one.length === other.length && without(one, other).length === 0;

/** That a run goes on, in a sentence. */
const goesOnText = ({ title, session, by, since }: LeftRun): string =>
	`${title} goes on without a screen: ${whereText(session)}, left by ${by} at ${clock(since)}`;

/** How a run ended that went on without a screen; undefined where nothing says so. */
const endText = (own: readonly JournalEntry[]): string | undefined => {
	const [end, plan] = [endOf(own), standing(own)?.plan];
	if (end === undefined || plan === undefined) return undefined;
	const because = 'text' in end ? end.text : 'because' in end ? end.because : '';
	return `${plan.title}, left running, ended at ${clock(end.at)}: ${outcomeOf(own) ?? '?'}: ${because}`;
};

/**
 * Tells which runs go on without a cockpit and how they end; of the newest thing in the journal also where it ended before
 * this start. To be called about every second.
 */
export const makeLeftRuns = ({ state, emit, now, isAlive, journal }: Parts): (() => Promise<void>) => {
	let seen: readonly JournalEntry[] | undefined;
	const say = (tone: 'plain' | 'warning', text: string): void =>
		emit({ type: 'message/shown', at: now(), message: { tone, text, at: now() } });
	const ended = (own: readonly JournalEntry[]): void => {
		const text = endText(own);
		if (text !== undefined) say(outcomeOf(own) === 'VERIFIED' ? 'plain' : 'warning', text);
	};
	/** What a program said with its last breath may not have been read yet. */
	const over = async ({ run, title }: LeftRun): Promise<void> => {
		const read = journal.ok ? await journal.value.read({ run }) : journal;
		if (!read.ok) return;
		if (outcomeOf(read.value) === undefined)
			say('warning', `${title} was cut: its program is gone. See watchdeck resume`);
		else ended(read.value);
	};
	const changed = async (before: readonly LeftRun[], after: readonly LeftRun[]): Promise<void> => {
		if (isSame(before, after)) return;
		emit({ type: 'runs/left', at: now(), left: after });
		for (const run of without(after, before)) say('plain', goesOnText(run));
		for (const run of without(before, after)) await over(run);
	};
	return async () => {
		const { journal: read, left: before = [] } = state();
		const { entries } = read;
		if (entries === seen && before.length === 0) return;
		const isFirst = seen === undefined;
		seen = entries.length === 0 ? undefined : entries;
		const all = everLeft(entries);
		const newest = entries.at(-1)?.run;
		if (isFirst) ended(all.find(([first]) => first?.run === newest) ?? []);
		await changed(
			before,
			all.flatMap((own) => leftRun(own, isAlive) ?? []),
		);
	};
};
