import { shownComeback } from '../condition/process.ts';
import type { EngineFacts } from '../engine/facts.ts';
import type { Instance, Millis } from '../model.ts';
import { reused } from '../reuse.ts';
import type { CameBack, EngineState } from '../state.ts';
import { missed } from './missed.ts';

type Containers = EngineState['containers'];
type Times = NonNullable<EngineState['later']>;

/** What is known of an engine after news, and what of it changed: nothing, or containers or images. */
export interface EngineNews {
	readonly value: EngineState;
	readonly changed: boolean;
}

/** What is kept of what was known when a whole list comes: news of single containers that were asked for after it. */
function laterThan(asked: Millis, { later = {} }: EngineState): Times {
	return Object.fromEntries(Object.entries(later).filter(([, at]) => at > asked));
}

/** What is known of a container that stands in the list as it did, unless that is not how it stands there. */
function detailed(listed: Instance, known: Instance | undefined): Instance {
	if (known === undefined || known.state !== listed.state || known.name !== listed.name) return listed;
	// Of one that does not run the list tells no health, while a look still has the last one.
	return known.state !== 'running' || known.health === listed.health ? known : listed;
}

function listed(known: EngineState, facts: EngineFacts, later: Times): Containers {
	const all = [...facts.containers, ...(facts.listed ?? []).map((one) => detailed(one, known.containers[one.id]))];
	const news = all.filter(({ id }) => later[id] === undefined);
	const kept = Object.values(known.containers).filter(({ id }) => later[id] !== undefined);
	return Object.fromEntries([...news, ...kept].map((container) => [container.id, container]));
}

function isNew(known: EngineState, id: string, asked: Millis): boolean {
	return asked >= Math.max(known.asked ?? 0, known.later?.[id] ?? 0);
}

/** News of single containers: those that were asked for after what is known of them count. */
function singled(
	known: EngineState,
	{ containers, gone = [] }: EngineFacts,
	asked: Millis,
): Pick<EngineState, 'containers' | 'later'> {
	const news = containers.filter(({ id }) => isNew(known, id, asked));
	const left = gone.filter((id) => isNew(known, id, asked));
	const all = { ...known.containers, ...Object.fromEntries(news.map((container) => [container.id, container])) };
	const times = [...news.map(({ id }) => id), ...left].map((id) => [id, asked] as const);
	return {
		containers: Object.fromEntries(Object.entries(all).filter(([id]) => !left.includes(id))),
		later: { ...known.later, ...Object.fromEntries(times) },
	};
}

/** The images, unless a newer list of them is known already. */
function imagesAfter(known: EngineState, { images }: EngineFacts, asked: Millis): Partial<EngineState> {
	if (images === undefined || asked < (known.imagesAsked ?? 0)) return {};
	return { images: reused(known.images, images), imagesAsked: asked };
}

/** What a manager says of its Swarm, unless what is known was asked for later. A whole engine that says nothing is none. */
function swarmAfter({ swarm: known }: EngineState, { whole, swarm }: EngineFacts, asked: Millis): Partial<EngineState> {
	if (known !== undefined && asked < (known.at ?? 0)) return { swarm: known };
	if (swarm === undefined) return whole || known === undefined ? {} : { swarm: known };
	return {
		swarm: swarm.ok ? { value: reused(known?.value, swarm.value), at: asked, misses: 0 } : missed(known, swarm.failure),
	};
}

function told({ id, version, api, node }: EngineFacts): Partial<EngineState> {
	return {
		...(id === undefined ? {} : { id }),
		...(node === undefined ? {} : { node }),
		...(version === undefined ? {} : { version }),
		...(api === undefined ? {} : { api }),
	};
}

const nothing: EngineState = { containers: {}, images: [] };

/** Whether what services are made of is as it was. */
function isSame(a: EngineState, b: EngineState): boolean {
	return (
		a.containers === b.containers &&
		a.images === b.images &&
		a.node === b.node &&
		a.swarm?.value === b.swarm?.value &&
		a.swarm?.misses === b.swarm?.misses
	);
}

/** An engine after news of it; undefined where they are older than all that is known, or say nothing by themselves. */
export function engineAfter(before: EngineState | undefined, facts: EngineFacts, at: Millis): EngineNews | undefined {
	const known = before ?? nothing;
	const asked = facts.asked ?? at;
	if (facts.whole ? asked < (known.asked ?? 0) : before === undefined) return undefined;
	const later = laterThan(asked, known);
	const next = facts.whole
		? { containers: listed(known, facts, later), later, asked, ...told(facts) }
		: singled(known, facts, asked);
	const { swarm: _, node, ...rest } = known;
	const value = {
		...rest,
		...(facts.whole || node === undefined ? {} : { node }),
		...next,
		...imagesAfter(known, facts, asked),
		...swarmAfter(known, facts, asked),
		containers: reused(known.containers, next.containers),
	};
	return { value, changed: before === undefined || !isSame(known, value) };
}

/** The containers after news, and which of them the news says have ended. */
interface Heard {
	readonly containers: Containers;
	readonly ended?: EngineFacts['ended'];
	readonly at: Millis;
}

function comeback(before: Instance, now: Instance, ended: EngineFacts['ended']): Pick<CameBack, 'exit' | 'oom'> {
	const said = ended?.find(({ id }) => id === now.id);
	const exit = now.state === 'running' ? (said?.exit ?? before.exit) : (now.exit ?? said?.exit);
	const oom = said?.oom ?? now.oom ?? before.oom;
	return { ...(exit === undefined ? {} : { exit }), ...(oom === undefined ? {} : { oom }) };
}

/** A list alone knows neither restarts nor starts, so what only it has told says nothing of a restart. */
function wasRestarted(before: Instance | undefined, now: Instance): before is Instance {
	if (before?.started === undefined || now.started === undefined) return false;
	return now.restarts > before.restarts;
}

/** How they had ended, where that is told only after the restart was seen: while events are looked into, time goes by. */
function completed(
	cameBack: Readonly<Record<string, CameBack>>,
	{ ended = [], at }: Pick<Heard, 'ended' | 'at'>,
): readonly (readonly [string, CameBack])[] {
	return ended.flatMap(({ id, exit, oom }) => {
		const back = cameBack[id];
		if (back === undefined || back.exit !== undefined || exit === undefined) return [];
		if (at - back.at >= shownComeback) return [];
		return [[id, { ...back, exit, ...(oom === undefined ? {} : { oom }) }] as const];
	});
}

/** Which containers their restart policy brought back just now, and how they had ended; what is no longer shown goes. */
export function comebacksAfter(
	cameBack: Readonly<Record<string, CameBack>>,
	known: Containers,
	news: Heard,
): Readonly<Record<string, CameBack>> {
	const { containers, ended, at } = news;
	const told = completed(cameBack, news);
	const fresh = Object.values(containers).flatMap((now) => {
		const before = known[now.id];
		if (before === now || !wasRestarted(before, now)) return [];
		const last = cameBack[now.id];
		const times = last !== undefined && at - last.at < shownComeback ? (last.times ?? 1) + 1 : 1;
		return [[now.id, { at, times, ...comeback(before, now, ended) }] as const];
	});
	if (fresh.length === 0 && told.length === 0) return cameBack;
	const shown = Object.entries(cameBack).filter(([, back]) => at - back.at < shownComeback);
	return Object.fromEntries([...shown, ...told, ...fresh]);
}
