import type { Ask, Order } from '../core/call.ts';
import type { Event } from '../core/event.ts';
import type { Journal, JournalEntry, Note, Outcome } from '../core/journal.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import type { ConfirmedPlan, Plan } from '../core/plan.ts';
import type { PastReading, Probe, Reading, Span } from '../core/probe.ts';
import { type Standing, standingIn } from '../core/run.ts';
import type { Search } from '../core/runbook/search.ts';
import type { Judging } from './checks.ts';
import type { Digest } from './facts.ts';

/** What the operator may choose for a run that is held. `later`: nobody is there to ask; the next start asks again. */
export type Choice = 'undo' | 'finish' | 'retry' | 'leave' | 'later';

/** All that a run touches of the outside. */
export interface Outside {
	readonly order: Order;
	readonly ask: Ask;
	/** Looks for what a runbook expects; missing: then nobody knows whether it is there. */
	readonly search?: Search;
	/** Reads the probe of a check once; `carry`: what its reading before left for it. */
	readonly read: (probe: Probe, signal: AbortSignal, carry?: unknown) => Promise<Result<Reading>>;
	/** What a probe would have read between two times; missing where it keeps nothing, which only a few do. */
	readonly past?: (
		probe: Probe,
		span: Span,
		signal: AbortSignal,
	) => Promise<Result<readonly PastReading[]> | undefined>;
	readonly journal: Journal;
	readonly now: () => Millis;
	/** Resolves after so many milliseconds, or as soon as the signal is given; it never rejects. */
	readonly wait: (ms: Millis, signal: AbortSignal) => Promise<void>;
	readonly emit: (event: Event) => void;
	readonly digest: Digest;
	/**
	 * What the operator chooses for a held run, heard from the moment of the call; once the signal is given, the answer no
	 * longer counts.
	 */
	readonly choose: (run: string, signal: AbortSignal) => Promise<Choice>;
	/** Breaks off calls that are under way. */
	readonly signal: AbortSignal;
	/** SIGHUP or SIGTERM: the order that is under way ends and is written down, then the run stops where it is. */
	readonly stop: AbortSignal;
	/** The session of the program that goes on with what is stopped here; nobody does unless one is given. */
	readonly heir?: () => string | undefined;
	/** Another change of the service began: a watch ends, and says so in the words of the reason. */
	readonly superseded?: AbortSignal;
}

/** How a run came out. `outcome` is missing when it was stopped on its way and waits to be taken up again. */
export interface Performed {
	readonly outcome?: Outcome;
	readonly because: string;
	/** Commands that are left for a person. */
	readonly left?: readonly string[];
	/** Another program took it up in the same moment: nothing was ordered or written here. */
	readonly elsewhere?: true;
}

/** A note without what is the same in all notes of a run. */
export type Line = Note extends infer N ? (N extends Note ? Omit<N, 'at' | 'by' | 'run'> : never) : never;

/** A run on its way. */
export interface Running {
	readonly plan: Plan;
	readonly outside: Outside;
	readonly judging: Judging;
	readonly stopped: () => boolean;
	/** Where it stands, by its journal entries. */
	readonly stands: () => Standing;
	/** Its journal entries so far, oldest first, as they were written. */
	readonly entries: readonly JournalEntry[];
	/** Writes a line into the journal, `after`: unless another program wrote of this run since; a failure when it is not on disk. */
	readonly note: (line: Line, after?: number) => Promise<Failure | undefined>;
}

/** A run on its way, with the entries that it has already (of a run that was interrupted). */
export function running({ plan, consent }: ConfirmedPlan, outside: Outside, before: readonly JournalEntry[]): Running {
	const entries = [...before];
	const { now, emit, stop } = outside;
	const stopped = () => stop.aborted || outside.signal.aborted;
	const either = AbortSignal.any([stop, outside.signal]);
	return {
		plan,
		outside,
		entries,
		stopped,
		stands: () => standingIn(plan, entries),
		judging: {
			now,
			stopped,
			read: (probe, carry) => outside.read(probe, outside.signal, carry),
			wait: (ms) => outside.wait(ms, either),
			tell: ({ say }, passed, of, because) =>
				emit({ type: 'check/read', at: now(), run: plan.id, say, passed, of, because }),
		},
		note: async (line, after) => {
			const appended = await outside.journal.append({ ...line, at: now(), by: consent.by, run: plan.id }, after);
			if (!appended.ok) return appended.failure;
			entries.push(appended.value);
			emit({ type: 'plan/noted', at: now(), entry: appended.value });
			return undefined;
		},
	};
}
