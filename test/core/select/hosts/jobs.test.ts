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
			]),
		).toEqual([
			['failed', 'failed'],
			['late', 'late'],
			['never', 'unknown'],
			['ran', 'ran'],
			['sooner', 'ok'],
			['well', 'ok'],
		]);
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
