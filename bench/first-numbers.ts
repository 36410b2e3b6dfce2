import xterm from '@xterm/headless';
import type { Piece } from './selection.ts';

/** A row of a container that runs, and one with its CPU and memory. */
const row = /^[ >] +quiet-\d+ /;
const measured = /\d+% +\d+%/;

/**
 * When each row of a container on the screen first had its CPU and memory, from all that a program printed at 200x50; not
 * a number where that never was. A screen of fewer rows than `least` is not whole yet.
 */
export const firstNumbers = async (pieces: readonly Piece[], least: number): Promise<number> => {
	const terminal = new xterm.Terminal({ cols: 200, rows: 50, allowProposedApi: true });
	const isTold = (): boolean => {
		const { active } = terminal.buffer;
		const lines = Array.from({ length: 50 }, (_, y) => active.getLine(active.baseY + y)?.translateToString() ?? '');
		const rows = lines.filter((line) => row.test(line));
		return rows.length >= least && rows.every((line) => measured.test(line));
	};
	try {
		for (const { at, data } of pieces) {
			await new Promise<void>((resolve) => terminal.write(data, resolve));
			if (isTold()) return at;
		}
		return Number.NaN;
	} finally {
		terminal.dispose();
	}
};
