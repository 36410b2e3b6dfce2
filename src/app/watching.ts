import type { Journal, JournalEntry } from '../core/journal.ts';
import type { Millis, Result } from '../core/model.ts';
import { type Plan, subjectOf } from '../core/plan.ts';

/** The changes that are watched here, and what ends that: another change of the same service or dataset. */
export interface Watching {
	/** Follows a run, with the entries that it has already: the signal is given once another one begins on its subject. */
	readonly follow: (plan: Plan, before: readonly JournalEntry[]) => AbortSignal;
	readonly ended: (run: string) => void;
	/** A line of the journal, one of ours or of another program; twice is once. */
	readonly heard: (entry: JournalEntry) => void;
}

interface Followed {
	readonly subject: string;
	readonly over: AbortController;
	/** The line that says that its proof held; what came before it ends nothing. */
	since: number;
}

/** The newest step that began on a subject: of which run, at which line, and who that is in words. */
type Begun = { readonly run: string; readonly seq: number; readonly who: string };

/** Makes it, with nothing watched. */
export const makeWatching = (): Watching => {
	const followed = new Map<string, Followed>();
	const plans = new Map<string, { readonly subject: string; readonly title: string }>();
	const begun = new Map<string, Begun>();
	const look = (run: string): void => {
		const own = followed.get(run);
		const last = own === undefined ? undefined : begun.get(own.subject);
		if (own === undefined || last === undefined || last.run === run || last.seq < own.since) return;
		own.over.abort(`${last.who} began (run ${last.run})`);
	};
	const begins = ({ run, seq, by }: JournalEntry): void => {
		const plan = plans.get(run);
		if (plan === undefined || seq < (begun.get(plan.subject)?.seq ?? 0)) return;
		begun.set(plan.subject, { run, seq, who: `${plan.title} of ${by}` });
		for (const id of followed.keys()) look(id);
	};
	const heard = (entry: JournalEntry): void => {
		const own = followed.get(entry.run);
		// Nobody asked for it, and it leaves the service as it is.
		if (entry.what === 'planned' && entry.plan.unasked !== true) {
			plans.set(entry.run, { subject: subjectOf(entry.plan), title: entry.plan.title });
		}
		if (entry.what === 'proven' && own !== undefined) own.since = entry.seq;
		if (entry.what === 'begins') begins(entry);
	};
	return {
		heard,
		follow: (plan, before) => {
			const { id } = plan;
			const over = new AbortController();
			followed.set(id, { subject: subjectOf(plan), over, since: Number.POSITIVE_INFINITY });
			for (const entry of before) heard(entry);
			look(id);
			return over.signal;
		},
		ended: (run) => void followed.delete(run),
	};
};

/** A plan is written down so shortly before its first step, at the most. */
const sameTime: Millis = 600_000;

/** Hears what the journal has since a run that is taken up again began: another change may have begun meanwhile. */
export const catchUp = async (
	{ heard }: Watching,
	journal: Result<Journal>,
	before: readonly JournalEntry[],
): Promise<void> => {
	const since = (before[0]?.at ?? 0) - sameTime;
	const read = journal.ok ? await journal.value.read({ since }) : journal;
	if (read.ok) for (const entry of read.value) heard(entry);
};
