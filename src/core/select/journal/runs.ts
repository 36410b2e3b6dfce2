import { actionWords } from '../../action-words.ts';
import { clock } from '../../format.ts';
import type { JournalEntry, Outcome } from '../../journal.ts';
import { known } from '../../known.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { endOf, outcomeOf } from '../../outcome.ts';
import type { Consent, Plan } from '../../plan.ts';
import { noted } from '../../reduce/run.ts';
import { watchIn } from '../../run.ts';
import type { Run, State } from '../../state.ts';

/** A run as the journal tells it. What was not read (an older line) is missing. */
export interface StoredRun {
	readonly id: string;
	readonly by: string;
	readonly first: Millis;
	readonly plan?: Plan;
	/** It is no run but a shell that somebody had: of this service, or `host/NAME`. */
	readonly shell?: string;
	/** It is no run either: this locked environment was armed. */
	readonly armed?: string;
	/** It is a walk through this runbook, about this. */
	readonly walk?: { readonly title: string; readonly of?: string };
	readonly consent?: Consent;
	readonly outcome?: Outcome;
	/** It was confirmed or begun and nothing says how it ended. */
	readonly open: boolean;
	/** It is being carried out here, now. */
	readonly live?: true;
	readonly entries: readonly JournalEntry[];
}

/** What walk these lines are of; where its first one was not read, of no known runbook. */
function walkIn(entries: readonly JournalEntry[]): StoredRun['walk'] {
	const lines = entries.flatMap((entry) => (entry.what === 'walked' ? [entry.did] : []));
	if (lines.length === 0) return undefined;
	const began = lines.find((did) => did.is === 'began');
	return began === undefined ? { title: '?' } : { title: began.head.title, ...known({ of: began.head.of }) };
}

function storedRun(id: string, entries: readonly JournalEntry[]): readonly StoredRun[] {
	const first = entries[0];
	const last = entries.at(-1);
	if (first === undefined || last === undefined) return [];
	const planned = entries.find((entry) => entry.what === 'planned');
	const shell = entries.find((entry) => entry.what === 'shell opened');
	const armed = entries.find((entry) => entry.what === 'armed');
	const walk = walkIn(entries);
	const confirmed = entries.findLast((entry) => entry.what === 'confirmed');
	const outcome = outcomeOf(entries);
	return [
		{
			id,
			by: confirmed?.consent.by ?? first.by,
			first: first.at,
			...(planned === undefined ? {} : { plan: planned.plan }),
			...(shell === undefined ? {} : { shell: shell.of }),
			...(armed === undefined ? {} : { armed: armed.environment }),
			...known({ walk }),
			...(confirmed === undefined ? {} : { consent: confirmed.consent }),
			...(outcome === undefined ? {} : { outcome }),
			open:
				outcome === undefined &&
				last.what !== 'planned' &&
				shell === undefined &&
				armed === undefined &&
				walk === undefined,
			entries,
		},
	];
}

/** The runs that these entries of the journal are about, the newest first. */
export function runsIn(entries: readonly JournalEntry[]): readonly StoredRun[] {
	return [...Map.groupBy(entries, ({ run }) => run)]
		.flatMap(([id, ofRun]) => storedRun(id, ofRun))
		.sort((a, b) => b.first - a.first);
}

/**
 * How long a run took: from when it was first agreed to until the entry that says how it came out, a proof and what it
 * waited for its operator included; `-` where it was not confirmed or has no end.
 */
export function tookText({ entries }: StoredRun): string {
	const began = entries.find(({ what }) => what === 'confirmed' || what === 'shell opened' || what === 'walked');
	const end = endOf(entries) ?? entries.find(({ what }) => what === 'shell left') ?? walkEnd(entries);
	if (began === undefined || end === undefined) return '-';
	return lengthText(end.at - (began.what === 'confirmed' ? began.consent.at : began.at));
}

function walkEnd(entries: readonly JournalEntry[]): JournalEntry | undefined {
	return entries.find((entry) => entry.what === 'walked' && entry.did.is === 'ended');
}

/** What a run is and where; `?` where the line that says it was not read. */
export function runWords({ plan, shell, armed, walk }: StoredRun): { readonly what: string; readonly where: string } {
	if (walk !== undefined) return { what: `walk ${walk.title}`, where: walk.of ?? '-' };
	if (shell !== undefined) return { what: 'shell', where: shell };
	if (armed !== undefined) return { what: 'arm', where: armed };
	return plan === undefined ? { what: '?', where: '?' } : { what: actionWords[plan.action], where: plan.service };
}

/** How a run stands that has no outcome. */
export function unendedText({ open, shell, armed, walk, entries }: StoredRun): string {
	if (walk !== undefined) return walkText(entries);
	if (armed !== undefined) return armedText(entries);
	if (watchIn(entries) !== undefined) return 'watching';
	if (shell === undefined) return open ? 'no end written' : 'only planned';
	return entries.some(({ what }) => what === 'shell left') ? 'left' : 'no end written';
}

function walkText(entries: readonly JournalEntry[]): string {
	const end = walkEnd(entries);
	return end?.what === 'walked' && end.did.is === 'ended' ? end.did.as : 'open';
}

/** Until when an environment was armed. */
function armedText(entries: readonly JournalEntry[]): string {
	const [first, last] = [entries.find(({ what }) => what === 'armed'), entries.at(-1)];
	const until = last?.what === 'disarmed' ? last.at : first?.what === 'armed' ? first.until : 0;
	return `until ${clock(until)}`;
}

/** One run by its id; undefined where the journal as read knows nothing of it. */
export function storedRunOf(state: State, id: string): StoredRun | undefined {
	return storedRun(
		id,
		state.journal.entries.filter((entry) => entry.run === id),
	)[0];
}

/** The run as it would stand on the screen, had it been followed from its start. */
export function replayed(stored: StoredRun): Run | undefined {
	if (stored.plan === undefined) return undefined;
	const start: Run = { plan: stored.plan, opened: stored.first, stage: 'running', entries: [] };
	return stored.entries.reduce(noted, start);
}
