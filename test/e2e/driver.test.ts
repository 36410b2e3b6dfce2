import { expect, test } from 'vitest';
import { start } from './driver.ts';

/** A program that keeps the protocol: draws what was typed, says when it is idle, and takes 50 ms for an `s`. */
const FAKE = `
const out = (text) => process.stdout.write(text);
let keys = 0, seen = '';
const idle = () => out('\\u001b_watchdeck:idle:' + keys + '\\u001b\\\\');
process.stdin.setRawMode(true);
out('\\u001b[?1049h\\u001b[?25l\\u001b[2J\\u001b[Hready'); idle();
process.stdout.on('resize', () => out('\\u001b[2J\\u001b[H' + process.stdout.columns + ' columns'));
process.stdin.on('data', (data) => {
	keys += 1; seen += data;
	if (data[0] === 113) { out('\\u001b[?25h\\u001b[?1049l'); process.exit(4); }
	const draw = () => { out('\\u001b[2J\\u001b[Hseen   ' + seen); idle(); };
	if (data[0] === 115) setTimeout(draw, 50); else draw();
});`;
const fake = (size = {}) =>
	start(['-e', FAKE], { program: [process.execPath], env: { PATH: process.env['PATH'] ?? '' }, ...size });

test('presses each key when the one before was handled, and reads the screen', async () => {
	const deck = fake();
	await deck.sees('ready');
	await deck.type('sas');
	await deck.idle();
	expect(deck.screen()[0]).toBe('seen   sas');
	await deck.press('q');
	expect(await deck.exited()).toBe(4);
	expect(deck.left()).toEqual({
		alternateScreen: false,
		hiddenCursor: false,
		bracketedPaste: false,
		mouse: false,
		rawMode: false,
	});
});

test('says what a killed program left behind', async () => {
	const deck = fake();
	await deck.sees('ready');
	deck.kill('SIGKILL');
	expect(await deck.exited()).toBe(137);
	expect(deck.left()).toMatchObject({ alternateScreen: true, hiddenCursor: true, rawMode: true });
});

test('fails with the screen in the message when a text does not come', async () => {
	const deck = fake();
	await deck.sees('ready');
	await expect(deck.sees('never', 100)).rejects.toThrow(/sees never: not within 100 ms. The screen:\nready/);
	deck.kill('SIGKILL');
	await expect(deck.sees('never')).rejects.toThrow(/137/);
});

test('changes the size of the terminal', async () => {
	const deck = fake({ columns: 200, rows: 50 });
	await deck.sees('ready');
	deck.resize(100, 30);
	await deck.sees('100 columns');
	expect(deck.screen()).toHaveLength(30);
	deck.kill('SIGKILL');
	await deck.exited();
});
