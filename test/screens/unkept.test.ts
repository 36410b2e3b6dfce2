import { afterEach, expect, test } from 'vitest';
import type { Failure } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, is, service, start } from './fleet-state.ts';
import { sized } from './found.ts';
import { type Screen, show } from './screen.ts';

const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});
const opened = async (more: Partial<State>, size: readonly [number, number] = [80, 24]): Promise<Screen> => {
	const state = fleetState([service('production/api')], { 'production/api': is('ok', 'running') });
	const screen = await show({ at: start, state: sized({ ...state, ...more }, ...size) });
	ends.push(screen.end);
	return screen;
};

const full: Failure = { kind: 'full', message: 'The database /s/watchdeck.db: the disk is full.', fix: 'Make room.' };
const damaged: Failure = { kind: 'garbled', message: 'The database /s/history.db is damaged.', fix: 'Run: mv it.' };
const unreadable: Partial<State> = { journal: { entries: [], failure: full } };
const unwritable: Partial<State> = { journal: { entries: [], unwritable: full } };

test('the last line says for as long as it is so that nothing can be changed, and why', async () => {
	const wanted = ' data: 2 of 2 hosts fresh (4s)   changes refused: disk full (9)';
	expect((await (await opened(unwritable)).text()).at(-1)).toBe(wanted);
	const screen = await opened(unreadable);
	await screen.press('l');
	await screen.advance(60_000);
	expect((await screen.text()).at(-1)).toContain('changes refused: disk full (9)');
});

test.each<[Failure['kind'], string]>([
	['garbled', 'changes refused: journal damaged (9)'],
	['forbidden', 'changes refused: journal not writable (9)'],
	['refused', 'changes refused: journal held (9)'],
	['missing', 'changes refused: no journal (9)'],
])('where it is %s: %s', async (kind, words) => {
	const screen = await opened({ journal: { entries: [], failure: { ...full, kind } } });
	expect((await screen.text()).at(-1)).toContain(words);
});

test('it says too that the history is not kept', async () => {
	expect((await (await opened({ unkept: damaged })).text()).at(-1)).toMatch(/fresh \(4s\) {3}history not kept \(9\)$/);
	const both = await opened({ ...unwritable, unkept: damaged });
	expect((await both.text()).at(-1)).toContain('changes refused: disk full (9), no history');
});

test('who may change nothing anyway is told of the journal alone', async () => {
	const screen = await opened({ ...unreadable, readOnly: true });
	expect((await screen.text()).at(-1)).toMatch(/ {3}disk full \(9\)$/);
});

test('a journal that cannot be read does not say that nothing was done', async () => {
	for (const size of [
		[80, 24],
		[200, 50],
	] as const) {
		const screen = await opened(unreadable, size);
		const fleet = (await screen.text()).join('\n');
		expect(fleet).toContain('not known: the journal could not be read');
		await screen.press('enter');
		for (const key of [']', '[', ']', ']']) {
			expect((await screen.text()).join('\n')).not.toContain('nothing was done');
			await screen.press(key);
		}
		expect(fleet).not.toContain('nothing was done');
	}
	expect((await (await opened(unwritable)).text()).join('\n')).toContain('nothing was done to it from here');
});

test('the journal says why it is not known, why nothing can be added to it, and why the history is not kept', async () => {
	const unknown = await opened({ ...unreadable, unkept: damaged });
	await unknown.press('9');
	const text = (await unknown.text()).join('\n');
	expect(text).toMatch(/JOURNAL .*calls\n the journal could not be read: The database \/s\/watchdeck.db: the disk/);
	expect(text).toMatch(
		/What is measured now is lost when you leave: The database \/s\/history.db is\s+damaged. Run: mv it\./,
	);
	const closed = await opened(unwritable);
	await closed.press('9');
	expect((await closed.text()).join('\n')).toMatch(
		/JOURNAL .*calls {3}0 runs\n changes are refused, since none could be written down: The database/,
	);
});
