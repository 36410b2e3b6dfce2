import { expect, test } from 'vitest';
import type { Runbook } from '../../../../src/core/runbook/model.ts';
import { walkScreen, walkScrolled } from '../../../../src/core/select/walk/screen.ts';
import type { Feeds, State } from '../../../../src/core/state.ts';
import { createLines } from '../../../../src/store/lines.ts';
import { makeNumbers } from '../../../../src/store/series.ts';
import { start } from '../../../screens/fleet-state.ts';
import { cpuOf } from '../../../support/cpu.ts';
import { came, code, command, commands, opened, serviceDown, step, text, walking } from '../../../support/walks.ts';

const feeds: Feeds = { numbers: makeNumbers().numbers, lines: createLines().lines };
const long = Array.from({ length: 20_000 }, (_, at) => `${at} of **many** lines, with \`code\` and a [link](#x) in it`);
const large: Runbook = {
	...serviceDown,
	steps: [
		step('1', 'Long text', commands(5, [command(6, 'uptime')]), [
			...long.slice(0, 10_000).map((line, at) => text(20 + at, line)),
			{ is: 'code', line: 10_020, ends: 20_020, depth: 0, quoted: 0, info: '', text: long.slice(10_000).join('\n') },
		]),
		step('2', 'Long block', {
			is: 'command',
			code: code(30_000, long.join('\n')),
			onlyReads: () => true,
			commands: () => [command(30_001, long.join('\n'))],
		}),
		...Array.from({ length: 3_000 }, (_, at) => step(String(at + 3), `Step ${at}`, { is: 'tick' })),
	],
};
const output = long.slice(0, 5_000).join('\n');
const open = opened(large, [{ is: 'came', step: 'step-2000', ...came({ output, lines: 100_000, bytes: 9_000_000 }) }]);

/** The least of the processor's times, in milliseconds: the first ones are those of code that is not warm yet. */
function best(times: number, act: () => void): number {
	return Math.min(...Array.from({ length: times }, () => cpuOf(act)));
}

const at = (id: string, scroll: number, state: State): State => ({
	...state,
	ui: { ...state.ui, scroll, selected: { walk: id } },
});

test.each([
	[80, 24],
	[200, 50],
])('a key in a walk of 3,000 steps, one of them of 20,000 lines, is drawn within 10 ms: %i x %i', (columns, rows) => {
	const state = walking(open, { columns, rows });
	const screen = walkScreen();
	screen(state, feeds, start);
	for (const id of ['long-text', 'long-block', 'step-1500', 'step-2000']) {
		let scroll = 0;
		const took = best(12, () => {
			scroll = walkScrolled({ state: at(id, scroll, state), feeds, now: start }, (height) => height);
			screen(at(id, scroll, state), feeds, start);
		});
		expect(took, id).toBeLessThan(10);
	}
});

test('its end is come to, and no more rows are drawn than fit', () => {
	const state = walking(open);
	const bottom = walkScrolled({ state: at('long-text', 0, state), feeds, now: start }, () => Number.POSITIVE_INFINITY);
	const { body } = walkScreen()(at('long-text', bottom, state), feeds, start);
	expect(bottom).toBeGreaterThan(20_000);
	expect(body.length).toBeLessThan(15);
	expect(body.map((line) => line.map(({ text: part }) => part).join('')).join('\n')).toContain('[1] #x');
});
