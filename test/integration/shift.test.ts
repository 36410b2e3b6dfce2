import { describe, expect, test } from 'vitest';
import type { Held, Reached } from '../shift/held.ts';
import { runShift } from '../shift/run.ts';

/** What may be under way at one look and not at another; who forgets something at each cut has forgotten 154 in the end. */
const mostMore = { timers: 5, signals: 10, emitters: 2, functions: 120 } as const;

/** What there is more of than there may be. */
const tooMany = (first: Held & Reached, last: Held & Reached): readonly string[] =>
	(['timers', 'signals', 'emitters', 'functions'] as const)
		.filter((what) => last[what] - first[what] > mostMore[what])
		.map((what) => `${what}: ${first[what]} after the first hour, ${last[what]} after the last`);

/** What there must be as much of as before. */
const exact = ({ connections, files, children, listeners, resources }: Held) => ({
	...{ connections, files, children, listeners, resources },
});

describe('a shift of eight hours in fake time', () => {
	// A connection cut every five minutes, another config every ten, another size of the terminal every three, 10,000 lines
	// of the log that is followed a minute. The program has a turn every 15 s of its time.
	test('leaves nothing behind: no memory, timer, listener, connection, file or child', {
		timeout: 900_000,
	}, async () => {
		const { memory, before, first, last, after, code, did, took } = await runShift(8, 15_000);
		const [start = 0] = memory;
		const end = memory.at(-1) ?? Number.POSITIVE_INFINITY;
		const grown = (100 * (end - start)) / start;
		process.stderr.write(
			`8 h in ${Math.round(took / 1000)} s: ${memory.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')} MB, ${grown.toFixed(1)} %\n`,
		);
		expect(did.cuts).toBeGreaterThan(170);
		expect(did.reloads).toBe(40);
		expect(did.sizes).toBeGreaterThan(150);
		expect(did.lines).toBeGreaterThan(4_000_000);
		expect(grown).toBeLessThan(5);
		expect(exact(last)).toEqual(exact(first));
		expect(tooMany(first, last)).toEqual([]);
		expect(code).toBe(0);
		expect(after).toMatchObject({ connections: 0, files: before.files, children: 0 });
		expect(after.timers).toBeLessThanOrEqual(1);
	});
});
