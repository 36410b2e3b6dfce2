import type { Condition } from '../model.ts';
import { pastable } from '../quote.ts';
import type { Unit } from './units.ts';

/** How one unit stands, the reason beginning with its name. */
type Standing = Pick<Condition, 'is' | 'because' | 'fix'>;

/** `exit-code` and the code, `oom-kill`, `timeout` …: systemd's own word (systemd.exec(5), `$SERVICE_RESULT`). */
function whyOf({ result, exit }: Unit): string {
	if (result === '' || result === 'success') return '';
	return exit === undefined || exit === 0 ? `: ${result}` : `: ${result} ${exit}`;
}

/** How a unit stands whose definition is not in use. */
function notLoaded({ load }: Unit): readonly [Condition['is'], string] | undefined {
	if (load === 'not-found') return ['down', 'is not there'];
	return load === 'masked' ? ['down', 'is masked: it cannot be started'] : undefined;
}

/** How a unit stands that does its work and ends (`Type=oneshot`). */
function workDone(unit: Unit): readonly [Condition['is'], string] | undefined {
	if (!unit.once) return undefined;
	if (unit.active === 'inactive' && whyOf(unit) === '') {
		// Of one that never ran systemd says success too.
		if (unit.exit === undefined) return ['unknown', 'is not known to have done its work since the host was started'];
		return ['ok', 'has done its work'];
	}
	return unit.active === 'activating' || unit.active === 'deactivating' ? ['ok', 'is at work'] : undefined;
}

function byState(unit: Unit, more: number): readonly [Condition['is'], string] {
	switch (unit.active) {
		case 'failed':
			return ['down', `failed${whyOf(unit)}`];
		case 'inactive':
			return ['down', 'does not run'];
		case 'activating':
			if (unit.sub === 'auto-restart') return ['down', `ended and waits to be started again${whyOf(unit)}`];
			return ['degraded', 'is starting'];
		case 'deactivating':
			return ['degraded', 'is stopping'];
		case 'active':
		case 'reloading':
		case 'refreshing':
			if (more > 0) return ['degraded', `was started again by systemd ${more === 1 ? 'once' : `${more} times`}`];
			return ['ok', `is ${unit.sub === '' ? unit.active : unit.sub}`];
		case '':
			return ['unknown', 'has a state that is not said'];
		default:
			return ['unknown', `has the state ${unit.active}`];
	}
}

/** How a unit stands that is meant to run, or to have done its work. `more`: restarts since it was looked at last. */
export function unitStanding(unit: Unit, more: number): Standing {
	const [is, words] = notLoaded(unit) ?? workDone(unit) ?? byState(unit, more);
	return { is, because: `${unit.name} ${words}`, ...(is === 'ok' ? {} : { fix: fixOf(unit) }) };
}

/** What to do about a unit that is not as it should be, on its host. */
function fixOf({ name, load }: Unit): string {
	if (load === 'not-found') return 'Correct its name in `units`, or install it.';
	if (load === 'masked') return `Let it be started: \`${pastable(['systemctl', 'unmask', name])}\`.`;
	const [status, log] = [pastable(['systemctl', 'status', name]), pastable(['journalctl', '-n', '50', '-u', name])];
	return `On its host read \`${status}\` and \`${log}\`.`;
}

/** How the units of a pattern stand that fits none. */
export function noneStanding(pattern: string): Standing {
	return { is: 'down', because: `${pattern} fits no unit that is loaded`, fix: 'Correct it in `units`, or start one.' };
}

const order: readonly Condition['is'][] = ['down', 'degraded', 'unknown', 'ok'];

/** The worst of the units that were named, and how many stand badly besides. */
export function namedCondition(standings: readonly Standing[]): Standing {
	const bad = order.slice(0, 3).flatMap((is) => standings.filter((one) => one.is === is));
	const [worst] = bad;
	if (worst !== undefined) {
		return { ...worst, because: `${worst.because}${bad.length > 1 ? `, and ${bad.length - 1} more` : ''}` };
	}
	const [only] = standings;
	if (only === undefined) return { is: 'down', because: 'no such unit is there' };
	return standings.length === 1 ? only : { is: 'ok', because: `all ${standings.length} units are well` };
}

/** How a host stands by its failed units. */
export function failedCondition(failed: readonly Unit[]): Standing {
	const [first, ...others] = failed;
	if (first === undefined) return { is: 'ok', because: 'no unit has failed' };
	const more = others.length === 0 ? '' : `, and ${others.length} more`;
	return { is: 'degraded', because: `${first.name} failed${whyOf(first)}${more}`, fix: fixOf(first) };
}
