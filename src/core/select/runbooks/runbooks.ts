import { clean, shown } from '../../clean.ts';
import { failureText } from '../../failure-text.ts';
import { dash } from '../../format.ts';
import { keySaid } from '../../key-said.ts';
import { elapsedText } from '../../length-text.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import { fitness, type Subject } from '../../runbook/match.ts';
import type { Head, Severity } from '../../runbook/model.ts';
import type { Listed, OpenWalk } from '../../runbook/open.ts';
import { stepNow, walkedSteps } from '../../runbook/way.ts';
import type { State } from '../../state.ts';
import type { Column } from '../../table.ts';
import { counted } from '../rows/words.ts';
import type { MakeParts, SplitParts, SplitRow } from '../split/split.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { runbookDetail, walkDetail } from './detail.ts';
import { listSubject, openWalks } from './fit.ts';
import { keptLastWalks, type LastWalk } from './last.ts';
import { appliesText, isStale, lastText } from './words.ts';

/** The columns of the runbooks; those with a priority go where there is no room for them, the lowest first. */
const columns: readonly Column[] = [
	{ key: 'name', title: shown`NAME`, align: 'left', min: 24, max: 44, grow: 2 },
	{ key: 'severity', title: shown`SEV`, align: 'left', min: 3 },
	{ key: 'for', title: shown`FOR`, align: 'left', min: 16, max: 40, grow: 2, priority: 8 },
	{ key: 'steps', title: shown`STEPS`, align: 'right', min: 8 },
	{ key: 'last', title: shown`LAST WALK`, align: 'left', min: 16, max: 30, grow: 1 },
	{ key: 'checked', title: shown`CHECKED`, align: 'left', min: 7, priority: 9 },
	{ key: 'owner', title: shown`OWNER`, align: 'left', min: 12, max: 24, grow: 1, priority: 4 },
	{ key: 'reviewed', title: shown`REVIEWED`, align: 'left', min: 12, priority: 5 },
];

const none: Segment = { text: dash, tone: 'dim' };
const severityTones = { P0: 'bad', P1: 'warn', P2: undefined, P3: 'dim' } as const;
const severities: readonly (Severity | undefined)[] = ['P0', 'P1', 'P2', 'P3', undefined];

function severityCell(severity: Severity | undefined): Segment {
	if (severity === undefined) return none;
	const tone = severityTones[severity];
	return tone === undefined ? { text: clean(severity) } : { text: clean(severity), tone };
}

function checkedCell(mistakes: number): Segment {
	return mistakes === 0 ? { text: shown`ok`, tone: 'ok' } : { text: clean(`${mistakes} wrong`), tone: 'warn' };
}

function reviewedCell(head: Head, now: Millis): Segment {
	if (head.reviewed === undefined) return none;
	return isStale(head, now) ? { text: clean(`${head.reviewed} !`), tone: 'warn' } : { text: clean(head.reviewed) };
}

function cellOf(listed: Listed, last: LastWalk | undefined, now: Millis, key: string): Segment {
	const { name, head, steps, mistakes, trusted } = listed;
	switch (key) {
		case 'name':
			return { text: clean(trusted ? name : `${name} (strange)`, 120), tone: 'bold' };
		case 'severity':
			return severityCell(head.severity);
		case 'for':
			return { text: clean(appliesText(head) ?? '-', 120) };
		case 'steps':
			return { text: clean(String(steps)) };
		case 'last':
			return { text: clean(lastText(last, now), 120), ...(last === undefined ? { tone: 'dim' } : {}) };
		case 'checked':
			return checkedCell(mistakes);
		case 'owner':
			return head.owner === undefined ? none : { text: clean(head.owner, 120) };
		case 'reviewed':
			return reviewedCell(head, now);
		default:
			return none;
	}
}

function placeText({ walk, runbook }: OpenWalk): string {
	if (runbook === undefined) return '?';
	const steps = walkedSteps(runbook);
	const at = stepNow(runbook, walk)?.id;
	return `${steps.findIndex(({ id }) => id === at) + 1} of ${steps.length}`;
}

