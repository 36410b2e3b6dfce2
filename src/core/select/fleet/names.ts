import { clean, shown } from '../../clean.ts';
import type { Service } from '../../model.ts';
import { serviceTitle } from '../../service-title.ts';
import type { Shown } from '../../shown.ts';
import type { State } from '../../state.ts';
import { cells, fitting } from '../../table.ts';
import { environmentsOf } from '../rows/rows.ts';

/** A service as its row calls it, under the row of its environment. */
export function serviceName(service: Pick<Service, 'name' | 'original'>): Shown {
	return clean(`  ${serviceTitle(service)}`, 80);
}

/** A host as its row calls it. */
export function hostName(host: string): Shown {
	return clean(`  host ${host}`, 80);
}

/** An environment as its row calls it; a folded one with how many services it has. */
export function groupName(environment: string, folded?: number): Shown {
	const name = clean(environment, 60);
	return folded === undefined ? shown`- ${name}` : shown`+ ${name} (${folded})`;
}

/** The names that stand in the first column of Fleet, whether they are on the screen or not: then the column never jumps. */
export interface Names {
	/** The cells of the longest. */
	readonly widest: number;
	/** The names that must not look alike: of the services of an environment, of the hosts. */
	readonly groups: readonly (readonly Shown[])[];
}

function namesOf(state: State): Names {
	const services = Object.values(state.services);
	const members = Map.groupBy(services, ({ environment }) => environment);
	const ofServices = [...members.values()].map((group) => group.map(serviceName));
	const groups = [...ofServices, state.fleet.hosts.map(({ name }) => hostName(name))];
	const folded = environmentsOf(state).map((name) => groupName(name, members.get(name)?.length ?? 0));
	return { widest: [...groups.flat(), ...folded].reduce((most, name) => Math.max(most, cells(name)), 0), groups };
}

/** How many of these names look like another one of their group when they are cut to so many cells. */
function alikeIn(groups: Names['groups'], width: number, tail: number): number {
	return groups.reduce(
		(sum, names) => sum + names.length - new Set(names.map((name) => fitting(name, width, tail))).size,
		0,
	);
}

/** Cells that are always kept of a name's beginning: its indent and a sign of it. */
const head = 4;
/** So many names of a group, and groups, are told apart: a screen must not wait for more. */
const most = 50;

/**
 * How many cells of the end of names to keep, where they are cut to so many, so that the fewest look `alike`: of those
 * the one that leaves most of both ends.
 */
export function tellingTail({ groups }: Names, width: number): { readonly tail: number; readonly alike: number } {
	const middle = Math.max(0, Math.floor((width - 1) / 2));
	const long = groups
		.map((names) => [...new Set(names)].filter((name) => cells(name) > width).slice(0, most))
		.filter((names) => names.length > 1)
		.slice(0, most);
	let best = { tail: middle, alike: alikeIn(long, width, middle) };
	for (let off = 1; off <= middle && best.alike > 0; off += 1) {
		for (const tail of [middle + off, middle - off]) {
			const alike = tail <= width - head ? alikeIn(long, width, tail) : best.alike;
			if (alike < best.alike) best = { tail, alike };
		}
	}
	return best;
}

function isSame(names: Names, others: Names): boolean {
	return (
		names.widest === others.widest &&
		names.groups.length === others.groups.length &&
		names.groups.every((group, index) => {
			const other = others.groups[index];
			return group.length === other?.length && group.every((name, at) => name === other[at]);
		})
	);
}

/** The same, looked up anew only when a service came, went or changed; the same value until a name is another one. */
export function keptNames(): (state: State) => Names {
	let known:
		| { readonly services: State['services']; readonly fleet: State['fleet']; readonly names: Names }
		| undefined;
	return (state) => {
		const { services, fleet } = state;
		if (known?.services === services && known.fleet === fleet) return known.names;
		const next = namesOf(state);
		const names = known !== undefined && isSame(known.names, next) ? known.names : next;
		known = { services, fleet, names };
		return names;
	};
}
