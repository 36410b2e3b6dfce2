import { performance } from 'node:perf_hooks';
import { cpuOf, type Deck } from './deck.ts';
import { selectionMoves } from './selection.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const down = 'j';
const up = 'k';

/** What keys cost: how long each took to the screen, its CPU time and bytes beyond what the program does by itself. */
export interface KeyCost {
	readonly latencies: readonly number[];
	readonly cpu: number;
	readonly bytes: number;
}

/** What the program does when nobody presses a key: CPU milliseconds and bytes a second. */
export const idleOf = async (
	deck: Deck,
	seconds: number,
): Promise<{ readonly cpu: number; readonly bytes: number }> => {
	const [cpu, bytes, at] = [cpuOf(deck.pid), deck.bytes(), performance.now()];
	await pause(seconds * 1000);
	const took = (performance.now() - at) / 1000;
	return { cpu: (cpuOf(deck.pid) - cpu) / took, bytes: (deck.bytes() - bytes) / took };
};

/** Presses a key `count` times, one after the other, each at another moment of the live data. */
export const pressKeys = async (deck: Deck, count: number): Promise<KeyCost> => {
	const idle = await idleOf(deck, 3);
	const [cpu, bytes, at] = [cpuOf(deck.pid), deck.bytes(), performance.now()];
	const latencies: number[] = [];
	for (let index = 0; index < count; index += 1) {
		latencies.push(await deck.key(Math.floor(index / 20) % 2 === 0 ? down : up));
		await pause(17 + (index % 7) * 5);
	}
	const took = (performance.now() - at) / 1000;
	return {
		latencies,
		cpu: (cpuOf(deck.pid) - cpu - idle.cpu * took) / count,
		bytes: (deck.bytes() - bytes - idle.bytes * took) / count,
	};
};

/**
 * Holds a key at 30 a second; gives how often a second the selection was seen to move meanwhile, and for how many
 * milliseconds it went on after the release.
 */
export const holdKey = async (
	deck: Deck,
	seconds: number,
): Promise<{ readonly frames: number; readonly lag: number }> => {
	const began = performance.now();
	const count = seconds * 30;
	let sent = 0;
	while (sent < count) {
		deck.write(Math.floor(sent / 25) % 2 === 0 ? down : up);
		sent += 1;
		await pause(Math.max(0, began + (sent * 1000) / 30 - performance.now()));
	}
	const released = performance.now();
	await pause(300);
	const moves = await selectionMoves(deck.pieces());
	return {
		frames: moves.filter((at) => at >= began && at < released).length / ((released - began) / 1000),
		lag: Math.max(0, (moves.at(-1) ?? Number.NaN) - released),
	};
};
