import type { Millis } from '../model.ts';
import { timeOf } from '../time.ts';

/** The properties of a unit as `systemctl show` prints them, by their names. */
export type Properties = ReadonlyMap<string, string>;

/** No host has so many units of interest, and none so many properties that we ask for. */
const mostUnits = 1000;

/** The units in lines of `systemctl show`: one property a line, an empty line between units. */
export function unitsIn(lines: readonly string[]): readonly Properties[] {
	const units: Map<string, string>[] = [new Map()];
	for (const line of lines) {
		const unit = units.at(-1);
		const [, name = '', value = ''] = /^([A-Za-z][A-Za-z0-9]{0,60})=(.*)$/s.exec(line) ?? [];
		if (line === '' && units.length < mostUnits) units.push(new Map());
		// Some properties come several times (TimersCalendar): the first is the one that is shown.
		else if (name !== '' && !unit?.has(name)) unit?.set(name, value);
	}
	return units.filter((one) => one.has('Id'));
}

/** A time that systemd writes with TZ=UTC (`Sat 2026-11-21 02:00:00 UTC`), by the host's clock; undefined for `n/a` and none. */
export function systemdTime(text: string | undefined): Millis | undefined {
	const [, day, time] = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text ?? '') ?? [];
	return day === undefined ? undefined : timeOf(`${day}T${time}Z`);
}

const spans: Readonly<Record<string, Millis>> = {
	...{ us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 },
	...{ w: 604_800_000, month: 2_629_800_000, y: 31_557_600_000 },
};

/** A length of time as systemd writes it (`1d 2h 3min 4.5s`; source: systemd.time(7)); undefined where it is none. */
export function systemdSpan(text: string | undefined): Millis | undefined {
	if (text === undefined || !/^\d/.test(text) || text.length > 80) return undefined;
	const parts = text.split(' ').map((part) => {
		const [, digits, unit = ''] = /^(\d{1,15}(?:\.\d{1,9})?)(us|ms|s|min|h|d|w|month|y)$/.exec(part) ?? [];
		return digits === undefined ? undefined : Number(digits) * (spans[unit] ?? 0);
	});
	const known = parts.filter((part) => part !== undefined);
	return known.length < parts.length ? undefined : known.reduce((sum, part) => sum + part, 0);
}

/** The exit code of a unit's main process that has ended: `ExecMainCode` 1 is an exit, 2 and 3 an end by a signal (wait(2)). */
export function exitOf(unit: Properties): number | undefined {
	const status = unit.get('ExecMainStatus');
	const ended = unit.get('ExecMainExitTimestamp') ?? '';
	if (status === undefined || !/^\d{1,3}$/.test(status) || ended === '' || ended === 'n/a') return undefined;
	const code = unit.get('ExecMainCode');
	return Number(status) + (code === '2' || code === '3' || code === 'killed' || code === 'dumped' ? 128 : 0);
}
