import { expect, test } from 'vitest';
import { type Run, since } from '../../../src/core/engine/since.ts';

const run = (image: string, at: number, until?: number): Run => ({ image, at, until });

test.each<readonly [string, readonly Run[], number | undefined]>([
	['its first run', [run('v2', 5)], 5],
	['never, where it never ran', [run('v1', 5)], undefined],
	['before a restart', [run('v2', 5, 8), run('v2', 9)], 5],
	['before a restart, seen by two', [run('v2', 5, 8), run('v2', 9), run('v2', 4, 8)], 4],
	['when it came back', [run('v2', 5, 8), run('v3', 8, 9), run('v2', 9)], 9],
	['when it came back in turns', [run('v2', 5, 10), run('v3', 8, 12), run('v2', 11), run('v2', 11.5)], 11],
	['before another one was tried beside it', [run('v2', 5), run('v3', 8, 9), run('v2', 10)], 5],
	['its latest run, whatever ran long before', [run('v1', 1, 2), run('v2', 5, 8), run('v2', 9)], 5],
])('what runs has run since %s', (_say, runs, at) => {
	expect(since('v2', runs)).toBe(at);
	expect(since('v2', runs.toReversed())).toBe(at);
});
