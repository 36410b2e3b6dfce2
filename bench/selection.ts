import xterm from '@xterm/headless';

/** A piece of a program's output, and when it came. */
export interface Piece {
	readonly at: number;
	readonly data: string;
}

/** The name on the row that is marked as selected (`>` in the first column): its first words. */
const selected = (terminal: xterm.Terminal): string => {
	const { active } = terminal.buffer;
	for (let row = 0; row < terminal.rows; row += 1) {
		const name = /^>\s+(.{20})/.exec(active.getLine(active.baseY + row)?.translateToString() ?? '')?.[1];
		if (name !== undefined) return name.trim();
	}
	return '';
};

/**
 * When the selection was seen to move, from all that a program printed at 200x50: what a person sees of a key, whatever
 * else is drawn meanwhile.
 */
export const selectionMoves = async (pieces: readonly Piece[]): Promise<readonly number[]> => {
	const terminal = new xterm.Terminal({ cols: 200, rows: 50, allowProposedApi: true });
	const moves: number[] = [];
	let before = '';
	for (const { at, data } of pieces) {
		await new Promise<void>((resolve) => terminal.write(data, resolve));
		const now = selected(terminal);
		if (now !== before) moves.push(at);
		before = now;
	}
	terminal.dispose();
	return moves;
};
