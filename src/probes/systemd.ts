import { z } from 'zod';
import { failed } from '../core/failed.ts';
import type { UnitFound } from '../core/finding.ts';
import { known } from '../core/known.ts';
import type { Millis, Result } from '../core/model.ts';
import { type Probe, type ProbeKind, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { formSpec } from '../core/spec.ts';
import { failedCondition, namedCondition, noneStanding, unitStanding } from '../core/systemd/judge.ts';
import { systemdScript } from '../core/systemd/script.ts';
import { parseSystemd, type SystemdAnswer, type Unit } from '../core/systemd/units.ts';
import { printed } from './script/printed.ts';

const unitName = z
	.string()
	.regex(/^[A-Za-z0-9:_.@\\*?][A-Za-z0-9:_.@\\*?-]{0,254}$/, { error: 'the name of a unit such as `nginx.service`' });

/** What the config may ask of `systemd`. */
const form = {
	kind: 'systemd',
	layer: 'process',
	title: 'Units of systemd that must be active, or all that failed',
	does: 'ask systemd for its units',
	shape: {
		units: z
			.array(unitName)
			.min(1)
			.max(100)
			.optional()
			.meta({
				description: 'The units that must be active. Default: all are well that have not failed',
				examples: ['[nginx.service]'],
			}),
	},
	every: 15_000,
	timeout: 10_000,
	from: 'host',
} satisfies ProbeForm;

/** Bytes of the script's answer that are kept. */
const most = 512 * 1024;

/** So many units that are loaded no more are asked for by their names. */
const mostGone = 100;

/** The units of the last reading, and how often each was started again until then. */
interface Carry {
	readonly restarts: Readonly<Record<string, number>>;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'restarts' in carry;
}

function usable(answer: SystemdAnswer | undefined, host: string, named: boolean): Result<SystemdAnswer> {
	if (answer === undefined) {
		return failed('garbled', `What ${host} says of its units is not understood.`, 'Check what its login shell prints.');
	}
	const instead = 'Watch the process by its container or port instead, with `docker` or a probe of kind `tcp`.';
	if (answer.state === 'missing') return failed('missing', `${host} has no systemd: there is no systemctl.`, instead);
	if (answer.state === 'offline' || answer.state === 'unknown') {
		return failed('missing', `${host} was not started by systemd: its systemctl has nobody to ask.`, instead);
	}
	if (answer.listed === false || (named && answer.units.length + answer.none.length === 0)) {
		const fix = 'Try `systemctl list-units --state=failed` there with the account that watchdeck uses.';
		return failed('refused', `systemd on ${host} does not say how its units are.`, fix);
	}
	return { ok: true, value: answer };
}

/** `ahead`: by how much the host's clock is ahead of ours. */
function findingOf(unit: Unit, ahead: Millis): UnitFound {
	const { name, active, sub, title, restarts, exit, result } = unit;
	const since = unit.since === undefined ? undefined : unit.since - ahead;
	return {
		...{ is: 'unit', name, active: unit.load === 'loaded' ? active : unit.load, sub },
		...known({ title, restarts, exit, since, result: result === '' ? undefined : result }),
	};
}

interface Seen {
	readonly answer: SystemdAnswer;
	/** Whether units were asked for by name. */
	readonly named: boolean;
	readonly before: Carry;
}

function readingOf({ answer, named, before }: Seen, probe: Probe, at: Millis): Reading {
	const { units } = answer;
	const moreOf = ({ name, restarts = 0 }: Unit) => Math.max(0, restarts - (before.restarts[name] ?? restarts));
	const condition = named
		? namedCondition([...units.map((unit) => unitStanding(unit, moreOf(unit))), ...answer.none.map(noneStanding)])
		: failedCondition(units);
	const broken = units.filter(({ active }) => active === 'failed').length;
	return {
		layers: { process: { ...condition, since: at } },
		samples: [{ series: `${probe.of}/${sourceOf(probe)}/failed`, at, value: broken }],
		facts: {
			...{ state: answer.state, units: units.length, failed: broken },
			...(answer.none.length === 0 ? {} : { none: answer.none.join(', ') }),
		},
		findings: units.map((unit) => findingOf(unit, answer.now - at)),
		carry: {
			restarts: Object.fromEntries(units.map(({ name, restarts }) => [name, restarts ?? 0])),
		} satisfies Carry,
	};
}

type Ask = (units: readonly string[], timeout: Millis) => Promise<Result<SystemdAnswer>>;

/**
 * What systemd says of named units. A unit that fitted a pattern before and that `show` does not tell of any more is asked for
 * by its name: still defined, it has stopped and was thrown out of memory; not defined any more, it was taken away.
 */
async function namedUnits(
	names: readonly string[],
	before: Carry,
	ask: Ask,
	timeout: Millis,
): Promise<Result<SystemdAnswer>> {
	const said = await ask(names, timeout * 0.7);
	if (!said.ok) return said;
	const there = new Set(said.value.units.map(({ name }) => name));
	const gone = Object.keys(before.restarts).filter((name) => !there.has(name));
	if (gone.length === 0) return said;
	const more = await ask(gone.slice(0, mostGone), timeout * 0.25);
	if (!more.ok) return more;
	const stopped = more.value.units.filter(({ load }) => load !== 'not-found');
	return { ok: true, value: { ...said.value, units: [...said.value.units, ...stopped] } };
}

/** Asks systemd whether named units are active and whether they were started again, or which units failed. */
export const systemd: ProbeKind = {
	kind: 'systemd',
	form,
	read: async (probe, { ask, now, signal }, carry) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { from, units = [] } = spec.value;
		const named = units.length > 0;
		const before = isCarry(carry) ? carry : { restarts: {} };
		const askOf: Ask = async (words, length) => {
			const script = { name: 'systemd', script: systemdScript, words, about: 'its units' };
			const text = await printed({ host: from, ...script, timeout: Math.round(length), most }, { ask, signal });
			return text.ok ? usable(parseSystemd(text.value), from, named) : text;
		};
		const said = named ? await namedUnits(units, before, askOf, probe.timeout) : await askOf([], probe.timeout * 0.95);
		if (!said.ok) return said;
		return { ok: true, value: readingOf({ answer: said.value, named, before }, probe, now()) };
	},
};
