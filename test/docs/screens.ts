/**
 * Every screen of the demo fleet at both sizes: in colour as text and as a picture each, without colours and in ASCII as
 * text, all screens of a size in one file. Into docs/screens, or into the folder that is named. A part of `npm run docs`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Deck, start } from '../e2e/driver.ts';
import { coloured, foreign } from './plain.ts';
import { svgOf } from './svg.ts';
import { way } from './way.ts';

/** A way to draw: what the terminal says of itself, and what must not be among the bytes that are written to it. */
interface Look {
	readonly env: Readonly<Record<string, string>>;
	readonly never?: (written: string) => string | undefined;
	readonly keep: (shot: Shot) => void;
}

/** A screen as it was drawn. */
interface Shot {
	readonly name: string;
	readonly size: string;
	readonly deck: Deck;
	readonly columns: number;
}

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../../docs/screens'));
const sizes = [
	[80, 24],
	[200, 50],
] as const;

const textOf = (deck: Deck): string => `${deck.screen().join('\n').trimEnd()}\n`;

/** Adds a screen to the file of its size. */
const appended =
	(look: string) =>
	({ name, size, deck }: Shot): void =>
		writeFileSync(join(folder, look, `${size}.txt`), `=== ${name} ===\n${textOf(deck)}\n`, { flag: 'a' });

const looks: readonly Look[] = [
	{
		env: {},
		keep: ({ name, size, deck, columns }) => {
			writeFileSync(join(folder, `${name}-${size}.txt`), textOf(deck));
			writeFileSync(
				join(folder, `${name}-${size}.svg`),
				svgOf(deck.picture(), columns, `watchdeck: ${name} at ${size}`),
			);
		},
	},
	{ env: { NO_COLOR: '1' }, never: coloured, keep: appended('no-color') },
	{ env: { LANG: 'C' }, never: foreign, keep: appended('ascii') },
];

const captured = async ({ env, never, keep }: Look, columns: number, rows: number): Promise<void> => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-docs-'));
	const usual = { HOME: home, PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', WATCHDECK_OPERATOR: 'anna' };
	const deck = start(['demo'], { env: { ...usual, ...env }, columns, rows });
	// Its deployment is a short gap too; what is meant is the release that fails.
	await deck.sees(/health check fails/, 150_000);
	for (const [name, go] of way) {
		await go(deck);
		await deck.idle();
		keep({ name, size: `${columns}x${rows}`, deck, columns });
	}
	deck.kill('SIGTERM');
	await deck.exited();
	rmSync(home, { recursive: true });
	const wrong = never?.(deck.written.map(({ text }) => text).join(''));
	if (wrong !== undefined) throw new Error(`at ${columns}x${rows} with ${JSON.stringify(env)} it wrote ${wrong}`);
};

rmSync(folder, { recursive: true, force: true });
for (const sub of ['no-color', 'ascii']) mkdirSync(join(folder, sub), { recursive: true });
for (const [columns, rows] of sizes) await Promise.all(looks.map((look) => captured(look, columns, rows)));
