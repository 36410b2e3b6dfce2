import { firstSaid, type Said, saidIn, wholeOf } from '../host/said.ts';
import { known as only } from '../known.ts';
import type { Millis } from '../model.ts';
import { type Zone, zoneOf } from './cron.ts';
import { type CronRun, type CronRuns, cronRuns } from './runs.ts';
import { type CronLine, commandOf, cronLines, programOf } from './table.ts';
import { timerJobs } from './timers.ts';
import { type Times, type TimesKnown, timesKey, timesOf } from './times.ts';

/** A recurring job; times by the host's clock. `failed`: why its last run did, where its exit code does not say it. */
export interface Job {
	readonly name: string;
	readonly by: 'cron' | 'timer';
	readonly schedule: string;
	readonly command: string;
	readonly user?: string;
	readonly last?: Millis;
	readonly exit?: number;
	readonly next?: Millis;
	readonly lateBy?: Millis;
	readonly failed?: string;
}

/** What a host says of its jobs. `denied`: what its account may not read; `daemon`: whether cron runs, where that can be seen. */
export interface ScheduleAnswer {
	/** The host's clock in milliseconds. */
	readonly now: Millis;
	readonly jobs: readonly Job[];
	readonly denied: readonly string[];
	readonly daemon?: boolean;
	/** To be given to the next reading. */
	readonly times: TimesKnown;
}

/** So many jobs of a host are looked at. */
const most = 300;

interface Known {
	readonly now: Millis;
	/** When a line is due; undefined where its zone is not known. */
	readonly times: (line: CronLine) => Times | undefined;
	readonly log: CronRuns;
	/** The last run of each command of each account. */
	readonly runs: ReadonlyMap<string, CronRun>;
	/** When a crontab was written last, by its name. */
	readonly changed: ReadonlyMap<string, Millis>;
}

/** The last run of each command of each account. */
function lastRuns({ runs }: CronRuns): ReadonlyMap<string, CronRun> {
	return new Map(runs.map((run) => [`${run.user} ${commandOf(run.command)}`, run]));
}

/** How long ago it should have run, where the log reaches back to then and tells of no run since. */
function lateBy(
	{ file, user }: CronLine,
	last: Millis | undefined,
	due: Millis | undefined,
	known: Known,
): Millis | undefined {
	const written = known.changed.get(file ?? user ?? '') ?? 0;
	if (due === undefined || due < (known.log.from ?? Number.POSITIVE_INFINITY) || due < written) return undefined;
	return last === undefined || last < due - 60_000 ? known.now - due : undefined;
}

function jobOf(line: CronLine, name: string, command: string, known: Known): Job {
	const { schedule, user } = line;
	const run = known.runs.get(`${user} ${line.command}`);
	const { due, next } = known.times(line) ?? {};
	const lateness = lateBy(line, run?.at, due, known);
	return {
		name,
		by: 'cron',
		schedule,
		command,
		...only({ user, last: run?.at, exit: run?.exit, next, lateBy: lateness }),
	};
}

const folder = /\/(?:cron\.|periodic\/)(15min|hourly|daily|weekly|monthly)\b/;

/** The jobs in folders that run-parts starts, each by the line of cron that starts its folder, or by anacron. */
function partJobs(said: Said, lines: readonly CronLine[], known: Known): readonly Job[] {
	const starters = new Map(lines.map((line) => [folder.exec(line.command)?.[1], line]));
	const stamps = stampsOf(said, 'anacron');
	return (said.get('part') ?? []).flatMap((part) => {
		const [, often = '', name] = /^(\w+) ([\w-]{1,100})$/.exec(part) ?? [];
		if (name === undefined) return [];
		const command = `/etc/cron.${often}/${name}`;
		const line = starters.get(often);
		const byAnacron = said.has('anacron') && (line === undefined || line.command.includes('anacron'));
		if (line !== undefined && !byAnacron) return [jobOf(line, name, command, known)];
		const last = stamps.get(often);
		return [{ name, by: 'cron', schedule: `@${often}`, command, ...only({ last }) } as const];
	});
}

function stampsOf(said: Said, key: string): ReadonlyMap<string, Millis> {
	return new Map(
		(said.get(key) ?? []).flatMap((line) => {
			const [name = '', seconds] = line.split(' ');
			const at = wholeOf(seconds);
			return at === undefined ? [] : [[name, at * 1000] as const];
		}),
	);
}

/** A file with one job gives it its name; of several each is called by its program too. */
function cronJobs(lines: readonly CronLine[], known: Known): readonly Job[] {
	const perFile = new Map<string, number>();
	for (const { file = '' } of lines) perFile.set(file, (perFile.get(file) ?? 0) + 1);
	return lines.map((line) => {
		const { file, command } = line;
		const program = programOf(command);
		const own =
			file === undefined || file === 'crontab' ? program : perFile.get(file) === 1 ? file : `${file}:${program}`;
		return jobOf(line, own, command, known);
	});
}

/** Looks up the times of lines, and remembers them; a line with a zone of its own has none. */
function timesIn(zone: Zone | undefined, now: Millis, before: TimesKnown) {
	const times = new Map<string, Times>();
	const of = ({ schedule, ownZone }: CronLine): Times | undefined => {
		if (zone === undefined || ownZone === true) return undefined;
		const key = timesKey(schedule, zone);
		const found = times.get(key) ?? timesOf(schedule, zone, now, before.get(key));
		times.set(key, found);
		return found;
	};
	return { times, of };
}

/**
 * What the script printed, taken apart; undefined where it did not even say the time. `before`: the times of the reading
 * before.
 */
export function parseSchedule(text: string, before: TimesKnown = new Map()): ScheduleAnswer | undefined {
	const said = saidIn(text);
	const clock = wholeOf(firstSaid(said, 'clock'));
	if (clock === undefined) return undefined;
	const now = clock * 1000;
	const log = cronRuns(said.get('run') ?? []);
	const zone = zoneOf(firstSaid(said, 'zone'), firstSaid(said, 'offset'));
	const { times, of } = timesIn(zone, now, before);
	const known = { now, times: of, log, runs: lastRuns(log), changed: stampsOf(said, 'changed') };
	const tables = [...cronLines(said.get('user') ?? [], 'user'), ...cronLines(said.get('system') ?? [], 'system')];
	const lines = tables.slice(0, most);
	const own = lines.filter(({ command }) => !(folder.test(command) && command.includes('run-parts')));
	const uptime = Number(firstSaid(said, 'uptime') ?? Number.NaN) * 1000;
	const clocks = { now, ...only({ uptime: Number.isFinite(uptime) ? uptime : undefined }) };
	const timers = timerJobs(said.get('timer') ?? [], said.get('service') ?? [], clocks);
	const daemons = said.get('daemon');
	// systemd-cron makes timers of crontabs, and needs no daemon.
	const generated = timers.some(({ name }) => name.startsWith('cron-'));
	return {
		now,
		jobs: [...cronJobs(own, known), ...partJobs(said, lines, known), ...timers].slice(0, most),
		denied: (said.get('denied') ?? []).slice(0, 10),
		times,
		...only({ daemon: daemons && (daemons.length > 1 || generated) }),
	};
}
