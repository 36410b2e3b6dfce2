import { indexOfSeq } from '../../logs/filtered.ts';
import type { LogsAround, LogsUi } from '../../logs/looks.ts';
import type { LogLine } from '../../model.ts';

/** Where the view of a log stands: indexes into the lines that are let through; -1 where there are none. */
export interface LogsPlace {
	readonly lines: readonly LogLine[];
	readonly bottom: number;
	readonly selected: number;
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The line that an event was, else the first one of its time or later, in the middle of the view. */
function placeAt(lines: readonly LogLine[], { at, text }: LogsAround, rows: number): LogsPlace {
	const last = lines.length - 1;
	const same = text === undefined ? -1 : lines.findIndex((line) => line.at === at && line.text === text);
	const found = lines.findIndex((line) => line.from !== 'mark' && line.at !== undefined && line.at >= at);
	const selected = same === -1 ? (found === -1 ? last : found) : same;
	return { lines, selected, bottom: clamp(selected + Math.floor(rows / 2), Math.min(rows - 1, last), last) };
}

/** Where the view of so many rows stands in these lines. A line that is gone leaves the view at its neighbour. */
export function logsPlace(ui: LogsUi, lines: readonly LogLine[], rows: number): LogsPlace {
	const last = lines.length - 1;
	if (ui.around !== undefined && ui.at === undefined) return placeAt(lines, ui.around, rows);
	if (ui.follow || ui.at === undefined) return { lines, bottom: last, selected: last };
	const bottom = clamp(indexOfSeq(lines, ui.at + 1) - 1, Math.min(rows - 1, last), last);
	const selected = ui.line === undefined ? bottom : clamp(indexOfSeq(lines, ui.line), Math.min(0, last), last);
	return { lines, bottom, selected };
}

/** The view with another line selected, moved no further than is needed to show it in so many rows. */
export function selecting(place: LogsPlace, index: number, rows: number): Partial<LogsUi> {
	const selected = clamp(index, 0, place.lines.length - 1);
	const top = place.bottom - rows + 1;
	const bottom = selected > place.bottom ? selected : selected < top ? selected + rows - 1 : place.bottom;
	const line = place.lines[selected];
	const at = place.lines[Math.min(bottom, place.lines.length - 1)];
	return line === undefined || at === undefined ? {} : { follow: false, line: line.seq, at: at.seq };
}

/** The index of the next line in a direction that fits; undefined where there is none. */
export function nextWhere(place: LogsPlace, way: 1 | -1, fits: (line: LogLine) => boolean): number | undefined {
	for (let index = place.selected + way; index >= 0 && index < place.lines.length; index += way) {
		const line = place.lines[index];
		if (line !== undefined && fits(line)) return index;
	}
	return undefined;
}
