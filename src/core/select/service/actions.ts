import { actionWords } from '../../action-words.ts';
import { hourMinute } from '../../format.ts';
import type { JournalEntry, Outcome } from '../../journal.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { runsIn, type StoredRun, tookText } from '../journal/runs.ts';
import { isBegun, isQuiet } from '../plan/stand.ts';
import { lineOf, piece, type TextLine, type Tone } from '../text/line.ts';
import { cell } from '../text/wrap.ts';

const day: Millis = 86_400_000;

const tones: Readonly<Record<Outcome, Tone>> = {
	VERIFIED: 'ok',
	'DONE, NOT VERIFIED': 'warn',
	'FAILED, UNDONE': 'bad',
	'FAILED, HELD FOR YOU': 'bad',
	UNDONE: 'plain',
	HANDLED: 'plain',
	REFUSED: 'dim',
};

interface Known {
	readonly entries: readonly JournalEntry[];
	/** The runs that are carried out here, as one comparable text. */
	readonly live: string;
	readonly runs: readonly StoredRun[];
}

/** The runs of the journal, read again only when it changed or a run began or ended here: many rows ask. */
export function journalRuns(): (state: State) => readonly StoredRun[] {
	let known: Known | undefined;
	return ({ journal: { entries }, runs: here }) => {
		const ids = Object.keys(here).filter((id) => here[id] !== undefined && isBegun(here[id]));
		const live = ids.join(' ');
		if (known?.entries !== entries || known.live !== live) {
			const runs = runsIn(entries).map((run) => (ids.includes(run.id) ? { ...run, live: true as const } : run));
			known = { entries, live, runs };
		}
		return known.runs;
	};
}

/** What came of a run, in a word or two. */
function cameOf({ outcome, live }: StoredRun): { readonly text: string; readonly tone: Tone } {
	if (live === true) return { text: outcome === undefined ? 'running' : 'held', tone: 'bold' };
	return outcome === undefined ? { text: 'no end written', tone: 'warn' } : { text: outcome, tone: tones[outcome] };
}

/** Actions that were agreed to, newest first, a row each: when, who, what, and what came of it. */
export function actionLines(runs: readonly StoredRun[], now: Millis): readonly TextLine[] {
	return runs
		.filter(({ consent, outcome }) => consent !== undefined || outcome !== undefined)
		.map((run) => {
			const { plan, outcome, first } = run;
			const { text, tone } = cameOf(run);
			const when = now - first < day ? hourMinute(first) : `${lengthText(now - first).split(' ')[0]} ago`;
			return [
				piece(`${cell(when, 8)} `, 'dim'),
				piece(`${cell(run.by, 12)} `),
				piece(`${cell(plan === undefined ? '?' : actionWords[plan.action], 9)} ${plan?.service ?? ''}  `),
				piece(text, tone),
				piece(outcome === undefined ? '' : `  ${tookText(run)}`, 'dim'),
			];
		});
}

/** When something was done to a service, to be marked in its curves; what nobody asked for bends none. */
export function actionTimes(runs: readonly StoredRun[], service: string): readonly Millis[] {
	return runs.flatMap(({ plan, consent }) =>
		plan?.service === service && consent !== undefined && !isQuiet({ plan }) ? [consent.at] : [],
	);
}

/** That nothing was done, in these words; or that nobody knows, where the journal could not be read. */
export function noneDone({ journal }: Pick<State, 'journal'>, words: string): TextLine {
	return journal.failure === undefined
		? lineOf(words, 'dim')
		: lineOf('not known: the journal could not be read', 'warn');
}

/** The same, or in a row why there is none: nothing was done, or it is not known. */
export function doneLines(runs: readonly StoredRun[], state: State, now: Millis): readonly TextLine[] {
	const lines = actionLines(runs, now);
	return lines.length > 0 ? lines : [noneDone(state, 'nothing was done to it from here')];
}
