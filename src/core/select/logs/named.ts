import type { Fleet } from '../../config/fleet.ts';
import { type LogSource, sourceName } from '../../logs/source.ts';
import type { State } from '../../state.ts';

/** The logs of a service that the config names. */
export function namedLogs({ fleet }: Pick<State, 'fleet'>, id: string): readonly LogSource[] {
	return fleet.services.find(({ environment, name }) => `${environment}/${name}` === id)?.logs ?? [];
}

/** What a log is called among those of its service: with its host where another one is called the same. */
export function nameAmong(source: LogSource, all: readonly LogSource[]): string {
	const name = sourceName(source);
	const isShared = all.some((other) => other !== source && sourceName(other) === name);
	return isShared ? `${name} on ${source.host}` : name;
}

/** What stands beside a line for the name of its log: of a path the last part. */
export function shortName(name: string): string {
	return name.slice(name.lastIndexOf('/') + 1);
}

/** What the logs of the service that Logs shows are called, as it was found in a state. */
export interface OwnView {
	readonly services: State['services'];
	readonly fleet: Fleet;
	readonly service: string;
	/** Cells for their names; missing where there is only one. */
	readonly names?: number;
}

/** Cells of such a name, at the most. */
const widestName = 20;

/** What Logs says of the logs of a single service; `before` holds until services or config change. A log is drawn often. */
export function ownView(state: State, before: OwnView | undefined): OwnView | undefined {
	const { services, fleet, ui } = state;
	const { service } = ui;
	if (service === undefined || ui.logs.group !== undefined) return undefined;
	if (before?.services === services && before.fleet === fleet && before.service === service) return before;
	const sources = namedLogs(state, service);
	const names = [
		...(services[service]?.instances ?? []).map(({ name }) => name),
		...sources.map((source) => nameAmong(source, sources)),
	];
	const of = { services, fleet, service };
	if (names.length < 2) return of;
	return { ...of, names: Math.min(widestName, Math.max(...names.map((name) => shortName(name).length))) };
}
