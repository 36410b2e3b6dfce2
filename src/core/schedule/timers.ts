import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { exitOf, type Properties, systemdSpan, systemdTime, unitsIn } from '../systemd/show.ts';
import type { Job } from './jobs.ts';

/** So late a timer may be before that is news: its own accuracy is a minute unless said otherwise. */
const grace: Millis = 120_000;
/** UTF-16 units of a `Result` that are kept: systemd's own words are shorter. */
const longestResult = 40;

/** `{ OnCalendar=*-*-* 06:00:00 ; next_elapse=… }`: what stands before the semicolon. */
function ruleOf(timer: Properties): string {
	for (const name of ['TimersCalendar', 'TimersMonotonic']) {
		const [, key, rule] = /^\{ (\w+)=(.{1,200}?) ; /s.exec(timer.get(name) ?? '') ?? [];
		if (key !== undefined && rule !== undefined) return key === 'OnCalendar' ? rule : `${key}=${rule}`;
	}
	return 'timer';
}

/** `{ path=/usr/bin/x ; argv[]=/usr/bin/x -a ; ignore_errors=no ; … }`: the words of the command. */
function startOf(service: Properties | undefined): string {
	return / argv\[\]=(.*?) ; (?:ignore_errors|flags)=/s.exec(service?.get('ExecStart') ?? '')?.[1] ?? '';
}

interface Clock {
	/** The host's, in milliseconds. */
	readonly now: Millis;
	readonly uptime?: Millis;
}

function nextOf(timer: Properties, { now, uptime }: Clock): Millis | undefined {
	const real = systemdTime(timer.get('NextElapseUSecRealtime'));
	const span = systemdSpan(timer.get('NextElapseUSecMonotonic'));
	const sinceStart = span === undefined || span === 0 || uptime === undefined ? undefined : now - uptime + span;
	const known = [real, sinceStart].filter((at) => at !== undefined);
	return known.length === 0 ? undefined : Math.min(...known);
}

/** How long ago it should have started its unit; one whose unit runs right now has no next time. */
function lateBy(next: Millis | undefined, service: Properties | undefined, { now }: Clock): Millis | undefined {
	const runs = /^(?:active|activating)$/.test(service?.get('ActiveState') ?? '');
	return next === undefined || runs || now - next <= grace ? undefined : now - next;
}

function jobOf(timer: Properties, services: ReadonlyMap<string, Properties>, clock: Clock): Job | undefined {
	const id = timer.get('Id') ?? '';
	const unit = timer.get('Unit') ?? '';
	if (!id.endsWith('.timer') || timer.get('LoadState') !== 'loaded') return undefined;
	const service = services.get(unit);
	const next = timer.get('ActiveState') === 'active' ? nextOf(timer, clock) : undefined;
	const result = (service?.get('Result') || 'success').slice(0, longestResult);
	return {
		name: id.slice(0, -'.timer'.length),
		by: 'timer',
		schedule: ruleOf(timer),
		command: startOf(service) || unit,
		...known({
			user: service?.get('User') || undefined,
			last: systemdTime(timer.get('LastTriggerUSec')),
			exit: service && exitOf(service),
			next,
			lateBy: lateBy(next, service, clock),
			failed: result === 'success' ? undefined : result,
		}),
	};
}

/** The jobs of systemd's timers, of lines of `systemctl show` with TZ=UTC; times by the host's clock. */
export function timerJobs(timers: readonly string[], services: readonly string[], clock: Clock): readonly Job[] {
	const byName = new Map(unitsIn(services).map((unit) => [unit.get('Id') ?? '', unit]));
	return unitsIn(timers).flatMap((timer) => jobOf(timer, byName, clock) ?? []);
}
