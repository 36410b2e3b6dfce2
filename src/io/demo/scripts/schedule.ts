import { type Chore, dueAfter, rotaOf, runsOf } from './rota.ts';
import { type Ground, seconds, shownUnits, systemdText } from './said.ts';

/** The log of cron has the runs of a chore of the last day, and of those that come rarely the last ones. */
const logged = (every: number): number => Math.max(3, Math.ceil(86_400_000 / every));

interface Told {
	readonly at: number;
	readonly line: string;
}

/** A run in the journal as `-o short-unix` prints it; cron tells of an end only where that was a failure. */
function runLines({ name, user, command, exit = 0 }: Chore, at: number, host: string): readonly Told[] {
	// What begins in the same second has ids of its own.
	const pid = 2000 + ((seconds(at) + name.length * 1009) % 29_000);
	const said = (after: number, by: number, text: string): Told => ({
		at: at + after,
		line: `run=${seconds(at + after)}.012345 ${host} CRON[${by}]: ${text}`,
	});
	const start = said(1000, pid, `(${user}) CMD (${command})`);
	if (exit === 0) return [start];
	return [start, said(42_000, pid - 1, `(CRON) error (grandchild #${pid} failed with exit status ${exit})`)];
}

function timerOf({ name, schedule }: Chore, last: number, next: number): Readonly<Record<string, string>> {
	const at = systemdText(next);
	return {
		...{ Id: `${name}.timer`, Unit: `${name}.service`, LoadState: 'loaded', ActiveState: 'active' },
		...{ NextElapseUSecRealtime: at, NextElapseUSecMonotonic: '0', LastTriggerUSec: systemdText(last) },
		TimersCalendar: `{ OnCalendar=${schedule} ; next_elapse=${at} }`,
	};
}

function serviceOf({ name, command, exit = 0 }: Chore, last: number): Readonly<Record<string, string>> {
	return {
		...{ Id: `${name}.service`, ActiveState: 'inactive', User: '', Result: exit === 0 ? 'success' : 'exit-code' },
		ExecStart: `{ path=${command.split(' ', 1)[0]} ; argv[]=${command} ; ignore_errors=no ; pid=0 ; status=0/0 }`,
		...{ ExecMainCode: '1', ExecMainStatus: String(exit), ExecMainExitTimestamp: systemdText(last + 4_000) },
	};
}

/** What the script `watchdeck-schedule` prints on a simulated host; its form is that of `core/schedule/script.ts`. */
export function scheduleText(ground: Ground): readonly string[] {
	const { host, booted, now } = ground;
	const rota = rotaOf(host);
	const cron = rota.filter(({ by }) => by === 'cron');
	const timers = rota.filter(({ by }) => by === 'timer').map((chore) => ({ chore, last: lastOf(chore, ground) }));
	const told = cron.flatMap((chore) =>
		runsOf(chore, ground, logged(chore.every)).flatMap((at) => runLines(chore, at, host)),
	);
	const past = told.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at);
	return [
		...[`clock=${seconds(now)}`, 'offset=+0000', `uptime=${((now - booted) / 1000).toFixed(2)}`, 'zone=Etc/UTC'],
		...cron.flatMap(({ name, schedule, user, command }) => [
			`system=${name} ${schedule} ${user} ${command}`,
			`changed=${name} ${seconds(booted)}`,
		]),
		...['daemon=cron', 'daemon=looked'],
		...past.map(({ line }) => line),
		...shownUnits(
			'timer',
			timers.map(({ chore, last }) => timerOf(chore, last, dueAfter(chore, now))),
		),
		...shownUnits(
			'service',
			timers.map(({ chore, last }) => serviceOf(chore, last)),
		),
	];
}

function lastOf(chore: Chore, ground: Ground): number {
	return runsOf(chore, ground, 1)[0] ?? ground.booted;
}
