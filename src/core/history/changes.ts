import type { Condition, Instance, Millis, Service } from '../model.ts';
import type { State } from '../state.ts';
import type { Mark } from './mark.ts';

/** What was known when it was last looked: only what differs from it is a change. */
export interface Known {
	readonly services: State['services'];
	readonly conditions: State['conditions'];
	readonly cameBack: State['cameBack'];
	/** How each service stood, as the last session left it until this one knows better. */
	readonly stood: Readonly<Record<string, Condition['is']>>;
	/** When each service last turned, as it was marked or would have been. */
	readonly turned: Readonly<Record<string, Millis>>;
	/** The ids that had a condition other than unknown in this session. */
	readonly met: ReadonlySet<string>;
	/** The release that ran, by service. */
	readonly ran: Readonly<Record<string, string>>;
}

/** What is known before anything was read: how all stood in an earlier session, else what its newest marks say. */
export function knownFrom(conditions: readonly Mark[], releases: readonly Mark[], left: State['stood'] = {}): Known {
	const marked = conditions.flatMap(({ service, is }) => (is === undefined ? [] : [[service, is] as const]));
	const turned = Object.fromEntries(conditions.map(({ service, at }) => [service, at]));
	const begun = Object.entries(left).map(([id, { since }]) => [id, Math.max(since, turned[id] ?? since)] as const);
	return {
		...{ services: {}, conditions: {}, cameBack: {}, met: new Set<string>() },
		stood: Object.fromEntries([...marked, ...Object.entries(left).map(([id, { is }]) => [id, is] as const)]),
		turned: { ...turned, ...Object.fromEntries(begun) },
		ran: Object.fromEntries(releases.flatMap(({ service, of }) => (of === undefined ? [] : [[service, of]]))),
	};
}

/** What happened since, as marks; and what is known from now on. */
export function changes(
	known: Known,
	state: State,
	now: Millis,
): { readonly known: Known; readonly marks: readonly Mark[] } {
	const { services, conditions, cameBack } = state;
	if (services === known.services && conditions === known.conditions && cameBack === known.cameBack) {
		return { known, marks: [] };
	}
	const turned = conditions === known.conditions ? [] : turns(known, conditions, now);
	const changed = Object.values(services).filter((service) => known.services[service.id] !== service);
	const released = changed.flatMap((service) => releaseOf(known, service, now));
	return {
		known: {
			...{ services, conditions, cameBack },
			stood: withTurns(known.stood, turned, ({ is }) => is),
			turned: withTurns(known.turned, turned, ({ at }) => at),
			met: metAfter(known, conditions),
			ran: changed.length === 0 ? known.ran : { ...known.ran, ...Object.fromEntries(changed.flatMap(runningOf)) },
		},
		marks: [
			...turned.filter(({ service }) => known.stood[service] !== undefined),
			...released,
			...changed.flatMap(killsOf),
			...comebackKills(known, state),
		],
	};
}

type Turn = Mark & { readonly is: Condition['is'] };

/** What is known by service, with what its turn tells of it. */
function withTurns<T>(
	known: Readonly<Record<string, T>>,
	turned: readonly Turn[],
	told: (turn: Turn) => T,
): Readonly<Record<string, T>> {
	if (turned.length === 0) return known;
	return { ...known, ...Object.fromEntries(turned.map((turn) => [turn.service, told(turn)])) };
}

/** A turn that lies further ahead than this was marked before the clock was set back. */
const mostAhead: Millis = 1000;

/**
 * When a turn happened. Where what it turned to began before the turn before it (a container that ended long ago is all that
 * is left, or a check counted), it was otherwise since: it turned when that was seen.
 */
function turnedAt(since: Millis, before: Millis | undefined, now: Millis): Millis {
	const at = Math.min(since, now);
	if (before === undefined || before < at || before > now + mostAhead) return at;
	return Math.max(now, before + 1);
}

/** Who stands otherwise than before. That nothing is known yet, or that it is not decided yet, at the start, is no change. */
function turns(known: Known, conditions: State['conditions'], now: Millis): readonly Turn[] {
	return Object.entries(conditions).flatMap(([service, condition]) => {
		const { is, because, since } = condition;
		if (known.conditions[service] === condition || known.stood[service] === is) return [];
		if (condition.stood !== undefined || (is === 'unknown' && !known.met.has(service))) return [];
		const at = turnedAt(since, known.turned[service], now);
		return [{ service, at, kind: 'condition', text: because, is } as const];
	});
}

function metAfter({ met, conditions: before }: Known, conditions: State['conditions']): ReadonlySet<string> {
	if (before === conditions) return met;
	const fresh = Object.keys(conditions).filter((id) => conditions[id]?.is !== 'unknown' && !met.has(id));
	return fresh.length === 0 ? met : new Set([...met, ...fresh]);
}

const runs = ({ releases }: Service) => releases.find(({ can }) => can === 'runs');

function runningOf(service: Service): readonly (readonly [string, string])[] {
	const release = runs(service);
	return release === undefined ? [] : [[service.id, release.id]];
}

function releaseOf({ ran }: Known, service: Service, now: Millis): readonly Mark[] {
	const release = runs(service);
	const before = ran[service.id];
	if (release === undefined || before === undefined || before === release.id) return [];
	const at = Math.min(release.at ?? now, now);
	return [{ service: service.id, at, kind: 'release', text: release.label, of: release.id }];
}

const killed = (service: string, { id, name }: Instance, at: Millis): Mark => ({
	...{ service, at, kind: 'killed', text: name, of: id },
});

/** The containers that ended since the system had no memory for them, and stayed so. */
function killsOf({ id, instances }: Service): readonly Mark[] {
	return instances.flatMap((instance) =>
		instance.oom === true && instance.state !== 'running' && instance.ended !== undefined
			? [killed(id, instance, instance.ended)]
			: [],
	);
}

/** And those that their policy started again: the engine forgets why they ended, their comeback does not. */
function comebackKills(known: Known, { cameBack, services }: State): readonly Mark[] {
	if (known.cameBack === cameBack) return [];
	const fresh = Object.entries(cameBack).filter(([id, back]) => {
		const before = known.cameBack[id];
		return back.oom === true && !(before?.oom === true && before.at === back.at);
	});
	if (fresh.length === 0) return [];
	return Object.values(services).flatMap(({ id, instances }) =>
		fresh.flatMap(([container, { at }]) => {
			const instance = instances.find((one) => one.id === container);
			return instance === undefined ? [] : [killed(id, instance, instance.ended ?? at)];
		}),
	);
}
