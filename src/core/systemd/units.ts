import { firstSaid, saidIn, wholeOf } from '../host/said.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { exitOf, type Properties, systemdTime, unitsIn } from './show.ts';

/** A unit as systemd describes it, in its words; times by the host's clock. `once`: it ends when it has done its work. */
export interface Unit {
	readonly name: string;
	readonly title?: string;
	readonly load: string;
	readonly active: string;
	readonly sub: string;
	readonly result: string;
	readonly once: boolean;
	readonly since?: Millis;
	readonly restarts?: number;
	readonly exit?: number;
}

/** What a host says of its units. `state`: `missing` without systemctl, else what `systemctl is-system-running` says. */
export interface SystemdAnswer {
	/** The host's clock in milliseconds. */
	readonly now: Millis;
	readonly state: string;
	/** Whether the failed units were listed; undefined where units were named. */
	readonly listed?: boolean;
	/** The patterns that fit no unit that is loaded. */
	readonly none: readonly string[];
	readonly units: readonly Unit[];
}

const longest = 256;

function unitOf(unit: Properties): Unit {
	const text = (name: string) => (unit.get(name) ?? '').slice(0, longest);
	const title = text('Description');
	return {
		name: text('Id'),
		load: text('LoadState'),
		active: text('ActiveState'),
		sub: text('SubState'),
		result: text('Result'),
		once: text('Type') === 'oneshot',
		...known({
			title: title === '' || title === text('Id') ? undefined : title,
			since: systemdTime(unit.get('StateChangeTimestamp')),
			restarts: wholeOf(unit.get('NRestarts')),
			exit: exitOf(unit),
		}),
	};
}

/** What the script printed, taken apart; undefined where it said nothing of systemd. */
export function parseSystemd(text: string): SystemdAnswer | undefined {
	const said = saidIn(text);
	const clock = wholeOf(firstSaid(said, 'clock'));
	const state = firstSaid(said, 'systemd');
	if (clock === undefined || state === undefined) return undefined;
	const listed = firstSaid(said, 'listed');
	return {
		now: clock * 1000,
		state: state.slice(0, longest),
		none: said.get('none') ?? [],
		units: unitsIn(said.get('unit') ?? []).map(unitOf),
		...known({ listed: listed === undefined ? undefined : listed === 'yes' }),
	};
}
