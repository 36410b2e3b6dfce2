import stringWidth from 'string-width';
import { clock } from '../../format.ts';
import { graphemesOf } from '../../graphemes.ts';
import { sizeText } from '../../logs/cut.ts';
import { type Level, levelLetters, levelOf } from '../../logs/level.ts';
import { rangesOf } from '../../logs/search.ts';
import { fieldsOf, saidIn } from '../../logs/signature.ts';
import type { LogLine, Millis } from '../../model.ts';
import { lineOf, type Piece, piece, type TextLine, type Tone } from '../text/line.ts';
import { cell, wrapped, wrappedIn } from '../text/wrap.ts';
import { shortName } from './named.ts';

/** How rows of a log are drawn. `left`: characters that are scrolled away. */
export interface RowRoom {
	readonly width: number;
	readonly times: boolean;
	readonly left: number;
	readonly search: string;
	/** Cells for the name of each line's service or log, where there are several. */
	readonly names?: number;
	/** Makes text from outside safe; done before its width is measured. */
	readonly clean: (text: string) => string;
}

/** Fields of structured logs that say what the row says already, or the same on every row. */
const usual = ['level', 'severity', 'lvl', 'time', 'timestamp', 'ts', '@timestamp', 'pid', 'hostname', 'v'];
/** Missing characters are counted from so many on; fewer are a plain `…`. */
const manyCut = 1_000;
/** Rows of a mark: what it says last is why. */
const mostOfMark = 5;

const tones: Readonly<Record<Level, Tone>> = {
	fatal: 'bad',
	error: 'bad',
	warn: 'warn',
	info: 'plain',
	debug: 'dim',
	trace: 'dim',
	none: 'plain',
};

/** A line as it is read: of JSON its message with the fields that say something. */
function lineText(text: string): string {
	const fields = saidIn(text);
	if (fields === undefined) return text;
	const rest = fields.rest.filter(([name]) => !usual.includes(name)).map(([name, value]) => `${name}=${value}`);
	return [fields.message, ...rest].join('  ');
}

/** Hours, minutes and seconds in UTC; blank where the line has no time. */
function timeText(at: Millis | undefined): string {
	return at === undefined ? '        ' : clock(at).slice(0, 8);
}

/** As much of a text as fits in so many cells. */
function cellsOf(text: string, width: number): string {
	if (/^[\x20-\x7e]*$/.test(text)) return text.slice(0, width);
	let used = 0;
	let end = 0;
	for (const { segment, index } of graphemesOf(text)) {
		used += stringWidth(segment);
		if (used > width) return text.slice(0, end);
		end = index + segment.length;
	}
	return text;
}

/** What was cut off when the line was kept (`… +9.9 MB`), if so. */
function cutBefore(text: string): string | undefined {
	return /\u2026 \+[\d.]+ [KMGT]?B$/.exec(text.slice(-16))?.[0];
}

/** A text in so many cells; what does not fit is `…`, with how much it is when that is much. */
export function fitted(text: string, room: Pick<RowRoom, 'width' | 'left' | 'clean'>): string {
	const some = room.clean(text.slice(0, (room.left + room.width) * 4 + 64)).slice(room.left);
	const whole = cellsOf(some, room.width);
	if (whole.length === some.length && text.length <= (room.left + room.width) * 4 + 64) return whole;
	const hidden = text.length - room.left - whole.length;
	const sign = cutBefore(text) ?? (hidden >= manyCut ? `… +${sizeText(hidden)}` : '…');
	return `${cellsOf(some, Math.max(0, room.width - stringWidth(sign)))}${sign}`;
}

/** The text with what was searched for marked in it. */
function marked(text: string, search: string, tone: Tone): readonly Piece[] {
	const found = rangesOf(text, search);
	if (found.length === 0) return [piece(text, tone)];
	const pieces = found.flatMap(([start, end], index) => [
		piece(text.slice(found[index - 1]?.[1] ?? 0, start), tone),
		piece(text.slice(start, end), 'cursor'),
	]);
	return [...pieces, piece(text.slice(found.at(-1)?.[1] ?? 0), tone)].filter((part) => part.text !== '');
}

