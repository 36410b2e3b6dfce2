import { firstSaid, type Said, saidIn, wholeOf } from '../host/said.ts';
import { known as only } from '../known.ts';
import type { Millis } from '../model.ts';
import { type Zone, zoneOf } from './cron.ts';
import { type CronRun, type CronRuns, cronRuns } from './runs.ts';
import { type CronLine, commandOf, cronLines, programOf } from './table.ts';
import { timerJobs } from './timers.ts';
import { ofLastDay, type Times, type TimesKnown, timesKey, timesOf } from './times.ts';

/** A recurring job; times by the host's clock. `failed`: why its last run did in systemd's word. */
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
	/** When it was seen to run in the last 24 hours, and when it is due in the next ones; of a half hour one each. */
	readonly ran?: readonly Millis[];
	readonly coming?: readonly Millis[];
}

/** What a host says of its jobs. `denied`: what its account may not read; `daemon`: whether cron runs, where that can be seen. */
export interface ScheduleAnswer {
	/** The host's clock in milliseconds. */
	readonly now: Millis;
	readonly jobs: readonly Job[];
	/** How many more jobs it has, which were not looked at. */
	readonly left: number;
	/** The crontabs that were not read to their end. */
	readonly long: readonly string[];
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
	/** The runs of each command of each account, oldest first. */
	readonly runs: ReadonlyMap<string, readonly CronRun[]>;
	/** When a crontab was written last, by its name. */
	readonly changed: ReadonlyMap<string, Millis>;
}

/** The runs of each command of each account. */
function runsByCommand({ runs }: CronRuns): Known['runs'] {
	return Map.groupBy(runs, (run) => `${run.user} ${commandOf(run.command)}`);
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
	const runs = known.runs.get(`${user} ${line.command}`) ?? [];
	const run = runs.at(-1);
	const { due, next, coming } = known.times(line) ?? {};
	const ran = runs.map(({ at }) => at);
	const lateness = lateBy(line, run?.at, due, known);
	return {
		name,
		by: 'cron',
		schedule,
		command,
		...only({ user, last: run?.at, exit: run?.exit, next, lateBy: lateness, coming }),
		ran: ofLastDay(ran, known.now),
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
	const known = { now, times: of, log, runs: runsByCommand(log), changed: stampsOf(said, 'changed') };
	const tables = [...cronLines(said.get('user') ?? [], 'user'), ...cronLines(said.get('system') ?? [], 'system')];
	const lines = tables.slice(0, most);
	const own = lines.filter(({ command }) => !(folder.test(command) && command.includes('run-parts')));
	const uptime = Number(firstSaid(said, 'uptime') ?? Number.NaN) * 1000;
	const clocks = { now, ...only({ uptime: Number.isFinite(uptime) ? uptime : undefined }) };
	const timers = timerJobs(said.get('timer') ?? [], said.get('service') ?? [], clocks);
	const daemons = said.get('daemon');
	// systemd-cron makes timers of crontabs, and needs no daemon.
	const generated = timers.some(({ name }) => name.startsWith('cron-'));
	const crons = [...cronJobs(own, known), ...partJobs(said, lines, known)];
	// Timers say themselves whether they failed: they come before what only a log may tell of.
	const jobs = [...crons.slice(0, Math.max(0, most - timers.length)), ...timers.slice(0, most)];
	return {
		now,
		jobs,
		left: tables.length - lines.length + crons.length + timers.length - jobs.length,
		long: said.get('long') ?? [],
		denied: (said.get('denied') ?? []).slice(0, 10),
		times,
		...only({ daemon: daemons && (daemons.length > 1 || generated) }),
	};
}
