import { describe, expect, test } from 'vitest';
import type { JobFound } from '../../../../src/core/finding.ts';
import { jobsOf, unreadSchedules } from '../../../../src/core/select/hosts/jobs.ts';
import { jobText } from '../../../../src/core/select/hosts/schedule.ts';
import { fleetState, is, minutes, start } from '../../../screens/fleet-state.ts';
import { found, withFacts } from '../../../screens/found.ts';

const job = (name: string, more: Partial<JobFound> = {}): JobFound => ({
	...{ is: 'job', name, by: 'cron', schedule: '@daily', command: name },
	...more,
});
const ranWell = { last: start - minutes(5), exit: 0 } as const;
const standsOf = (jobs: readonly JobFound[], more = {}) =>
	jobsOf(withFacts(fleetState([], {}), 'host/vps1', [found('schedule', jobs, more)]), start).map(
		(row) => [row.job.name, row.stand] as const,
	);

describe('the jobs', () => {
	test('that failed or are late come first, then those of which nothing is known', () => {
		expect(
			standsOf([
				job('well', { ...ranWell, next: start + 2 }),
				job('sooner', { ...ranWell, next: start + 1 }),
				job('never'),
				job('ran', { last: start }),
				job('late', { ...ranWell, late: true }),
				job('failed', { ...ranWell, exit: 2, late: true }),
				job('failed-without-exit', { last: start, failed: 'exit-code' }),
				job('failed-at-the-end', { ...ranWell, failed: 'timeout' }),
			]),
		).toEqual([
			['failed', 'failed'],
			['failed-at-the-end', 'failed'],
			['failed-without-exit', 'failed'],
			['late', 'late'],
			['never', 'unknown'],
			['ran', 'ran'],
			['sooner', 'ok'],
			['well', 'ok'],
		]);
	});

	test('that come in the same minute keep their order, however far the clocks of their hosts are from ours', () => {
		const at = Math.ceil(start / 60_000) * 60_000 + 300_000;
		const order = (one: number, other: number) =>
			standsOf([
				job('b', { ...ranWell, next: at + one }),
				job('a', { ...ranWell, next: at + other }),
				job('first', { ...ranWell, next: at - 60_000 }),
			]).map(([name]) => name);
		expect(order(-900, 800)).toEqual(['first', 'a', 'b']);
		expect(order(800, -900)).toEqual(['first', 'a', 'b']);
	});

	test('are unknown once they were not read for long, however they stood', () => {
		const old = { value: is('ok', 'read'), at: start - minutes(60), misses: 9 };
		const state = withFacts(fleetState([], {}), 'host/vps1', [
			found('schedule', [job('well', ranWell)], {
				observed: { ...old, failure: { kind: 'timeout', message: 'no answer' } },
			}),
		]);
		const [row] = jobsOf(state, start);
		expect(row?.stand).toBe('unknown');
		expect(row && jobText(row, start)).toBe('it is not read any more: no answer');
	});

	test('that failed say how', () => {
		const failed = { failed: 'timeout', last: start - minutes(5) };
		const said = (more: Partial<JobFound>) =>
			jobsOf(withFacts(fleetState([], {}), 'host/vps1', [found('schedule', [job('a', more)])]), start).map((row) =>
				jobText(row, start),
			);
		expect(said({ ...ranWell, exit: 2, late: true })).toEqual([
			'it last ran 5m ago and ended with exit code 2; it is late since',
		]);
		expect(said(failed)).toEqual(['it last ran 5m ago and failed: timeout']);
		expect(said({ failed: 'timeout' })).toEqual(['no run of it was seen, and it failed: timeout']);
	});

	test('that cannot be read are not left out in silence', () => {
		const failure = { kind: 'forbidden', message: 'may not be read.', fix: 'Add it to the group.' } as const;
		const state = withFacts(fleetState([], {}), 'host/vps1', [
			found('schedule', [], { observed: { failure, misses: 1 } }),
		]);
		expect(unreadSchedules(state)).toEqual(['schedule on vps1 is not read: may not be read. Add it to the group.']);
	});

	test('that are written the same twice are two rows', () => {
		const rows = jobsOf(
			withFacts(fleetState([], {}), 'host/vps1', [found('schedule', [job('twin'), job('twin')])]),
			start,
		);
		expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
	});
});