interface Start {
	readonly time: string;
	readonly name: string;
	readonly level: string;
	readonly tone: Tone;
	readonly width: number;
}

function startOf(line: LogLine, room: RowRoom, selected: boolean): Start {
	const level = levelOf(line.text);
	const time = room.times ? `${timeText(line.at)} ` : '';
	const word = selected && level !== 'none' ? `${levelLetters[level]} ${level} ` : `${levelLetters[level]} `;
	const name = room.names === undefined ? '' : `${cell(room.clean(shortName(line.instance)), room.names)} `;
	const width = room.width - time.length - word.length - (room.names === undefined ? 0 : room.names + 1);
	return { time, name, level: word, tone: tones[level], width };
}

function head({ time, name }: Pick<Start, 'time' | 'name'>): TextLine {
	return name === '' ? [piece(time, 'dim')] : [piece(time, 'dim'), piece(name, 'dim')];
}

function markRow(line: LogLine, room: RowRoom): TextLine {
	return lineOf(fitted(`--- ${timeText(line.at)} ${line.text} ---`, { ...room, left: 0 }), 'warn');
}

/** A mark in as many rows as it takes, up to so many. */
function markRows({ at, text }: LogLine, room: RowRoom, most: number): readonly TextLine[] {
	const head = `--- ${timeText(at)} `;
	const width = room.width - head.length;
	const some = room.clean(text.slice(0, room.width * most * 4));
	return wrappedIn(`${some} ---`, width, most).map((row, index) =>
		lineOf(`${index === 0 ? head : ' '.repeat(head.length)}${fitted(row, { ...room, width, left: 0 })}`, 'warn'),
	);
}

/** A line of a log in one row. On the selected one the level stands as a word, too. */
export function logRow(line: LogLine, room: RowRoom, selected: boolean): TextLine {
	if (line.from === 'mark') return markRow(line, room);
	const { time, name, level, tone, width } = startOf(line, room, selected);
	const text = fitted(lineText(line.text), { ...room, width });
	return [...head({ time, name }), piece(level, tone), ...marked(text, room.search, tone)];
}

/** A line of a log, or a mark in it, in as many rows as it takes, but no more than `most`. */
export function logRows(
	line: LogLine,
	room: RowRoom,
	options: { readonly selected: boolean; readonly most: number },
): readonly TextLine[] {
	if (line.from === 'mark') return markRows(line, room, Math.min(mostOfMark, options.most));
	const { time, name, level, tone, width } = startOf(line, room, options.selected);
	const blank = { time: ' '.repeat(time.length), name: ' '.repeat(room.names === undefined ? 0 : room.names + 1) };
	const whole = lineText(line.text);
	const text = fitted(whole, { ...room, left: 0, width: width * options.most });
	const rows = wrapped(text, width).slice(0, options.most);
	return rows.map((row, index) => [
		...head(index === 0 ? { time, name } : blank),
		piece(index === 0 ? level : ' '.repeat(level.length), tone),
		...marked(row, room.search, tone),
	]);
}

/** What unfolding a line shows under it: whose it is where there are several logs, its fields, or its whole text. */
export function unfoldedRows(line: LogLine, room: RowRoom, most: number): readonly TextLine[] {
	const fields = fieldsOf(line.text);
	const texts = fields === undefined ? [line.text] : fields.rest.map(([name, value]) => `${name} = ${value}`);
	const log = room.names === undefined || line.instance === '' ? [] : [`log = ${line.instance}`];
	return [...log, ...texts]
		.flatMap((text) => wrapped(room.clean(text.slice(0, room.width * most)), room.width - 4))
		.slice(0, most)
		.map((row) => lineOf(`  | ${row}`, 'dim'));
}
