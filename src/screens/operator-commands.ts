import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { operatorName } from '../core/operator.ts';
import type { OperatorDialog } from '../core/select/operator.ts';
import { aboutDialog, type Typed, typedIn } from './about-dialog.ts';

function entered({ dialog, typed, now }: Typed<OperatorDialog>): readonly Event[] {
	if (typed.trim() === '') return [{ type: 'dialog/closed', at: now }];
	const name = operatorName(typed);
	if (name === undefined) return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, refused: typed } }];
	return [
		{ type: 'operator/named', at: now, name },
		{ type: 'dialog/closed', at: now },
	];
}

const about = aboutDialog(
	'operator',
	typedIn((dialog): dialog is OperatorDialog => dialog.is === 'operator'),
);

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
