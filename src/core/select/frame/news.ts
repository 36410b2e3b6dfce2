import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { fieldPieces, lineOf, piece, type TextLine } from '../text/line.ts';
import { wrappedIn } from '../text/wrap.ts';

/** A row of a message is shown for so long, or until a key; all of them together no longer than this. */
const rowTime: Millis = 10_000;
const mostTime: Millis = 30_000;
/** A message is read whole: what is to be done stands at its end. It never takes more than so much of the screen. */
const mostOfScreen = 2 / 3;

const asks = {
	filter: '/',
	search: '/',
	palette: ':',
	help: '?',
	save: 'save as ',
	confirm: '',
} as const;

/** Above the last line: what is being typed, or a message in as many rows as it needs; undefined: the keys stand there. */
export function newsOf({ ui }: State, now: Millis): readonly TextLine[] | undefined {
	const { field, message, size } = ui;
	if (field?.of === 'filter' || field?.of === 'search' || field?.of === 'save') {
		const ask = ` ${asks[field.of]}`;
		const isNews = message !== undefined && now - message.at <= rowTime;
		const hint = `   ${isNews ? message.text : 'enter keeps it, esc takes it back'}`;
		return [
			[
				piece(ask, 'accent'),
				...fieldPieces(field, size.columns - ask.length - hint.length),
				piece(hint, isNews ? 'warn' : 'dim'),
			],
		];
	}
	const rows = message === undefined ? [] : messageRows(message.text, size);
	if (message === undefined) return undefined;
	const until = message.until ?? message.at + Math.min(mostTime, rowTime * rows.length);
	if (now > until) return undefined;
	return rows.map((row) => lineOf(` ${row}`, message.tone === 'warning' ? 'warn' : 'bold'));
}

function messageRows(text: string, { columns, rows }: State['ui']['size']): readonly string[] {
	return wrappedIn(text, columns - 2, Math.max(1, Math.floor(rows * mostOfScreen)));
}

/** The size of the terminal without the rows that a message takes beside the row of the keys. */
export function sizeOverNews(state: State, now: Millis): State['ui']['size'] {
	const { columns, rows } = state.ui.size;
	return { columns, rows: rows - Math.max(0, (newsOf(state, now)?.length ?? 1) - 1) };
}
