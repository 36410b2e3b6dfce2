import { clean, shown } from '../../clean.ts';
import type { Service } from '../../model.ts';
import type { Shown } from '../../shown.ts';
import type { State } from '../../state.ts';
import { cells } from '../../table.ts';
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

/** The cells of the longest name of the fleet, whether it is on the screen or not: a column of this width never jumps. */
function widestName(state: State): number {
	const services = Object.values(state.services);
	const counts = Map.groupBy(services, ({ environment }) => environment);
	const names = [
		...services.map(serviceName),
		...state.fleet.hosts.map(({ name }) => hostName(name)),
		...environmentsOf(state).map((name) => groupName(name, counts.get(name)?.length ?? 0)),
	];
	return names.reduce((most, name) => Math.max(most, cells(name)), 0);
}

/** The same, looked up anew only when a service came, went or changed: conditions change far more often. */
export function keptWidest(): (state: State) => number {
	let known:
		| { readonly services: State['services']; readonly fleet: State['fleet']; readonly cells: number }
		| undefined;
	return (state) => {
		const { services, fleet } = state;
		if (known?.services !== services || known.fleet !== fleet) known = { services, fleet, cells: widestName(state) };
		return known.cells;
	};
}
