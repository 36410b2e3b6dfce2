import { clean } from '../../clean.ts';
import type { Thresholds } from '../../config/fleet.ts';
import { bytesPerSecond, duration, percent, perSecond } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { seriesName } from '../../series-name.ts';
import type { Shown } from '../../shown.ts';
import { sparkline } from '../../sparkline.ts';
import type { Feeds } from '../../state.ts';
import { piece, type TextLine, type Tone } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { type Measure, newest, numberCell } from './numbers.ts';

/** A curve to be drawn: its measure, what it is called, and how its numbers are written. */
export interface Curve {
	readonly measure: Measure;
	readonly title: string;
	readonly format: (value: number) => Shown;
	/** What its scale reaches at the least, where that is known beforehand; it always reaches the limit. */
	readonly most?: number;
	readonly limit?: keyof Thresholds;
}

/** What goes through the network. */
const traffic: readonly Curve[] = [
	{ measure: 'net_in', title: 'rx', format: bytesPerSecond },
	{ measure: 'net_out', title: 'tx', format: bytesPerSecond },
];

/** The curves of a service, the telling ones first. */
export const serviceCurves: readonly Curve[] = [
	{ measure: 'errors', title: '5xx', format: (value) => percent(value, 1), limit: 'errorRatio' },
	{ measure: 'p95', title: 'p95', format: duration, limit: 'p95' },
	{ measure: 'memory', title: 'mem', format: (value) => percent(value), most: 1, limit: 'memory' },
	{ measure: 'cpu', title: 'cpu', format: (value) => percent(value), most: 1, limit: 'cpu' },
	{ measure: 'requests', title: 'req', format: perSecond },
	{ measure: 'p50', title: 'p50', format: duration },
	{ measure: 'p99', title: 'p99', format: duration },
	...traffic,
];

/** The curves of a host. */
export const hostCurves: readonly Curve[] = [
	{ measure: 'load', title: 'load', format: (value) => clean(value.toFixed(2)) },
	{ measure: 'cpu', title: 'cpu', format: (value) => percent(value), most: 1 },
	{ measure: 'memory', title: 'mem', format: (value) => percent(value), most: 1 },
	{ measure: 'disk', title: 'disk', format: (value) => percent(value), most: 1 },
	...traffic,
];

/** What curves are drawn over: which time, how wide, and what happened in it. */
export interface Span {
	readonly id: string;
	readonly now: Millis;
	readonly length: Millis;
	readonly width: number;
	/** How many rows high a curve is. */
	readonly rows: number;
	readonly limits?: Thresholds | undefined;
	/** Measures of which there is no number now, whatever there was before. */
	readonly over?: (measure: Measure) => boolean;
	/** Times of releases and actions, marked in the curve. */
	readonly marks: readonly Millis[];
}

/** Cells of a curve's title, and of the number behind it. */
const titleWidth = 9;
const numberWidth = 8;

const spans: Readonly<Record<number, string>> = { 300000: '5m', 1800000: '30m', 3600000: '1h', 86400000: '24h' };

/** What a length of time is called beside its curves. */
export function spanText(length: Millis): string {
	return spans[length] ?? lengthText(length);
}

/** A part of a curve is at least so long: most things are measured every 10 s, and between two readings is no gap. */
const leastPart: Millis = 20_000;

/** The curves of which anything is known in this time: title, curve with gaps and marks, newest number. */
export function curveLines(curves: readonly Curve[], span: Span, feeds: Feeds): readonly (readonly TextLine[])[] {
	return curves.flatMap((curve) => {
		const lines = linesOf(curve, span, feeds);
		return lines === undefined ? [] : [lines];
	});
}

function linesOf(curve: Curve, span: Span, feeds: Feeds): readonly TextLine[] | undefined {
	const { id, now, length, limits } = span;
	const name = seriesName(id, curve.measure);
	const width = curveWidth(span.width);
	const values = valuesOf(name, span, feeds, width);
	if (feeds.numbers(name)?.last() === undefined && values.every((value) => value === undefined)) return undefined;
	const last = span.over?.(curve.measure) === true ? undefined : newest(feeds, name, now);
	const limit = curve.limit === undefined ? undefined : limits?.[curve.limit];
	const { text, over, tone } = numberCell(last, curve.format, { now, limit });
	// A curve that keeps below its limit never fills its scale: what is well must not look like what is not.
	const rows = layers(values, Math.max(curve.most ?? 0, limit ?? 0), span.rows);
	return rows.map((row, index) => {
		const isLast = index === rows.length - 1;
		return [
			piece(cell(isLast ? `${curve.title} ${spanText(length)}` : '', titleWidth), 'dim'),
			piece(marked(row, span, width), over ? 'warn' : 'plain'),
			piece((isLast ? `${text}${over ? '!' : ''}` : '').padStart(numberWidth), tone ?? 'bold'),
		];
	});
}

/** Cells of a curve in a line of so many. */
function curveWidth(width: number): number {
	return Math.max(1, width - titleWidth - numberWidth);
}

/** A value a cell, also from before this session where that was kept; a part that is wider than a cell fills several. */
function valuesOf(name: string, { now, length }: Span, feeds: Feeds, width: number): readonly (number | undefined)[] {
	const parts = Math.max(1, Math.min(width, Math.floor(length / leastPart)));
	const from = now - length;
	const values = feeds.history?.window(name, from, now, parts) ?? feeds.numbers(name)?.window(from, now, parts) ?? [];
	return Array.from({ length: width }, (_, cell) => values[Math.floor((cell * parts) / width)]);
}

/** A row under curves, with a sign where something happened; of two things in one cell the later one. */
export function markLine(
	signs: readonly { readonly at: Millis; readonly sign: string; readonly tone: Tone }[],
	{ now, length, width }: Span,
): TextLine {
	const room = curveWidth(width);
	const cells = Array.from({ length: room }, () => piece(' '));
	for (const { at, sign, tone } of signs) {
		const column = columnOf(at, { now, length }, room);
		if (column !== undefined) cells[column] = piece(sign, tone);
	}
	return [piece(cell('marks', titleWidth), 'dim'), ...cells];
}

/** The cell of a time; undefined where it is outside. */
function columnOf(at: Millis, { now, length }: Pick<Span, 'now' | 'length'>, width: number): number | undefined {
	const column = Math.floor(((at - (now - length)) / length) * width);
	return column >= 0 && column < width ? column : undefined;
}

/** A curve of several rows, the highest first: each shows its part of the scale, which begins at zero. */
function layers(values: readonly (number | undefined)[], most: number, rows: number): readonly Shown[] {
	const top = values.reduce<number>((a, b) => Math.max(a, b ?? 0), most) || 1;
	return Array.from({ length: rows }, (_, index) => {
		const part = rows - 1 - index;
		const min = (top * part) / rows;
		const high = values.map((value) => (part > 0 && value !== undefined && value <= min ? undefined : value));
		return sparkline(high, { min, max: (top * (part + 1)) / rows });
	});
}

/**
 * A curve with a bar where something was released or done; every sign of a curve is one UTF-16 unit and one cell. What was
 * done just now stands a cell earlier: how it is since then is what one looks for, and is not hidden.
 */
function marked(curve: string, span: Span, width: number): string {
	const signs = curve.split('');
	for (const at of span.marks) {
		const column = columnOf(at, span, width);
		if (column !== undefined) signs[Math.max(0, Math.min(column, width - 2))] = '|';
	}
	return signs.join('');
}
