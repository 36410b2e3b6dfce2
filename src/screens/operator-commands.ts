import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { operatorName } from '../core/operator.ts';
import type { OperatorDialog } from '../core/select/operator.ts';
import type { State } from '../core/state.ts';
import { aboutDialog } from './about-dialog.ts';

interface Here {
	readonly dialog: OperatorDialog;
	readonly typed: string;
	readonly now: Millis;
}

function hereOf({ ui }: State, now: Millis): Here | undefined {
	if (ui.dialog?.is !== 'operator') return undefined;
	return { dialog: ui.dialog, typed: ui.field?.of === 'operator' ? ui.field.text : '', now };
}

function entered({ dialog, typed, now }: Here): readonly Event[] {
	if (typed.trim() === '') return [{ type: 'dialog/closed', at: now }];
	const name = operatorName(typed);
	if (name === undefined) return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, refused: typed } }];
	return [
		{ type: 'operator/named', at: now, name },
		{ type: 'dialog/closed', at: now },
	];
}

const about = aboutDialog('operator', hereOf);

/** The keys of the question who acts. Letters are typed. */
export const commands: readonly Command[] = [
	about({
		id: 'operator.take',
		title: 'take the name',
		help: 'Acts under the name that was typed; without one, under that of account and machine.',
		keys: ['enter'],
		footer: 10,
		silent: true,
		does: entered,
	}),
	about({
		id: 'operator.leave',
		title: 'go on without',
		help: 'Acts under the name of account and machine. It is asked again at the next start.',
		keys: ['esc'],
		footer: 20,
		silent: true,
		does: ({ now }) => [{ type: 'dialog/closed', at: now }],
	}),
];
