import { z } from 'zod';
import { millis } from '../core/config/lengths.ts';
import { failed } from '../core/failed.ts';
import type { JobFound } from '../core/finding.ts';
import { known } from '../core/known.ts';
import type { Millis } from '../core/model.ts';
import { type ProbeKind, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { redact } from '../core/redact.ts';
import { type Job, parseSchedule } from '../core/schedule/jobs.ts';
import { expected, failureOf, jobNamed, scheduleCondition } from '../core/schedule/judge.ts';
import { scheduleScript } from '../core/schedule/script.ts';
import type { TimesKnown } from '../core/schedule/times.ts';
import { formSpec } from '../core/spec.ts';
import { printed } from './script/printed.ts';

const jobForm = z.strictObject({
	within: millis({ what: 'How long ago it may have run last', least: '1m', most: '366d', example: '26h' }),
});

/** What the config may ask of `schedule`. */
const form = {
	kind: 'schedule',
	layer: 'schedule',
	title: 'The recurring jobs of a host: cron and systemd timers',
	does: 'list cron jobs and timers and read when they ran',
	shape: {
		jobs: z
			.record(z.string().min(1).max(100), jobForm)
			.prefault({})
			.meta({
				description:
					'Jobs that must be there, by name or a part of the command, and how long ago each may have run last',
				examples: ['{ backup: { within: 26h } }'],
			}),
	},
	every: 120_000,
	timeout: 30_000,
	from: 'host',
} satisfies ProbeForm;

/** Bytes of the script's answer that are kept. */
const most = 2 * 1024 * 1024;
/** So much of a command is shown, in UTF-16 units. */
const longest = 200;

/** What one reading leaves for the next: when its jobs are due. */
interface Carry {
	readonly times: TimesKnown;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'times' in carry && carry.times instanceof Map;
}

/** The beginning of a command without secrets; it ends between words, since half of a secret is not known as one. */
function shortCommand(command: string): string {
	const safe = redact(command, []);
	if (safe.length <= longest) return safe;
	const blank = safe.lastIndexOf(' ', longest);
	return `${safe.slice(0, blank > 0 ? blank : longest)}…`;
}

/** `ahead`: by how much the host's clock is ahead of ours. */
function findingOf(job: Job, ahead: Millis): JobFound {
	const { name, by, user, exit, failed: why, lateBy } = job;
	const here = (at: Millis | undefined) => (at === undefined ? undefined : at - ahead);
	const all = (times: readonly Millis[] | undefined) => times?.map((at) => at - ahead);
	const late = lateBy === undefined ? undefined : true;
	return {
		...{ is: 'job', name, by, schedule: job.schedule.slice(0, longest), command: shortCommand(job.command) },
		...known({ user, exit, failed: why, late, lateBy, last: here(job.last), next: here(job.next) }),
		...known({ ran: all(job.ran), coming: all(job.coming) }),
	};
}

/** Lists the jobs of a host: their schedules, last and next runs, which are late and which failed. */
export const schedule: ProbeKind = {
	kind: 'schedule',
	form,
	read: async (probe, { ask, now, signal }, carry) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { from, jobs: wanted } = spec.value;
		const timeout = Math.round(probe.timeout * 0.95);
		const script = { name: 'schedule', script: scheduleScript, about: 'its jobs' };
		const text = await printed({ host: from, ...script, timeout, most }, { ask, signal });
		if (!text.ok) return text;
		const said = parseSchedule(text.value, isCarry(carry) ? carry.times : undefined);
		if (said === undefined) {
			return failed(
				'garbled',
				`What ${from} says of its jobs is not understood.`,
				'Check what its login shell prints.',
			);
		}
		const within = new Map(Object.entries(wanted).map(([name, one]) => [jobNamed(said.jobs, name), one.within]));
		const jobs = said.jobs.map((job) => {
			const limit = within.get(job);
			return limit === undefined ? job : expected(job, limit, said.now);
		});
		const at = now();
		const series = `${probe.of}/${sourceOf(probe)}`;
		const [late, broken] = [jobs.filter(({ lateBy }) => lateBy !== undefined), jobs.filter((job) => failureOf(job))];
		const reading: Reading = {
			layers: { schedule: { ...scheduleCondition({ ...said, jobs }, wanted), since: at } },
			samples: [
				{ series: `${series}/late`, at, value: late.length },
				{ series: `${series}/failed`, at, value: broken.length },
			],
			facts: {
				...{ jobs: jobs.length, late: late.length, failed: broken.length },
				...(said.left === 0 ? {} : { left: said.left }),
				...(said.denied.length === 0 ? {} : { denied: said.denied.join(', ') }),
			},
			findings: jobs.map((job) => findingOf(job, said.now - at)),
			carry: { times: said.times } satisfies Carry,
		};
		return { ok: true, value: reading };
	},
};
