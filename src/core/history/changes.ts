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
	/** The ids that had a condition other than unknown in this session. */
	readonly met: ReadonlySet<string>;
	/** The release that ran, by service. */
	readonly ran: Readonly<Record<string, string>>;
}

/** What is known before anything was read: what the newest marks of an earlier session say. */
export function knownFrom(conditions: readonly Mark[], releases: readonly Mark[]): Known {
	return {
		...{ services: {}, conditions: {}, cameBack: {}, met: new Set<string>() },
		stood: Object.fromEntries(conditions.flatMap(({ service, is }) => (is === undefined ? [] : [[service, is]]))),
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
	const stood = turned.map(({ service, is }) => [service, is] as const);
	return {
		known: {
			...{ services, conditions, cameBack },
			stood: stood.length === 0 ? known.stood : { ...known.stood, ...Object.fromEntries(stood) },
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

/** Who stands otherwise than before. That nothing is known yet, at the start, is no change. */
function turns(known: Known, conditions: State['conditions'], now: Millis): readonly Turn[] {
	return Object.entries(conditions).flatMap(([service, condition]) => {
		const { is, because, since } = condition;
		if (known.conditions[service] === condition || known.stood[service] === is) return [];
		if (is === 'unknown' && !known.met.has(service)) return [];
		return [{ service, at: Math.min(since, now), kind: 'condition', text: because, is } as const];
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
