import { lengthText } from '../length-text.ts';
import type { Condition, Millis } from '../model.ts';
import { pastable } from '../quote.ts';
import type { Job, ScheduleAnswer } from './jobs.ts';

/** What is expected of jobs, by a name or a part of the command: how long ago each may have run last. */
export type Expected = Readonly<Record<string, { readonly within: Millis }>>;

/** Whether and how a job's last run failed, in words after its name; undefined where it did not or that is not known. */
export function failureOf({ exit, failed }: Pick<Job, 'exit' | 'failed'>): string | undefined {
	if (exit !== undefined && exit !== 0) return `ended with exit code ${exit}`;
	return failed === undefined ? undefined : `failed: ${failed}`;
}

/** The job that a name in the config means: one of that name, else the first whose command has it in it. */
export function jobNamed(jobs: readonly Job[], name: string): Job | undefined {
	return jobs.find((job) => job.name === name) ?? jobs.find(({ command }) => command.includes(name));
}

/** A job with how late it is by what is expected of it. */
export function expected(job: Job, within: Millis, now: Millis): Job {
	const over = job.last === undefined ? 0 : now - job.last - within;
	return over > (job.lateBy ?? 0) ? { ...job, lateBy: over } : job;
}

/** What is wrong or not known, and what to do about it. */
type Fault = Pick<Condition, 'because' | 'fix'>;

function faultOf(job: Job): readonly Fault[] {
	const { name, by, lateBy } = job;
	const says = lateBy === undefined ? failureOf(job) : `is late by ${lengthText(lateBy)}`;
	if (says === undefined) return [];
	const words = [pastable(['systemctl', 'status', `${name}.timer`]), pastable(['journalctl', '-n', '50', '-u', name])];
	const fix =
		by === 'timer'
			? `On its host read \`${words.join('` and `')}\`.`
			: 'On its host read what cron logged of it (Debian: `journalctl -t CRON`), and the mail that cron sent.';
	return [{ because: `${name} ${says}`, fix }];
}

/** Why no run is known, as sentences end, and what would let it be. */
function darkness({ denied }: ScheduleAnswer): Required<Fault> {
	return denied.length > 0
		? {
				because: 'what cron logged may not be read',
				fix: 'Put the account that watchdeck uses into the group: `usermod -aG systemd-journal ACCOUNT`.',
			}
		: { because: 'no log of cron tells it', fix: 'Let cron log to the journal, or to a syslog with RFC 3339 times.' };
}

function unknownOf(answer: ScheduleAnswer, names: readonly string[]): Fault | undefined {
	const { length } = answer.jobs;
	const [long] = answer.long;
	if (long !== undefined)
		return { because: `${long} is longer than 100 KB and was not read to its end`, fix: 'Make several files of it.' };
	if (answer.left > 0) return { because: `only ${length} of ${length + answer.left} jobs were looked at` };
	const { because: why, fix } = darkness(answer);
	const missing = names.find((name) => jobNamed(answer.jobs, name)?.last === undefined);
	if (missing !== undefined) return { because: `when ${missing} ran last is not known: ${why}`, fix };
	const blind = answer.jobs.length > 0 && answer.jobs.every(({ last }) => last === undefined);
	return blind ? { because: `no run of ${countOf(answer.jobs)} is known: ${why}`, fix } : undefined;
}

const countOf = ({ length }: readonly unknown[]) => `${length} ${length === 1 ? 'job' : 'jobs'}`;

/** How the jobs of a host stand. Faults come before what is not known, which is never green. */
export function scheduleCondition(answer: ScheduleAnswer, wanted: Expected): Omit<Condition, 'since'> {
	const names = Object.keys(wanted);
	// A job that is not among those that were looked at may be among the others.
	const partial = answer.left > 0 || answer.long.length > 0;
	const absent = partial ? [] : names.filter((name) => jobNamed(answer.jobs, name) === undefined);
	const idle = answer.daemon === false && answer.jobs.some(({ by }) => by === 'cron');
	const faults: readonly Fault[] = [
		...absent.map((name) => ({ because: `there is no job ${name}`, fix: 'Add it there, or correct `jobs`.' })),
		...(idle ? [{ because: 'cron does not run', fix: 'Start it, and let it start with the host.' }] : []),
		...answer.jobs.flatMap(faultOf),
	];
	const [first] = faults;
	if (first !== undefined) {
		const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
		return { is: 'degraded', ...first, because: `${first.because}${more}` };
	}
	const unknown = unknownOf(answer, names);
	if (unknown !== undefined) return { is: 'unknown', ...unknown };
	if (answer.jobs.length === 0) return { is: 'ok', because: 'there are no jobs' };
	const dark = answer.jobs.filter(({ last }) => last === undefined);
	const rest = dark.length === 0 ? '' : `; the last run of ${dark.length} is not known`;
	return { is: 'ok', because: `${countOf(answer.jobs)}, none known to be late or failed${rest}` };
}
