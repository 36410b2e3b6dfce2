import { groupId, hostId, hostOf } from '../../ids.ts';
import { filterMatch } from '../../logs/search.ts';
import type { Condition, Protection } from '../../model.ts';
import type { State } from '../../state.ts';
import { fleetLayout } from '../fleet/layout.ts';

/** What a row of Fleet is about. Its id is `environment/` for a group, a service's id, or `host/NAME`. */
export type RowKind = 'group' | 'service' | 'host';

/** A row of Fleet, before it is drawn. */
export interface RowRef {
	readonly id: string;
	readonly kind: RowKind;
	/** The environment under which it stands. */
	readonly environment: string;
}

/** The group for hosts on which nothing of any environment is known to run. */
const noEnvironment = 'hosts';

/** The environments, in the order of the config; those that were only found come after, by name. */
export function environmentsOf({ fleet, services }: Pick<State, 'fleet' | 'services'>): readonly string[] {
	const configured = fleet.environments.map(({ name }) => name);
	const found = new Set(Object.values(services).map(({ environment }) => environment));
	return [...configured, ...[...found].filter((name) => !configured.includes(name)).sort()];
}

/** Under which environment a host stands: the first one that has something on it. */
export function placesOf(state: State, environments: readonly string[]): ReadonlyMap<string, string> {
	const rank = new Map(environments.map((name, index) => [name, index]));
	const places = new Map(state.fleet.hosts.map(({ name }) => [name, noEnvironment]));
	const put = (host: string, environment: string): void => {
		const before = rank.get(places.get(host) ?? '') ?? environments.length;
		if (places.has(host) && (rank.get(environment) ?? environments.length) < before) places.set(host, environment);
	};
	for (const { host, environment } of state.fleet.services) put(host, environment);
	for (const { host, environment } of state.fleet.datasets ?? []) put(host, environment);
	for (const { hosts, environment } of Object.values(state.services)) {
		for (const host of hosts) put(host, environment);
	}
	return places;
}

const ranks: Readonly<Record<Condition['is'], number>> = { down: 0, degraded: 1, unknown: 2, ok: 3 };

/** Where a condition stands among others: 0 is the worst. */
export function rankOf(state: Pick<State, 'conditions'>, id: string): number {
	return ranks[state.conditions[id]?.is ?? 'unknown'];
}

/** Worst first, services before hosts, then by name. */
function worstFirst(state: State): (a: string, b: string) => number {
	const key = new Map<string, string>();
	const keyOf = (id: string): string => {
		const known = key.get(id);
		if (known !== undefined) return known;
		const made = `${rankOf(state, id)}${hostOf(id) === undefined ? 0 : 1}${id}`;
		key.set(id, made);
		return made;
	};
	return (a, b) => (keyOf(a) < keyOf(b) ? -1 : 1);
}

/** All rows sorted worst first within their group; `still` keeps its place, so that nothing moves under the cursor. */
export function sortedRows(state: State, still?: string): readonly string[] {
	return members(state).flatMap(([environment, ids]) => {
		const sorted = ids.toSorted(worstFirst(state));
		const id = groupId(environment);
		return [id, ...(still === undefined ? sorted : held(sorted, { still, order: state.ui.order, group: id }))];
	});
}

/** The rows in the order that they have, without those that are gone; new ones at the end of their group. */
export function mergedRows(state: State): readonly string[] {
	const place = new Map(state.ui.order.map((id, index) => [id, index]));
	const last = place.size;
	const worst = worstFirst(state);
	return members(state).flatMap(([environment, ids]) => [
		groupId(environment),
		...ids.toSorted((a, b) => (place.get(a) ?? last) - (place.get(b) ?? last) || worst(a, b)),
	]);
}

/** The ids under each environment that has any, in no order; one of which only backups are watched has none. */
function members(state: State): readonly (readonly [string, readonly string[]])[] {
	const environments = environmentsOf(state);
	const under = new Map<string, string[]>([...environments, noEnvironment].map((name) => [name, []]));
	for (const { id, environment } of Object.values(state.services)) under.get(environment)?.push(id);
	for (const [host, environment] of placesOf(state, environments)) under.get(environment)?.push(hostId(host));
	const withData = new Set(state.fleet.datasets?.map(({ environment }) => environment));
	return [...under].filter(([name, ids]) => ids.length > 0 || withData.has(name));
}

/** How soon something of an environment is named, by how it is protected: 0 is the first. */
const weights: Readonly<Record<Protection, number>> = { protected: 0, locked: 0, guarded: 1, open: 2 };
/** What no environment of the config has, but a host is of the config all the same. */
const weightOfHosts = weights.open;
const weightOfFound = 3;