function walkCell(open: OpenWalk, now: Millis, key: string): Segment {
	const { walk } = open;
	switch (key) {
		case 'name':
			return { text: clean(`walk ${walk.id} ${walk.head.runbook}`, 120), tone: 'accent' };
		case 'severity':
			return severityCell(walk.head.severity);
		case 'for':
			return { text: clean(walk.head.of ?? '-', 120) };
		case 'steps':
			return { text: clean(placeText(open)) };
		case 'last':
			return { text: clean(`${elapsedText(now - walk.began)} by ${walk.walker}`, 120), tone: 'bold' };
		default:
			return { text: clean('') };
	}
}

/** Those that fit first, the nearest before the others; then the worst severity; then by name. */
function ordered(all: readonly Listed[], subject: Subject | undefined): readonly Listed[] {
	const fits = (one: Listed) => (subject === undefined ? 0 : fitness(one.head, subject));
	return all
		.map((listed) => ({ listed, fits: fits(listed), severity: severities.indexOf(listed.head.severity) }))
		.toSorted((a, b) => b.fits - a.fits || a.severity - b.severity || (a.listed.name < b.listed.name ? -1 : 1))
		.map(({ listed }) => listed);
}

/** So many files that could not be read are named. */
const mostFailures = 2;

function failureLines({ runbooks }: State): readonly TextLine[] {
	const failures = runbooks?.failures ?? [];
	const more = failures.length - mostFailures;
	return [
		...failures.slice(0, mostFailures).map(({ path, failure }) => lineOf(`X ${path}: ${failureText(failure)}`, 'bad')),
		...(more > 0 ? [lineOf(`and ${more} more could not be read`, 'bad')] : []),
	];
}

function titleOf(state: State, walks: number, subject: Subject | undefined): TextLine {
	const count = state.runbooks?.all.length ?? 0;
	const open = walks === 0 ? '' : `, ${counted(walks, 'open walk')}`;
	const about = subject === undefined ? '' : `   those for ${subject.id} first`;
	return [piece('RUNBOOKS', 'bold'), piece(`  ${counted(count, 'runbook')}${open}`, 'dim'), piece(about, 'dim')];
}

const notYet = 'the runbooks were not looked for yet';
const noneFound = 'no runbook was found: any Markdown document in a folder that is named under runbooks is one';

/** The id of a runbook's row, and of a walk's. */
const rowIds = { runbook: (path: string) => `runbook ${path}`, walk: (id: string) => `walk ${id}` };

const lastOf = keptLastWalks();

/** The open walks and the runbooks, those that fit what is looked at first. */
export const runbooksParts: MakeParts = (state, _feeds, now): SplitParts => {
	const walks = openWalks(state);
	const subject = listSubject(state);
	const all = ordered(state.runbooks?.all ?? [], subject);
	const last = lastOf(state.journal.entries);
	const rows: readonly SplitRow[] = [
		...walks.map((open): SplitRow => {
			const { id, head, walker } = open.walk;
			const find = ['walk', id, head.runbook, head.title, head.of ?? '', walker].join(' ');
			return { id: rowIds.walk(id), find, cell: (key) => walkCell(open, now, key) };
		}),
		...all.map((listed): SplitRow => {
			const { name, title, path, head } = listed;
			const find = [name, title, path, head.severity ?? '', appliesText(head) ?? '', head.owner ?? ''].join(' ');
			return { id: rowIds.runbook(path), find, cell: (key) => cellOf(listed, last.get(name), now, key) };
		}),
	];
	return {
		head: [titleOf(state, walks.length, subject), ...failureLines(state)],
		columns,
		rows,
		none:
			state.runbooks === undefined
				? `${notYet}; ${keySaid(state, 'everywhere.refresh', 'ctrl-r')} looks again`
				: noneFound,
		detail: (id, room) => {
			const open = walks.find(({ walk }) => rowIds.walk(walk.id) === id);
			if (open !== undefined) return walkDetail(open, { state, now }, room);
			const listed = all.find(({ path }) => rowIds.runbook(path) === id);
			return listed === undefined ? [] : runbookDetail(listed, { state, now, last: last.get(listed.name) }, room);
		},
	};
};

/** What a row of the list is: an open walk, or a runbook. */
export function rowOf(
	state: State,
	id: string,
): { readonly walk: OpenWalk } | { readonly runbook: Listed } | undefined {
	const walk = openWalks(state).find((open) => rowIds.walk(open.walk.id) === id);
	if (walk !== undefined) return { walk };
	const runbook = state.runbooks?.all.find(({ path }) => rowIds.runbook(path) === id);
	return runbook === undefined ? undefined : { runbook };
}
