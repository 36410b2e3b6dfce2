import { defineConfig } from 'vitest/config';

const folder = process.env['WATCHDECK_RESULTS'];
const results = folder === undefined ? undefined : `${folder}/${Date.now()}-${process.pid}.json`;

/** Four projects: `fast` needs nothing, `e2e` the built bundle, `integration` and parts of `e2e` the lab, `kill` both, and an hour. */
export default defineConfig({
	test: {
		// Unless told, vitest leaves one processor of two idle.
		maxWorkers: '100%',
		// Where a script wants to count what ran, each run also leaves a file with its results.
		reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
		projects: [
			{
				test: {
					name: 'fast',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/e2e/**', 'test/integration/**', 'test/kill/**'],
					// Modules keep nothing between tests, so that the files of a process may share them: what a test loads is loaded once.
					isolate: false,
					// They take milliseconds; a busy machine must not fail them.
					testTimeout: 30_000,
				},
			},
			{
				test: {
					name: 'integration',
					include: ['test/integration/**/*.test.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000,
					fileParallelism: false,
				},
			},
			{
				test: {
					name: 'e2e',
					include: ['test/e2e/**/*.test.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000,
					fileParallelism: false,
				},
			},
			{
				test: {
					name: 'kill',
					include: ['test/kill/**/*.test.ts'],
					// So many kills, each with its two ways out.
					testTimeout: 3_600_000,
					hookTimeout: 120_000,
					fileParallelism: false,
				},
			},
		],
	},
});
