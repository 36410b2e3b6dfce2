import type { Command } from '../core/command.ts';
import { imageRef } from '../core/engine/image-ref.ts';
import type { Event } from '../core/event.ts';
import type { ImageDialog } from '../core/select/image.ts';
import { aboutDialog, type Typed, typedIn } from './about-dialog.ts';

function entered({ dialog, typed, now }: Typed<ImageDialog>): readonly Event[] {
	const image = typed.trim();
	if (imageRef(image) === undefined) return [{ type: 'dialog/opened', at: now, dialog: { ...dialog, refused: typed } }];
	return [
		{ type: 'dialog/closed', at: now },
		{ type: 'action/wanted', at: now, want: { action: 'deploy', image }, service: dialog.service },
	];
}

const about = aboutDialog(
	'image',
	typedIn((dialog): dialog is ImageDialog => dialog.is === 'image'),
);

/** The keys of the question which image is to be deployed. Letters are typed. */
export const commands: readonly Command[] = [
	about({
		id: 'image.plan',
		title: 'plan it',
		help: 'Plans a deploy of the image that was typed. Opens the plan, changes nothing yet.',
		keys: ['enter'],
		footer: 10,
		silent: true,
		does: entered,
	}),
	about({
		id: 'image.leave',
		title: 'leave',
		help: 'Leaves without a plan.',
		keys: ['esc'],
		footer: 20,
		silent: true,
		does: ({ now }) => [{ type: 'dialog/closed', at: now }],
	}),
];
