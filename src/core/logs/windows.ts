import type { Millis } from '../model.ts';

/** A part of the time that the digits choose on Logs, with the key's own meaning in k9s. */
export interface TimeWindow {
	readonly key: string;
	readonly say: string;
	/** 0: all lines that are kept. */
	readonly window: Millis;
	/** Where the view goes: to the newest line, or to the first one. */
	readonly to: 'tail' | 'head';
}

const minute: Millis = 60_000;

/** The keys 0 to 6 of the log, each with how far back it shows. */
export const timeWindows: readonly TimeWindow[] = [
	{ key: '0', say: 'tail', window: 0, to: 'tail' },
	{ key: '1', say: 'head', window: 0, to: 'head' },
	{ key: '2', say: '1m', window: minute, to: 'tail' },
	{ key: '3', say: '5m', window: 5 * minute, to: 'tail' },
	{ key: '4', say: '15m', window: 15 * minute, to: 'tail' },
	{ key: '5', say: '30m', window: 30 * minute, to: 'tail' },
	{ key: '6', say: '1h', window: 60 * minute, to: 'tail' },
];
