import { clean, shown } from '../../clean.ts';
import type { Service } from '../../model.ts';
import type { Shown } from '../../shown.ts';
import type { State } from '../../state.ts';
import { cells, fitting } from '../../table.ts';
import { environmentsOf } from '../rows/rows.ts';

/** A service as its row calls it, under the row of its environment. */
export function serviceName({ name, original }: Pick<Service, 'name' | 'original'>): Shown {
	return clean(`  ${original ?? name}`, 80);
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
	/** The services' names by environment: in two environments the same one may stand. */
	readonly services: readonly (readonly Shown[])[];
}

function namesOf(state: State): Names {
	const services = Object.values(state.services);
	const members = Map.groupBy(services, ({ environment }) => environment);
	const names = [...members.values()].map((group) => [...new Set(group.map(serviceName))]);
	const others = [
		...state.fleet.hosts.map(({ name }) => hostName(name)),
		...environmentsOf(state).map((name) => groupName(name, members.get(name)?.length ?? 0)),
	];
	return {
		widest: [...names.flat(), ...others].reduce((most, name) => Math.max(most, cells(name)), 0),
		services: names,
	};
}

/** How many names look like another one of their environment when they are cut to so many cells. */
function alikeIn({ services }: Names, width: number, tail: number): number {
	return services.reduce((sum, names) => {
		const long = names.filter((name) => cells(name) > width);
		return sum + long.length - new Set(long.map((name) => fitting(name, width, tail))).size;
	}, 0);
}

/** Cells that are always kept of a name's beginning: its indent and a sign of it. */
const head = 4;

/**
 * How many cells of the end of names to keep, where they are cut to so many, so that the fewest look `alike`: of those
 * the one that leaves most of both ends.
 */
export function tellingTail(names: Names, width: number): { readonly tail: number; readonly alike: number } {
	const middle = Math.max(0, Math.floor((width - 1) / 2));
	let best = { tail: middle, alike: alikeIn(names, width, middle) };
	for (let off = 1; off <= middle && best.alike > 0; off += 1) {
		for (const tail of [middle + off, middle - off]) {
			const alike = tail <= width - head ? alikeIn(names, width, tail) : best.alike;
			if (alike < best.alike) best = { tail, alike };
		}
	}
	return best;
}

/** The same, looked up anew only when a service came, went or changed: conditions change far more often. */
export function keptNames(): (state: State) => Names {
	let known:
		| { readonly services: State['services']; readonly fleet: State['fleet']; readonly names: Names }
		| undefined;
	return (state) => {
		const { services, fleet } = state;
		if (known?.services !== services || known.fleet !== fleet) known = { services, fleet, names: namesOf(state) };
		return known.names;
	};
}
