import type { Event } from './event.ts';
import { type Hearing, pressed, refusesRepeats } from './keys.ts';
import { indexOfSeq } from './logs/filtered.ts';
import type { Mouse } from './mouse.ts';
import { commandsHere } from './select/commands.ts';
import { footerKeyAt } from './select/frame/frame.ts';
import { logsHeight, logsView } from './select/logs/logs.ts';
import { logsPlace, selecting } from './select/logs/place.ts';

/** Rows that one notch of the wheel goes. */
export const notch = 3;

/** Keys and age of the data are the last two rows of every screen. */
const keysFromBelow = 2;

/**
 * What the mouse leads to. A press selects the row that it hits (`row`: its id), or does what a key in the footer does; the
 * wheel goes one row, up or down. Where something is to be confirmed it does nothing at all.
 */
export function clicked(hearing: Hearing, mouse: Mouse, row: string | undefined): readonly Event[] {
	const { state, now } = hearing;
	if (now < state.ui.guard || refusesRepeats(state)) return [];
	if (mouse.is === 'wheel') return rolled(hearing, mouse.by);
	if (mouse.y === state.ui.size.rows - keysFromBelow) {
		const key = footerKeyAt(hearing, mouse.x);
		return key === undefined ? [] : pressed(hearing, key);
	}
	return row === undefined || state.ui.dialog !== undefined ? [] : selected(hearing, row);
}

/** A row further, by what the command does: its key may be another. */
function rolled({ state, feeds, commands, now }: Hearing, by: 1 | -1): readonly Event[] {
	const end = by === 1 ? '.down' : '.up';
	const command = commandsHere(state, commands).find(({ id }) => id.endsWith(end));
	if (command === undefined || command.blocked?.(state, feeds, now) !== undefined) return [];
	return [command.run(state, feeds, now, commands)].flat();
}

/** The row that was hit, selected. A row of a log is a part of a line: `12.0`, by the number of the line. */
function selected({ state, feeds, now }: Hearing, id: string): readonly Event[] {
	const { screen, logs } = state.ui;
	if (screen !== 'logs') return [{ type: 'row/selected', at: now, id }];
	const seq = Number(id.split('.', 1)[0]);
	const { lines } = logsView(state, feeds, now);
	const index = indexOfSeq(lines, seq);
	if (lines[index]?.seq !== seq) return [];
	const rows = logsHeight(state, now);
	return [{ type: 'logs/moved', at: now, logs: selecting(logsPlace(logs, lines, rows), index, rows) }];
}
