import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { JobFound } from '../../../../src/core/finding.ts';
import type { JobRow } from '../../../../src/core/select/hosts/jobs.ts';
import { rulerLines } from '../../../../src/core/select/hosts/ruler.ts';

const now = Date.UTC(2026, 10, 21, 14, 2, 31);
const hours = (count: number) => now + count * 3_600_000;
function row(name: string, job: Partial<JobFound>, more: Partial<JobRow> = {}): JobRow {
	const found: JobFound = { is: 'job', name, by: 'cron', schedule: '0 2 * * *', command: name, ...job };
	return { id: name, of: 'host/vps1', job: found, stand: 'ok', read: now, failure: undefined, ...more };
}
const drawn = (jobs: readonly JobRow[], selected: string, width = 30 + 49, height = 20) =>
	rulerLines(jobs, selected, { now, width, height }).map((line) =>
		line
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);
/** The row of a job that is alone: an hour a cell, now in the middle. */
const alone = (job: Partial<JobFound>, more: Partial<JobRow> = {}) => drawn([row('a', job, more)], 'a', 49)[2];
const cells = (signs: Readonly<Record<number, string>>): string =>
	Array.from({ length: 49 }, (_, index) => signs[index - 24] ?? (index === 24 ? '|' : ' '))
		.join('')
		.trimEnd();

describe('the ruler of jobs', () => {
	test('has a scale of hours with now in the middle, a row a job, and says what its signs mean', () => {
		const nightly = row('backup-db', { ran: [hours(-12)], last: hours(-12), next: hours(12) });
		const broken = row('refresh-a-very-long-name', { last: hours(-3), exit: 3 });
		expect(drawn([nightly, broken], 'backup-db')).toEqual([
			`${'-'.repeat(51)} 24h back and ahead, UTC ---`,
			`${' '.repeat(34)}18:00 00:00 06:00   now 18:00 00:00 06:00`,
			`> backup-db          vps1     ${cells({ '-12': '+', 12: 'o' })}`,
			`  refresh-a-very-lo… vps1     ${cells({ '-3': 'X' })}`,
			'+ ran  X failed  ~ missed  o due (of a timer the next)',
		]);
	});

	test('marks what was seen, what failed, what did not run, and what is due', () => {
		expect(alone({ ran: [hours(-20), hours(-10)], last: hours(-10), coming: [hours(4), hours(14), hours(26)] })).toBe(
			cells({ '-20': '+', '-10': '+', 4: 'o', 14: 'o' }),
		);
		expect(alone({ last: hours(-3), exit: 0, failed: 'timeout' })).toBe(cells({ '-3': 'X' }));
		expect(alone({ last: hours(-23), lateBy: 9 * 3_600_000 })).toBe(cells({ '-23': '+', '-9': '~' }));
	});

	test('puts what is past never after now, nor what is due before it', () => {
		expect(alone({ last: now - 1, next: now + 1 })).toBe(cells({ '-1': '+', 1: 'o' }));
	});

	test('says nothing of what is older, or of a job of which nothing is known', () => {
		expect(alone({ last: hours(-60), next: hours(60) })).toBe(cells({}));
		expect(alone({})).toBe(cells({}));
	});

	test('keeps the selected job among those that fit, and counts the others', () => {
		const jobs = Array.from({ length: 40 }, (_, index) => row(`job-${index}`, {}));
		const lines = drawn(jobs, 'job-30', 79, 10);
		expect(lines).toHaveLength(10);
		expect(lines.filter((line) => line.startsWith('> job-30 '))).toHaveLength(1);
		expect(lines[0]).toMatch(/ 24h back and ahead, UTC; 33 more jobs ---$/);
	});

	test('is never wider than its room', () => {
		const time = fc.option(fc.integer({ min: now - 3e8, max: now + 3e8 }), { nil: undefined });
		fc.assert(
			fc.property(fc.integer({ min: 56, max: 200 }), time, time, fc.string(), (width, last, next, name) => {
				const job = row(name, { ...(last === undefined ? {} : { last }), ...(next === undefined ? {} : { next }) });
				for (const line of drawn([job, row('b', {})], name, width))
					expect(stringWidth(line)).toBeLessThanOrEqual(width);
			}),
		);
	});
});