/** Where the environment of a row stands among the others. */
export interface RowPlace {
	/** By how it is protected, those that were only found last: 0 is the first. */
	readonly weight: number;
	/** In the order of the rows: 0 is the first. */
	readonly place: number;
}

/** Where the environment of a row stands among the others, by the row's id. */
export function placeOf(state: State): (id: string) => RowPlace {
	const known = new Map(state.fleet.environments.map(({ name, protection }) => [name, weights[protection]]));
	const weightOf = (name: string) => known.get(name) ?? (name === noEnvironment ? weightOfHosts : weightOfFound);
	const places = new Map(
		members(state).flatMap(([name, ids], place) => ids.map((id) => [id, { weight: weightOf(name), place }])),
	);
	return (id) => places.get(id) ?? { weight: weightOfFound, place: places.size };
}

/** A sorted group with one row put back to where it stood in it. */
function held(
	sorted: readonly string[],
	{ still, order, group }: { readonly still: string; readonly order: readonly string[]; readonly group: string },
): readonly string[] {
	const before = order.indexOf(still) - order.indexOf(group) - 1;
	if (!sorted.includes(still) || before < 0) return sorted;
	return sorted.filter((id) => id !== still).toSpliced(before, 0, still);
}

/** The rows that can be seen by scrolling: not folded away, let through by the filter. */
export function openRows(state: State): readonly RowRef[] {
	const { order, folded, filter, size } = state.ui;
	const wanted = filter.fleet ?? '';
	// Where there is no room for more, an environment is its own row.
	if (fleetLayout(size).tiny) return refsOf(order).filter(({ kind }) => kind === 'group');
	return wanted === '' ? unfolded(order, new Set(folded)) : matching(order, wanted);
}

/** Whether a row is one of those. Cheaper than to make them all: asked with each key. */
export function isOpen({ ui: { order, folded, filter, size } }: State, id: string): boolean {
	const index = order.indexOf(id);
	if (index === -1 || (kindOf(id) !== 'group' && fleetLayout(size).tiny)) return false;
	const wanted = filter.fleet ?? '';
	if (wanted !== '') return (kindOf(id) !== 'group' || isBare(order, index)) && filterMatch(wanted)(id);
	if (folded.length === 0 || kindOf(id) === 'group') return true;
	const group = order.findLast((one, place) => place < index && kindOf(one) === 'group');
	return group !== undefined && !folded.includes(group);
}

function refsOf(order: readonly string[]): readonly RowRef[] {
	let environment = '';
	return order.map((id) => {
		if (id.endsWith('/')) environment = id.slice(0, -1);
		return { id, kind: kindOf(id), environment };
	});
}

/** What a row is about, by its id. */
export function kindOf(id: string): RowKind {
	if (id.endsWith('/')) return 'group';
	return hostOf(id) === undefined ? 'service' : 'host';
}

function unfolded(order: readonly string[], folded: ReadonlySet<string>): readonly RowRef[] {
	if (folded.size === 0) return refsOf(order);
	return refsOf(order).filter(({ kind, environment }) => kind === 'group' || !folded.has(groupId(environment)));
}

/** Whether a group has no rows: it is what a filter finds of its environment. */
function isBare(order: readonly string[], index: number): boolean {
	const next = order[index + 1];
	return next === undefined || kindOf(next) === 'group';
}

/** A filter looks into folded groups too, and keeps the row of a group in which something was found. */
function matching(order: readonly string[], wanted: string): readonly RowRef[] {
	const fits = filterMatch(wanted);
	const refs = refsOf(order);
	const rows = refs.filter(({ kind, id }, index) => (kind !== 'group' || isBare(order, index)) && fits(id));
	const found = new Set(rows.map(({ environment }) => environment));
	const ids = new Set(rows.map(({ id }) => id));
	return refs.filter(({ id, kind, environment }) => (kind === 'group' ? found.has(environment) : ids.has(id)));
}

/** What of a list is on the screen. */
export interface Window {
	readonly from: number;
	readonly to: number;
}

/**
 * The page of a list on which a row stands. The last row of a page is the first of the next one, so that one sees what
 * comes; a page is turned as a whole, which over a slow line costs less than to scroll with every key.
 */
export function windowOf(index: number, length: number, height: number): Window {
	const rows = Math.max(1, height);
	if (length <= rows) return { from: 0, to: length };
	const step = Math.max(1, rows - 1);
	const from = Math.min(Math.floor(Math.max(0, index) / step) * step, length - rows);
	return { from, to: from + rows };
}
