import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Deck, start } from './driver.ts';
import { configOf, deploy } from './scene.ts';

/** The row and column, from 1, at which a text begins on the screen. */
function placeOf(deck: Deck, text: string): readonly [column: number, row: number] {
	const row = deck.screen().findIndex((line) => line.includes(text));
	if (row < 0) throw new Error(`"${text}" is not on the screen:\n${deck.screen().join('\n')}`);
	return [(deck.screen()[row]?.indexOf(text) ?? 0) + 1, row + 1];
}

/** The sequences that turn the mouse on and off, in the order in which they were written. */
const modes = ({ written }: Deck): readonly string[] =>
	[
		...written
			.map(({ text }) => text)
			.join('')
			.matchAll(/\u001b\[\?1000([hl])/g),
	].map(([, end]) => (end === 'h' ? 'on' : 'off'));

describeLab('the mouse', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		await deploy(lab, 'app:v1');
	});
	afterAll(() => lab?.stop());

	test('selects and opens where the config wants it, and belongs to others while they have the terminal', {
		timeout: 120_000,
	}, async () => {
		const editor = join(lab.folder, 'editor');
		writeFileSync(editor, '#!/bin/sh\necho "EDITING $1"\nread answer\n');
		chmodSync(editor, 0o755);
		const config = lab.config(`mouse: true\n${configOf()}`);
		const deck = start(['--config', config], { env: { ...lab.env(), EDITOR: editor } });
		await deck.sees(/api .*\+ ok/);
		await deck.press('g');
		await deck.idle();
		expect(modes(deck)).toEqual(['on']);
		await deck.point(0, ...placeOf(deck, 'api '));
		await deck.idle();
		expect(deck.screen().find((row) => row.startsWith('>'))).toContain('api');
		await deck.point(0, ...placeOf(deck, 'enter open'));
		await deck.sees('production/api [overview]');
		await deck.press(':');
		await deck.type('edit');
		await deck.enter();
		await deck.sees('EDITING', 20_000);
		expect(modes(deck).at(-1)).toBe('off');
		deck.tell('');
		await deck.sees('production/api [overview]', 20_000);
		await deck.until('the mouse is on again', () => modes(deck).at(-1) === 'on');
		deck.kill('SIGTERM');
		await deck.exited();
		expect(deck.left()).toMatchObject({ mouse: false, alternateScreen: false, rawMode: false });
	});

	test('is off unless it is wanted', { timeout: 60_000 }, async () => {
		const deck = start(['--config', lab.config(configOf())], { env: lab.env() });
		await deck.sees(/api .*\+ ok/);
		deck.kill('SIGTERM');
		await deck.exited();
		expect(modes(deck)).not.toContain('on');
		expect(deck.left().mouse).toBe(false);
	});
});
