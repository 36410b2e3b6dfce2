import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { timeOf } from '../time.ts';

/** A run that cron logged. `exit`: only where it failed, since cron logs nothing of others. */
export interface CronRun {
	readonly at: Millis;
	readonly user: string;
	readonly command: string;
	readonly exit?: number;
}

/** The runs that a log tells of, oldest first, and the time from which on it would have told them. */
export interface CronRuns {
	readonly runs: readonly CronRun[];
	readonly from?: Millis;
}

const line = /^(\S{10,40}) \S{1,255} (?:CRON|CROND|cron|crond)\[(\d{1,10})\]: \(([^)\s]{1,64})\) (.*)$/s;
const started = /^CMD \((?:\[\d+\] )?(.*)\)$/s;
const broken = /grandchild #(\d{1,10}) failed with exit status (\d{1,3})/;

/** Seconds since 1970, or RFC 3339. A time without year or zone (old syslog) is none: it would be guessed. */
function whenOf(text: string): Millis | undefined {
	return /^\d{9,11}\.\d{1,9}$/.test(text) ? Math.floor(Number(text) * 1000) : timeOf(text);
}

/** A line of cron's that is understood: a start, by the process that it names later, or the failure of that process. */
type Told =
	| { readonly at: Millis; readonly pid: string; readonly user: string; readonly command: string }
	| { readonly at: Millis; readonly failed: string; readonly exit: number };

function toldBy(text: string): Told | undefined {
	const [, when = '', pid = '', user = '', said = ''] = line.exec(text) ?? [];
	const at = whenOf(when);
	if (at === undefined) return undefined;
	const command = started.exec(said)?.[1];
	if (command !== undefined) return { at, pid, user, command: command.trim() };
	const [, failed, exit] = broken.exec(said) ?? [];
	return failed === undefined ? undefined : { at, failed, exit: Number(exit) };
}

/** The runs in lines of a journal (`short-unix`) or syslog (RFC 3339), by the clock of the host. */
export function cronRuns(lines: readonly string[]): CronRuns {
	const told = lines.flatMap((text) => toldBy(text) ?? []);
	const runs = new Map<number, CronRun>();
	const byPid = new Map<string, number>();
	for (const [index, one] of told.entries()) {
		if ('command' in one) {
			byPid.set(one.pid, index);
			runs.set(index, { at: one.at, user: one.user, command: one.command });
			continue;
		}
		const of = byPid.get(one.failed) ?? -1;
		const run = runs.get(of);
		if (run !== undefined) runs.set(of, { ...run, exit: one.exit });
	}
	const from = told.reduce<Millis | undefined>((least, { at }) => Math.min(least ?? at, at), undefined);
	return { runs: [...runs.values()], ...known({ from }) };
}
