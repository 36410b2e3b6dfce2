import { environmentOf, hostId, hostOf } from '../../ids.ts';
import { filterMatch } from '../../logs/search.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { type Dataset, datasetsOf } from '../backups/datasets.ts';
import { environmentsOf, placesOf } from '../rows/rows.ts';

/** The environment that its screen is about; the first one where none was chosen. */
export function shownEnvironment(state: State): string {
	return state.ui.environment ?? environmentsOf(state)[0] ?? '';
}

/** The services of the environment that is shown, in the order of Fleet, which waits for a cursor that is still. */
export function environmentServices(state: State): readonly string[] {
	const environment = shownEnvironment(state);
	const isOf = (id: string) => state.services[id]?.environment === environment;
	const ordered = state.ui.order.filter(isOf);
	const known = new Set(ordered);
	return [...ordered, ...Object.keys(state.services).filter((id) => isOf(id) && !known.has(id))];
}

/** The service under the cursor of Environment: the selected one, or the first that the filter lets through. */
export function environmentRow(state: State): string | undefined {
	const fits = filterMatch(state.ui.filter.environment ?? '');
	const ids = environmentServices(state).filter(fits);
	const selected = state.ui.selected.environment;
	return selected !== undefined && ids.includes(selected) ? selected : ids[0];
}

/** The hosts that stand under an environment: each under the first one that has something on it. */
export function hostsUnder(state: State, environment: string): readonly string[] {
	return [...placesOf(state, environmentsOf(state))].flatMap(([host, under]) => (under === environment ? [host] : []));
}

/** Which environment something is under, by the id of the service or host that it is of. */
export function environmentOfDataset(state: State): (of: string) => string {
	const places = placesOf(state, environmentsOf(state));
	return (of) => {
		const host = hostOf(of);
		return host === undefined ? environmentOf(of) : (places.get(host) ?? '');
	};
}

/** The datasets of an environment: those of its services, and of the hosts that stand under it; the worst first. */
export function datasetsUnder(state: State, environment: string, now: Millis): readonly Dataset[] {
	const under = environmentOfDataset(state);
	return datasetsOf(state, now).filter(({ of }) => under(of) === environment);
}

/** The ids under which something may be known of an environment: its services, and the hosts under it. */
export function idsOf(state: State, environment: string): readonly string[] {
	const services = Object.values(state.services).filter((service) => service.environment === environment);
	return [...services.map(({ id }) => id), ...hostsUnder(state, environment).map(hostId)];
}
