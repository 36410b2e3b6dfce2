import type { UiEvent } from '../event.ts';
import type { LogsAround, LogsUi } from '../logs/looks.ts';
import type { Millis } from '../model.ts';
import type { State } from '../state.ts';
import type { Field, Message, ScreenName, Ui } from '../ui.ts';

type At<E> = E & { readonly at: Millis };
type Of<T extends UiEvent['type']> = At<Extract<UiEvent, { readonly type: T }>>;

/** So many screens are remembered to go back to. */
const mostBack = 20;

/** The state after what the operator did. What leaves the program (quitting, copying, saving) changes nothing here. */
export function reduceUi(state: State, event: At<UiEvent>): State {
	if (event.type === 'operator/named') return { ...state, operator: event.name };
	const ui = event.type === 'updates/paused' ? paused(state, event) : nextUi(state.ui, event);
	return ui === state.ui ? state : { ...state, ui };
}

function nextUi(ui: Ui, event: Exclude<At<UiEvent>, { readonly type: 'updates/paused' | 'operator/named' }>): Ui {
	switch (event.type) {
		case 'screen/opened':
			return opened(quiet(ui), event);
		case 'screen/left':
			return left(quiet(ui));
		case 'row/selected':
			return selectedAt(event.rested === true ? ui : quiet(ui), event);
		case 'release/compared':
			return compared(quiet(ui), event.id);
		case 'rows/ordered':
			return { ...ui, order: event.ids };
		case 'group/folded':
			return { ...quiet(ui), folded: folded(ui.folded, event), moved: event.at };
		case 'field/opened':
			return { ...quiet(ui), field: { of: event.of, text: event.text, at: event.text.length } };
		case 'field/edited':
			return fieldEdited(quiet(ui), event);
		case 'field/entered':
			return withoutField(quiet(ui));
		case 'field/refused':
			return ui.field === undefined ? ui : { ...quiet(ui), field: { ...ui.field, refused: true } };
		case 'field/closed':
			return fieldClosed(quiet(ui));
		case 'dialog/opened':
			return dialogOpened(quiet(ui), event);
		case 'dialog/closed':
		case 'shell/agreed':
			return dialogClosed(quiet(ui), event.at);
		case 'message/shown':
			return { ...ui, message: event.message };
		case 'window/resized':
			return { ...ui, size: { columns: event.columns, rows: event.rows } };
		case 'logs/moved':
			return { ...quiet(ui), logs: { ...ui.logs, ...event.logs } };
		case 'view/scrolled':
			return scrolled(quiet(ui), event);
		case 'refresh/wanted':
			return { ...ui, message: said('reading everything anew', event.at) };
		case 'arm/wanted':
		case 'disarm/wanted':
		case 'logs/saved':
		case 'logs/marked':
		case 'text/copied':
		case 'link/opened':
		case 'edit/wanted':
		case 'page/wanted':
		case 'suspend/wanted':
		case 'demo/wanted':
		case 'quit/wanted':
		case 'leave/wanted':
			return ui;
	}
}

function scrolled(ui: Ui, { scroll, tab, span }: Of<'view/scrolled'>): Ui {
	const next = { ...ui, scroll: Math.max(0, scroll), tab: tab ?? ui.tab };
	return span === undefined ? next : { ...next, span };
}

function selectedAt(ui: Ui, { id, at }: Of<'row/selected'>): Ui {
	return { ...ui, selected: { ...ui.selected, [ui.screen]: id }, moved: at };
}

/** A key takes the message away that stood there before it. */
function quiet(ui: Ui): Ui {
	if (ui.message === undefined) return ui;
	const { message: _read, ...rest } = ui;
	return rest;
}

function withoutField(ui: Ui): Ui {
	const { field: _closed, ...rest } = ui;
	return rest;
}

function withoutDialog(ui: Ui): Ui {
	const { dialog: _closed, ...rest } = ui;
	return rest;
}

function compared({ compared: _before, ...ui }: Ui, id: string | undefined): Ui {
	return id === undefined ? ui : { ...ui, compared: id };
}

/** How long the keys of somebody who types are not taken for answers to a dialog that opens meanwhile. */
const unaskedGuard: Millis = 1000;

/** Who acts is asked first: what a dialog would cover that question with waits for its answer. */
function dialogOpened(ui: Ui, { dialog, unasked, at }: Of<'dialog/opened'>): Ui {
	if (ui.dialog?.is === 'operator' && dialog.is !== 'operator')
		return { ...ui, dialog: { ...ui.dialog, next: dialog } };
	return unasked === true ? { ...withoutField(ui), dialog, guard: at + unaskedGuard } : { ...ui, dialog };
}

function dialogClosed(ui: Ui, at: Millis): Ui {
	const closed = withoutField(withoutDialog(ui));
	const next = ui.dialog?.is === 'operator' ? ui.dialog.next : undefined;
	return next === undefined ? closed : { ...closed, dialog: next, guard: at + unaskedGuard };
}

function said(text: string, at: Millis): Message {
	return { tone: 'plain', text, at };
}

