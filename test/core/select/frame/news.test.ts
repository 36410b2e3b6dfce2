import { expect, test } from 'vitest';
import { fleetLayout, overNews } from '../../../../src/core/select/fleet/layout.ts';
import { newsOf, sizeOverNews } from '../../../../src/core/select/frame/news.ts';
import type { State } from '../../../../src/core/state.ts';
import { aState, start } from '../../../support/plans.ts';

const told = (text: string): State => {
	const state = aState();
	return { ...state, ui: { ...state.ui, message: { tone: 'warning', text, at: start } } };
};
const long = 'The lock on vps1 is held by bob. '.repeat(300);

test.each([
	['of one row', 'Nothing was changed.', 10_000],
	['of two rows', 'Nothing was changed. '.repeat(5), 20_000],
	['of very many', long, 30_000],
])('a message %s is shown for 10 s a row, and for 30 s at most', (_, text, time) => {
	expect(newsOf(told(text), start + time)).toBeDefined();
	expect(newsOf(told(text), start + time + 1)).toBeUndefined();
});

test.each([
	[80, 24],
	[80, 14],
	[160, 30],
	[200, 50],
])(
	'a message of many rows takes them from the lower parts of Fleet, and leaves what it is: %i x %i',
	(columns, rows) => {
		const state = told(long);
		const size = { columns, rows };
		const usual = fleetLayout(size);
		const over = { ...state, ui: { ...state.ui, size } };
		const taken = rows - sizeOverNews(over, start).rows;
		expect(taken).toBeGreaterThan(rows / 4);
		const layout = overNews(usual, taken);
		const highOf = ({ beside, height, storyHeight, lowHeight }: typeof usual) =>
			lowHeight + (beside ? Math.max(height + 1, storyHeight) : height + storyHeight);
		expect(highOf(layout)).toBe(highOf(usual) - taken);
		expect(layout).toMatchObject({ beside: usual.beside, tiny: usual.tiny, width: usual.width });
		expect(layout.height).toBeGreaterThan(0);
		expect(overNews(usual, 0)).toBe(usual);
	},
);
