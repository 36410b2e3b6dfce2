import { known } from '../known.ts';
import type { WalkEvent } from '../runbook/event.ts';
import type { OpenWalk } from '../runbook/open.ts';
import { type WalkLine, walked } from '../runbook/walk.ts';
import type { State } from '../state.ts';
import type { Ui } from '../ui.ts';
import { hurried, settled } from './walk-guard.ts';

type At<E> = E & { readonly at: number };
type Of<T extends WalkEvent['type']> = At<Extract<WalkEvent, { readonly type: T }>>;

/** A line of a walk, and whether it stands in the journal. */
type Noted = Pick<Of<'walk/noted'>, 'line' | 'kept' | 'unwritten' | 'at'>;

/** So many lines of a walk are kept to be drawn; the journal has all. */
const mostLines = 2_000;

/** The state after news of runbooks and walks. */
export function reduceWalk(state: State, event: At<WalkEvent>): State {
	switch (event.type) {
		case 'runbooks/read':
			return { ...state, runbooks: event.runbooks };
		case 'walk/opened':
			return opened(state, event);
		case 'walk/shown':
			return { ...state, ui: atItsStep({ ...state.ui, walk: event.walk }) };
		case 'walk/read':
			return withWalk(state, event.walk, (open) => read(open, event));
		case 'walk/told':
			return withWalk(state, event.walk, (open) => told(open, event));
		case 'walk/behind':
			return withWalk(state, event.walk, (open) => behind(open, event));
		case 'walk/noted':
			return walkNoted(state, event);
		case 'walk/sought':
			return { ...state, ui: { ...wanting(state.ui, false), sought: event.sought } };
		case 'walk/hurried':
			return { ...state, ui: hurried(state.ui, event.at) };
		case 'walk/followed':
			return atItsStepNow(state, withFollowed(state, event), event.walk.id, event.at);
		case 'walk/unread':
			return withWalk(state, event.walk, ({ unread: _before, ...open }) => ({
				...open,
				...known({ unread: event.failure }),
			}));
		case 'walk/wanted':
			return { ...state, ui: wanting(state.ui, event.begin) };
		case 'walk/run':
		case 'walk/stopped':
		case 'walk/did':
		case 'walk/accepted':
		case 'walk/saved':
			return state;
	}
}

function withWalk(state: State, id: string, change: (open: OpenWalk) => OpenWalk): State {
	const open = state.walks[id];
	return open === undefined ? state : { ...state, walks: { ...state.walks, [id]: change(open) } };
}

function opened(state: State, { open, shown }: Of<'walk/opened'>): State {
	const { begins, ...ui } = state.ui;
	const begun = shown === true && begins === true ? { begun: true as const } : {};
	const next = { ...state, walks: { ...state.walks, [open.walk.id]: { ...open, ...begun } } };
	return shown === true ? { ...next, ui: atItsStep({ ...ui, walk: open.walk.id }) } : next;
}

/** What is looked at is the step at which the walk stands, from its beginning. */
function atItsStep(ui: Ui): Ui {
	const { walk: _other, ...selected } = ui.selected;
	const { sought: _found, ...rest } = ui;
	return { ...rest, selected, scroll: 0, tab: 0 };
}

/** Until the one that is wanted is there, no other one is taken for it. */
function wanting({ walk: _before, begins: _was, sought: _other, ...ui }: Ui, begins: boolean): Ui {
	return begins ? { ...ui, begins } : ui;
}

function read(open: OpenWalk, { document }: Of<'walk/read'>): OpenWalk {
	const { runbook: _before, edited: _was, ...rest } = open;
	return { ...rest, ...document };
}

function told(open: OpenWalk, { telling }: Of<'walk/told'>): OpenWalk {
	const { telling: _before, ...rest } = open;
	return telling === undefined ? rest : { ...rest, telling };
}

/** Each step has one command in the background at the most, in the order in which they were begun. */
function behind({ background = [], ...open }: OpenWalk, { step, telling }: Of<'walk/behind'>): OpenWalk {
	const isNew = telling !== undefined && background.every((one) => one.step !== step);
	const next = isNew
		? [...background, telling]
		: background.flatMap((one) => (one.step === step ? (telling ?? []) : [one]));
	return next.length === 0 ? open : { ...open, background: next };
}

/** A line of a walk; one that is not open here is kept once that walk is read. */
export function walkNoted(state: State, event: Noted): State {
	return atItsStepNow(state, withNote(state, event), event.line.run, event.at);
}

/** Where the walk on the screen stands otherwise than before, `enter` means another thing; at another step, that one is looked at. */
function atItsStepNow(before: State, next: State, id: string, at: number): State {
	const [was, is] = [before.walks[id]?.walk, next.walks[id]?.walk];
	if (next.ui.walk !== id || was === is) return next;
	return { ...next, ui: settled(was?.at === is?.at ? next.ui : atItsStep(next.ui), at) };
}

function withFollowed(state: State, { walk, lines, ahead }: Of<'walk/followed'>): State {
	return withWalk(state, walk.id, ({ ahead: _before, ...open }) => ({
		...{ ...open, walk, lines: lines.slice(-mostLines) },
		...known({ ahead }),
	}));
}

/** Whether a line is known already: it may be told by the journal and by a copy. */
function isKnown({ lines }: OpenWalk, { session, n }: WalkLine): boolean {
	return n !== undefined && lines.some((one) => one.n === n && one.session === session);
}

function withNote(state: State, { line, kept, unwritten }: Noted): State {
	return withWalk(state, line.run, (open) => {
		const { unwritten: _before, ...rest } = open;
		// A line that could not be written down at first is known here already.
		if (isKnown(open, line)) return { ...rest, kept: open.kept || kept, ...known({ unwritten }) };
		const walk = walked(open.walk, line);
		if (walk === undefined) return open;
		const lines = [...open.lines.slice(1 - mostLines), line];
		return { ...rest, walk, lines, kept: open.kept || kept, ...(unwritten === undefined ? {} : { unwritten }) };
	});
}