function opened(ui: Ui, event: Of<'screen/opened'>): Ui {
	const { screen, environment } = event;
	const back = screen === ui.screen ? ui.back : [...ui.back, ui.screen].slice(-mostBack);
	const about = aboutOf(ui, event);
	const shown = shownAt(environment === undefined ? about : { ...about, environment }, screen);
	const around = screen === 'logs' ? event.logs?.around : undefined;
	return { ...(around === undefined ? shown : aroundOf(shown, ui, around)), back };
}

/** What was searched for in the log of one service says nothing about that of another, and would hide its lines. */
function aboutOf(ui: Ui, event: Of<'screen/opened'>): Ui {
	const { logs: wanted, service = ui.service } = event;
	const { around: _left, group: before, ...logs } = ui.logs;
	const group = wanted === undefined && event.service === undefined ? before : wanted?.group;
	const about = { ...ui, ...(service === undefined ? {} : { service }) };
	const so = { ...logs, ...(group === undefined ? {} : { group }) };
	if (service === ui.service && group === before) return event.screen === 'logs' ? { ...about, logs: so } : about;
	const { logs: _of, ...filter } = ui.filter;
	return { ...about, filter, logs: { ...so, search: '' } };
}

/** Around an event all lines are of interest; what was filtered comes back with the place where one was. */
function aroundOf(shown: Ui, ui: Ui, around: LogsAround): Ui {
	const { logs: filtered, ...filter } = ui.filter;
	const here = { logs: ui.logs, ...(filtered === undefined ? {} : { filter: filtered }) };
	const before = ui.screen === 'logs' ? (ui.logs.around?.before ?? here) : undefined;
	const logs = { ...newest(shown.logs), follow: false };
	return { ...shown, filter, logs: { ...logs, around: { ...around, ...(before === undefined ? {} : { before }) } } };
}

/** Back to the screen before, or from the time around an event to the log that it was chosen in; from the first one, to Fleet. */
function left(ui: Ui): Ui {
	const before = ui.screen === 'logs' ? ui.logs.around?.before : undefined;
	if (before !== undefined) {
		const { logs: _around, ...filter } = ui.filter;
		const was = before.filter === undefined ? filter : { ...filter, logs: before.filter };
		return { ...ui, logs: before.logs, filter: was };
	}
	return { ...shownAt(ui, ui.back.at(-1) ?? 'fleet'), back: ui.back.slice(0, -1) };
}

/** Another screen begins at its top, without dialog and field; a log at its newest line. */
function shownAt(ui: Ui, screen: ScreenName): Ui {
	const logs = screen === 'logs' && ui.screen !== 'logs' ? newest(ui.logs) : ui.logs;
	return { ...withoutField(withoutDialog(ui)), screen, tab: 0, scroll: 0, logs };
}

function newest({ at: _at, line: _line, unfolded: _unfolded, around: _around, ...logs }: LogsUi): LogsUi {
	return { ...logs, follow: true, left: 0, window: 0 };
}

function folded(ids: Ui['folded'], { id, folded: fold }: Of<'group/folded'>): Ui['folded'] {
	const others = ids.filter((one) => one !== id);
	return fold ? [...others, id] : others;
}

function fieldEdited(ui: Ui, { text, cursor }: Of<'field/edited'>): Ui {
	if (ui.field === undefined) return ui;
	const field: Field = { of: ui.field.of, text, at: cursor };
	return { ...applied(unrefused(ui), field.of, text), field };
}

/** What a walk refused is typed anew: the refusal is of the line before. */
function unrefused(ui: Ui): Ui {
	if (ui.dialog?.is !== 'walk-ask' || ui.dialog.refused === undefined) return ui;
	const { refused: _before, ...dialog } = ui.dialog;
	return { ...ui, dialog };
}

/** What is typed to find something works with each letter; a list that is filtered anew begins at its top. */
function applied(ui: Ui, of: Field['of'], text: string): Ui {
	switch (of) {
		case 'filter':
			return { ...ui, filter: { ...ui.filter, [ui.screen]: text } };
		case 'search':
			return { ...ui, logs: { ...ui.logs, search: text } };
		case 'palette':
			return { ...ui, dialog: { is: 'palette', selected: 0 } };
		case 'help':
			return { ...ui, dialog: { is: 'help' } };
		case 'goto':
			return ui.dialog?.is === 'walk-goto' ? { ...ui, dialog: { ...ui.dialog, selected: 0 } } : ui;
		case 'why':
		case 'note':
		case 'value':
		case 'confirm':
		case 'reason':
		case 'save':
		case 'operator':
		case 'image':
			return ui;
	}
}

/** Escape takes back what was typed; without a field, the filter that was left on. */
function fieldClosed(ui: Ui): Ui {
	return withoutField(applied(ui, ui.field?.of ?? 'filter', ''));
}

/** The screen stays as it is: what is known now is kept beside what comes. */
function paused(state: State, { paused: pause, at }: Of<'updates/paused'>): Ui {
	const { paused: _before, held: _held, ...ui } = quiet(state.ui);
	if (!pause) return ui;
	const { services, conditions, layers, links, engines, pings, hostFacts, tops } = state;
	return { ...ui, paused: at, held: { services, conditions, layers, links, engines, pings, hostFacts, tops } };
}
