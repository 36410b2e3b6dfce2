import type { Line } from '../../line.ts';
import type { Did } from '../../runbook/walk.ts';
import type { Selector, State } from '../../state.ts';
import type { Dialog, Field, WalkAsks } from '../../ui.ts';
import { fieldPieces, headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';
import { shownWalk, walkHere } from './here.ts';

/** The dialog that asks for a line in a walk. */
export type AskDialog = Extract<Dialog, { readonly is: 'walk-ask' }>;

interface Words {
	readonly title: string;
	readonly label: string;
	readonly does: string;
	readonly field: Field['of'];
}

const words: Readonly<Record<WalkAsks, Words>> = {
	skip: { title: 'SKIP', label: 'why  ', does: 'skips the step; the journal keeps why', field: 'why' },
	fail: { title: 'MARK FAILED', label: 'why  ', does: 'marks the step failed; the journal keeps why', field: 'why' },
	'give up': { title: 'GIVE THE WALK UP', label: 'why  ', does: 'ends the walk; the journal keeps why', field: 'why' },
	note: { title: 'NOTE', label: 'note  ', does: 'keeps it in the journal and the evidence', field: 'note' },
	host: { title: 'RUN ON ANOTHER HOST', label: 'host  ', does: 'commands run there from here on', field: 'value' },
	value: { title: 'GIVE A VALUE', label: 'name and value  ', does: 'stands in its place from here on', field: 'value' },
	save: { title: 'SAVE THE EVIDENCE', label: 'file  ', does: 'writes it', field: 'value' },
};

/** The field in which it is typed. */
export function fieldOf(asks: WalkAsks): Field['of'] {
	return words[asks].field;
}

/** What was typed, as something done; or why it cannot be taken, with what can. */
export type Answer =
	| { readonly is: 'did'; readonly did: Did }
	| { readonly is: 'mark'; readonly as: 'skipped' | 'failed'; readonly why: string }
	| { readonly is: 'save'; readonly path: string }
	| { readonly is: 'refused'; readonly why: string };

const refused = (why: string): Answer => ({ is: 'refused', why });

/** Why a value cannot be typed. */
function secretWhy(name: string, state: State): string | undefined {
	const secret = shownWalk(state)?.runbook?.head.variables.find((one) => one.name === name)?.secret;
	return secret === undefined ? undefined : `${name} is a secret: it comes from ${secret} and is typed nowhere.`;
}

function valueGiven(text: string, asked: string | undefined, state: State): Answer {
	const [, typed = '', rest = ''] = /^([A-Za-z_][\w-]*)(?:\s*=\s*|\s+)(.+)$/.exec(text) ?? [];
	const name = asked ?? typed;
	if (name === '') return refused('Write its name and, after a blank, its value: release v411.');
	const why = secretWhy(name, state);
	return why === undefined
		? { is: 'did', did: { is: 'set', name, value: asked === undefined ? rest : text } }
		: refused(why);
}

function hostGiven(text: string, { fleet }: State): Answer {
	const names = fleet.hosts.map(({ name }) => name);
	if (text === 'here' || names.includes(text)) return { is: 'did', did: { is: 'moved', host: text } };
	return refused(`There is no host ${text}: ${['here', ...names.slice(0, 12)].join(', ')}.`);
}

/** What a line means that was typed for it. */
export function answerOf({ asks, step, name }: AskDialog, typed: string, state: State): Answer {
	const text = typed.trim();
	if (text === '') return refused('Nothing was typed.');
	switch (asks) {
		case 'skip':
			return { is: 'mark', as: 'skipped', why: text };
		case 'fail':
			return { is: 'mark', as: 'failed', why: text };
		case 'give up':
			return { is: 'did', did: { is: 'ended', as: 'given up', why: text } };
		case 'note':
			return { is: 'did', did: { is: 'noted', step, text } };
		case 'host':
			return hostGiven(text, state);
		case 'value':
			return valueGiven(text, name, state);
		case 'save':
			return { is: 'save', path: text };
	}
}

function hintOf(state: State, { asks, name }: AskDialog): string | undefined {
	if (asks === 'host') return ['here (this machine)', ...state.fleet.hosts.map(({ name }) => name)].join(', ');
	if (asks !== 'value') return undefined;
	const typed = name ?? state.ui.field?.text.trim().split(/\s/, 1)[0];
	return shownWalk(state)?.runbook?.head.variables.find((one) => one.name === typed)?.ask;
}

/** Rows around it. */
const frame = 3;

function textOf(state: State, dialog: AskDialog): readonly TextLine[] {
	const width = state.ui.size.columns - 4;
	const { title, does, label: usual } = words[dialog.asks];
	const label = dialog.name === undefined ? usual : `${dialog.name}  `;
	const { field } = state.ui;
	const step = walkHere(state)?.runbook.steps.find(({ id }) => id === dialog.step);
	const about = step === undefined || dialog.asks === 'give up' ? '' : `  step ${step.number} ${step.title}`;
	const hint = hintOf(state, dialog);
	const wrong = dialog.refused === undefined ? [] : headed('', dialog.refused, { width, tone: 'bad' });
	const typed: TextLine = [
		piece(label, 'accent'),
		...(field === undefined ? [] : fieldPieces(field, Math.max(1, width - label.length))),
	];
	const asked = hint === undefined ? [] : headed('', hint, { width, tone: 'dim' });
	const whole = [
		lineOf(''),
		[piece(title, 'bold'), piece(about)],
		lineOf(''),
		...asked,
		typed,
		lineOf(''),
		...wrong,
		[piece('enter', 'accent'), piece(`  ${does}`)],
		[piece('esc', 'accent'), piece('    leaves it as it is')],
	];
	// Where not all of it fits, what is typed and why it is refused come first.
	return whole.length <= state.ui.size.rows - frame ? whole : [typed, ...wrong, [piece(title, 'bold')], ...asked];
}

/** Makes the question. */
export function askScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state) => {
		const { dialog, size } = state.ui;
		if (dialog?.is !== 'walk-ask') return [];
		const lines = textOf(state, dialog);
		kept = keptLines(
			kept,
			lines.map((line) => shownLine([piece('  '), ...line], size.columns)),
		);
		return kept;
	};
}
