import { callText } from '../call-text.ts';
import { failureText } from '../failure-text.ts';
import type { JournalEntry } from '../journal.ts';
import { lengthText } from '../length-text.ts';
import type { Consent } from '../plan.ts';
import { didText } from '../runbook/did-text.ts';
import { unsaid } from '../unsaid.ts';
import { stampText } from './journal/journal.ts';
import { type StoredRun, unendedText } from './journal/runs.ts';
import { impactOf } from './plan/impact.ts';
import { headed, lineOf, piece, type TextLine } from './text/line.ts';
import { padded, wrapped } from './text/wrap.ts';

function indented(text: string, width: number): readonly TextLine[] {
	return text.trim() === '' ? [] : wrapped(text, width - 16).map((row) => lineOf(`${'| '.padStart(16)}${row}`));
}

function stepName(run: StoredRun, entry: Extract<JournalEntry, { what: 'begins' | 'ends' }>): string {
	const step = run.plan?.steps[entry.step];
	const what = entry.way === 'undo' ? 'undo of step' : 'step';
	return `${what} ${entry.step + 1}${step === undefined ? '' : `: ${step.say}`}`;
}

function begins(run: StoredRun, entry: Extract<JournalEntry, { what: 'begins' }>, width: number): readonly TextLine[] {
	const step = run.plan?.steps[entry.step];
	const call = entry.way === 'does' ? step?.does : step === undefined || 'none' in step.undo ? undefined : step.undo;
	const shown = call === undefined ? [] : wrapped(`$ on ${call.host}: ${callText(call)}`, width - 16);
	return [
		...stamped(entry, `${stepName(run, entry)}: begins`, width),
		...shown.map((row) => lineOf(`${' '.repeat(16)}${row}`, 'dim')),
	];
}

function ends(run: StoredRun, entry: Extract<JournalEntry, { what: 'ends' }>, width: number): readonly TextLine[] {
	const end = entry.failure === undefined ? `ok ${lengthText(entry.took)}` : `FAILED after ${lengthText(entry.took)}`;
	const why = entry.failure === undefined ? '' : failureText(entry.failure);
	const tone = entry.failure === undefined ? 'ok' : 'bad';
	return [
		...stamped(entry, `${stepName(run, entry)}: ${end}`, width, tone),
		...indented(why, width),
		...indented(unsaid(entry.output, entry.failure?.message ?? ''), width),
	];
}

function stamped(
	entry: JournalEntry,
	text: string,
	width: number,
	tone: 'plain' | 'ok' | 'bad' | 'bold' = 'plain',
): readonly TextLine[] {
	return headed(`${stampText(entry.at)}  `, text, { width, tone });
}

/** Who agreed, how, to whose plan, and why. */
function confirmedText({ by, how, why, reviewed }: Consent): string {
	const of = reviewed === undefined ? '' : `, as ${reviewed.by} planned it in ${reviewed.plan}`;
	return `confirmed by ${by} (${how})${of}${why === undefined ? '' : `: ${why}`}`;
}

function entryLines(run: StoredRun, entry: JournalEntry, width: number): readonly TextLine[] {
	switch (entry.what) {
		case 'planned':
			return stamped(entry, `planned by ${entry.by}: ${entry.plan.title}`, width);
		case 'confirmed':
			return stamped(entry, confirmedText(entry.consent), width);
		case 'refused':
			return stamped(entry, `refused: ${entry.because}`, width, 'bad');
		case 'begins':
			return begins(run, entry, width);
		case 'ends':
			return ends(run, entry, width);
		case 'walked':
			return stamped(entry, didText(entry.did), width);
		case 'done':
		case 'proven':
		case 'verified':
		case 'not verified':
		case 'undone':
		case 'held':
		case 'handled':
		case 'taken over':
		case 'left running':
		case 'shell opened':
		case 'shell left':
		case 'armed':
		case 'gates':
		case 'disarmed':
			return stamped(entry, `${entry.what}: ${entry.text}`, width, 'bold');
	}
}

function titleOf({ plan, shell, armed, walk }: StoredRun): string {
	if (walk !== undefined) return `WALK  ${walk.title}${walk.of === undefined ? '' : `  ${walk.of}`}`;
	if (shell !== undefined) return `SHELL  ${shell}`;
	return armed === undefined ? (plan?.title ?? 'a run whose plan was not read') : `ARMED  ${armed}`;
}

/** The first row of a stored run: what, where, how it came out. */
export function entryTitle(run: StoredRun, width: number): TextLine {
	const left = titleOf(run);
	const right = `${run.outcome ?? unendedText(run)}   run ${run.id.slice(0, 8)}`;
	return [piece(padded(left, Math.max(left.length + 2, width - right.length)), 'bold'), piece(right)];
}

/** A stored run in rows of so many cells: its plan, each call and what it answered, how it ended. */
export function entryText(run: StoredRun, width: number): readonly TextLine[] {
	const plan = run.plan;
	const about =
		plan === undefined
			? []
			: [
					...headed('service  ', plan.service, { width }),
					...(plan.from === undefined ? [] : headed('from     ', plan.from, { width })),
					...(plan.to === undefined ? [] : headed('to       ', plan.to, { width })),
					...(plan.proven === undefined ? [] : headed('proof    ', plan.proven, { width })),
					...impactOf(plan).flatMap((text, at) => headed(at === 0 ? 'impact   ' : '         ', text, { width })),
					lineOf(''),
				];
	return [...about, ...run.entries.flatMap((entry) => entryLines(run, entry, width))];
}
