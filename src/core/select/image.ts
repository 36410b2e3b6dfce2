import type { Line } from '../line.ts';
import type { Selector, State } from '../state.ts';
import type { Dialog } from '../ui.ts';
import { fieldPieces, headed, lineOf, piece, type TextLine } from './text/line.ts';
import { keptLines, shownLine } from './text/shown.ts';

/** The dialog that asks which image is to be deployed. */
export type ImageDialog = Extract<Dialog, { readonly is: 'image' }>;

const remedy = 'Give it as REPOSITORY:TAG or REPOSITORY@sha256:…, the repository in lower case.';

/** What is wrong with what was entered, until something else is typed. */
function wrongLines({ refused }: ImageDialog, typed: string, width: number): readonly TextLine[] {
	if (refused === undefined || refused !== typed) return [lineOf('')];
	const name = typed.trim();
	const what = name === '' ? 'No image was named.' : `“${name}” is no name of an image.`;
	return [lineOf(''), ...headed('', what, { width, tone: 'bad' }), ...headed('', remedy, { width })];
}

function textOf({ ui, services }: State, dialog: ImageDialog): readonly TextLine[] {
	const width = ui.size.columns - 4;
	const field = ui.field?.of === 'image' ? ui.field : undefined;
	const runs = services[dialog.service]?.instances[0]?.image.ref ?? 'an image without a name';
	return [
		lineOf(''),
		lineOf(`DEPLOY  ${dialog.service}`, 'bold'),
		lineOf(''),
		...headed('runs       ', runs, { width }),
		[piece('new image  ', 'accent'), ...(field === undefined ? [] : fieldPieces(field, width - 11))],
		...wrongLines(dialog, field?.text ?? '', width),
		lineOf(''),
		[piece('enter', 'accent'), piece('  plans it: what would change is shown, and nothing is changed yet')],
		[piece('esc', 'accent'), piece('    leaves')],
		lineOf(''),
		...headed('', 'Without a tag, latest is meant. What the host lacks is pulled once the plan is agreed to.', {
			width,
			tone: 'dim',
		}),
	];
}

/** Makes the question which image is to be deployed. */
export function imageScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state) => {
		const { dialog, size } = state.ui;
		if (dialog?.is !== 'image') return [];
		const lines = textOf(state, dialog);
		kept = keptLines(
			kept,
			lines.map((line) => shownLine([piece('  '), ...line], size.columns)),
		);
		return kept;
	};
}
