// Every screen of the demo fleet at both sizes, as text and as a picture, into docs/screens. A part of `npm run docs`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Deck, start } from '../e2e/driver.ts';
import { svgOf } from './svg.ts';

const folder = join(import.meta.dirname, '../../docs/screens');
const sizes = [
	[80, 24],
	[200, 50],
] as const;

/** How each screen is come to from the one before it, in this order. */
const way: readonly (readonly [name: string, go: (deck: Deck) => Promise<unknown>])[] = [
	['fleet', (deck) => deck.select('api')],
	['service', (deck) => deck.press('2')],
	[
		'logs',
		async (deck) => {
			await deck.press('3');
			await deck.sees('request failed');
		},
	],
	// In the log numbers choose a window of time.
	['releases', (deck) => deck.press('esc', '5')],
	['hosts', (deck) => deck.press('0')],
	['schedule', (deck) => deck.press(']')],
	['backups', (deck) => deck.press('7')],
	['environment', (deck) => deck.press('1', 'g', 'enter')],
	[
		'logs-together',
		async (deck) => {
			await deck.press('L');
			await deck.sees('request failed');
		},
	],
	['help', (deck) => deck.press('esc', '1', '?')],
	['palette', (deck) => deck.press('esc', ':')],
	[
		'plan',
		async (deck) => {
			await deck.press('esc', '1');
			await deck.select('api');
			await deck.press('r');
			await deck.sees('ROLL BACK production/api');
		},
	],
	[
		'run',
		async (deck) => {
			await deck.idle();
			await deck.enter();
			await deck.type('api');
			await deck.enter();
			await deck.sees('VERIFIED', 120_000);
		},
	],
	['journal', (deck) => deck.press('esc', '9')],
];

const captured = async (columns: number, rows: number): Promise<void> => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-docs-'));
	const env = { HOME: home, PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', WATCHDECK_OPERATOR: 'anna' };
	const deck = start(['demo'], { env, columns, rows });
	// Its deployment is a short gap too; what is meant is the release that fails.
	await deck.sees(/health check fails/, 150_000);
	for (const [name, go] of way) {
		await go(deck);
		await deck.idle();
		const file = join(folder, `${name}-${columns}x${rows}`);
		writeFileSync(`${file}.txt`, `${deck.screen().join('\n').trimEnd()}\n`);
		writeFileSync(`${file}.svg`, svgOf(deck.picture(), columns, `watchdeck: ${name} at ${columns}x${rows}`));
	}
	deck.kill('SIGTERM');
	await deck.exited();
	rmSync(home, { recursive: true });
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await Promise.all(sizes.map(([columns, rows]) => captured(columns, rows)));
