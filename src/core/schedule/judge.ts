import { lengthText } from '../length-text.ts';
import type { Condition, Millis } from '../model.ts';
import type { Job, ScheduleAnswer } from './jobs.ts';

/** What is expected of jobs, by a name or a part of the command: how long ago each may have run last. */
export type Expected = Readonly<Record<string, { readonly within: Millis }>>;

/** Whether a job failed at its last run, in words; undefined where it did not or that is not known. */
export function failureOf({ exit, failed }: Job): string | undefined {
	if (exit !== undefined && exit !== 0) return `exited with ${exit}`;
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

function faultOf(job: Job): string | undefined {
	if (job.lateBy !== undefined) return `${job.name} is late by ${lengthText(job.lateBy)}`;
	const failure = failureOf(job);
	return failure === undefined ? undefined : `${job.name} ${failure}`;
}

function unknownOf(answer: ScheduleAnswer, names: readonly string[]): string | undefined {
	const why = answer.denied.length > 0 ? 'what cron logged may not be read' : 'no log of cron tells it';
	const missing = names.find((name) => jobNamed(answer.jobs, name)?.last === undefined);
	if (missing !== undefined) return `when ${missing} ran last is not known: ${why}`;
	const blind = answer.jobs.length > 0 && answer.jobs.every(({ last }) => last === undefined);
	return blind ? `no run of ${countOf(answer.jobs)} is known: ${why}` : undefined;
}

const countOf = ({ length }: readonly unknown[]) => `${length} ${length === 1 ? 'job' : 'jobs'}`;

/** How the jobs of a host stand. Faults come before what is not known, which is never green. */
export function scheduleCondition(answer: ScheduleAnswer, wanted: Expected): Omit<Condition, 'since'> {
	const names = Object.keys(wanted);
	const absent = names.filter((name) => jobNamed(answer.jobs, name) === undefined);
	const idle = answer.daemon === false && answer.jobs.some(({ by }) => by === 'cron');
	const faults = [
		...absent.map((name) => `there is no job ${name}`),
		...(idle ? ['cron does not run'] : []),
		...answer.jobs.flatMap((job) => faultOf(job) ?? []),
	];
	const [first] = faults;
	if (first !== undefined) {
		const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
		return { is: 'degraded', because: `${first}${more}` };
	}
	const unknown = unknownOf(answer, names);
	if (unknown !== undefined) return { is: 'unknown', because: unknown };
	if (answer.jobs.length === 0) return { is: 'ok', because: 'there are no jobs' };
	const dark = answer.jobs.filter(({ last }) => last === undefined);
	const rest = dark.length === 0 ? '' : `; the last run of ${dark.length} is not known`;
	return { is: 'ok', because: `${countOf(answer.jobs)}, none known to be late or failed${rest}` };
}
