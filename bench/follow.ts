import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { type Engines, startEngines } from '../test/simulated/engines.ts';
import { type Deck, rssOf, startDeck } from './deck.ts';
import { type Figure, percentile } from './figures.ts';
import { configOf } from './scale.ts';
import type { Piece } from './selection.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The screen that so many bytes led to. */
export const screenOf = async (pieces: readonly Piece[]): Promise<string> => {
	const terminal = new xterm.Terminal({ cols: 200, rows: 50, allowProposedApi: true });
	for (const { data } of pieces) await new Promise<void>((resolve) => terminal.write(data, resolve));
	const { active } = terminal.buffer;
	const rows = Array.from(
		{ length: 50 },
		(_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '',
	);
	terminal.dispose();
	return rows.join('\n');
};

/** How many lines the log says it has seen. */
const seenBy = async (deck: Deck): Promise<number> => {
	const said = /\bseen ([\d,.]+)/.exec(await screenOf(deck.pieces()))?.[1];
	return Number((said ?? '').replaceAll(/\D/g, ''));
};

/** The share of the lines that were sent in ten seconds which the log says it has seen, in percent. */
const arriving = async (engines: Engines, deck: Deck): Promise<number> => {
	const [sent, seen] = [(await engines.tell({})).lines, await seenBy(deck)];
	await pause(10_000);
	const [sentThen, seenThen] = [(await engines.tell({})).lines, await seenBy(deck)];
	return (100 * (seenThen - seen)) / (sentThen - sent);
};

/** The log of one service at so many lines a second, on the screen. */
const opened = async (engines: Engines, rate: number, config: string, env: Readonly<Record<string, string>>) => {
	await engines.tell({ rate });
	const deck = startDeck(['--config', config], env);
	await deck.shows(/WATCHDECK[\s\S]*api-0/);
	await pause(2000);
	for (const key of ['g', 'j', 'l']) {
		deck.write(key);
		await pause(500);
	}
	await deck.shows(/seen/);
	await pause(5000);
	return deck;
};

/** Presses `p` and gives the milliseconds until the screen says so; while lines come, any output is no answer to a key. */
const toggled = async (deck: Deck, says: string): Promise<number> => {
	const from = deck.pieces().length;
	const at = performance.now();
	let came = deck.output();
	deck.write('p');
	for (;;) {
		const now = await came;
		came = deck.output();
		if (
			deck
				.pieces()
				.slice(from)
				.some(({ data }) => data.includes(says))
		)
			return now - at;
	}
};

/** What a key takes while lines come: the log is held and let go, again and again. */
const latenciesOf = async (deck: Deck): Promise<readonly number[]> => {
	const all: number[] = [];
	for (let index = 0; index < 150; index += 1) {
		all.push(await toggled(deck, index % 2 === 0 ? 'PAUSED' : 'FOLLOW'));
		await pause(60 + (index % 7) * 15);
	}
	return all;
};

/**
 * A log of 50,000 lines a second: what keys cost then, and memory, which is bounded by the 20,000 lines that are kept; and
 * whether all arrives at 20,000. What the program is too slow for waits in the engine.
 */
export const follow = async (folder: string, env: Readonly<Record<string, string>>): Promise<readonly Figure[]> => {
	const engines = await startEngines({ hosts: 1, containers: 3 });
	try {
		const config = join(folder, 'follow.yaml');
		writeFileSync(config, configOf(engines.hosts), { mode: 0o600 });
		const fast = await opened(engines, 50_000, config, env);
		const before = rssOf(fast.pid);
		const latencies = await latenciesOf(fast);
		await pause(20_000);
		const grown = rssOf(fast.pid) - before;
		await fast.quit();
		const calm = await opened(engines, 20_000, config, env);
		const share = await arriving(engines, calm);
		await calm.quit();
		const at = 'log follow, 50,000 lines/s';
		return [
			{ what: `${at}: key p50`, unit: 'ms', value: percentile(latencies, 0.5), must: 10, aim: 4 },
			{ what: `${at}: key p99`, unit: 'ms', value: percentile(latencies, 0.99), must: 25, aim: 16 },
			{ what: `${at}: RSS`, unit: 'MiB', value: before + grown, must: 300, aim: 180 },
			{ what: `${at}: RSS grows in 30 s by`, unit: 'MiB', value: grown, must: 30, aim: 10 },
			{ what: 'log follow, 20,000 lines/s: arrive', unit: '%', value: share, must: 90, aim: 99, atLeast: true },
		];
	} finally {
		await engines.stop();
	}
};
