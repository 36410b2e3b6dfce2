import { type LogSource, sourceName } from '../../logs/source.ts';
import type { Instance } from '../../model.ts';
import type { State } from '../../state.ts';

/** One log among those that are shown together: of a container, or one that the config names. `name`: of its service. */
export type OneLog =
	| { readonly name: string; readonly instance: Instance }
	| { readonly name: string; readonly source: LogSource };

/** The logs of an environment that are shown together, those for which there is no room, and how many there are. */
export interface Together {
	readonly logs: readonly OneLog[];
	readonly left: readonly OneLog[];
	readonly of: number;
}

/** Which log it is, in words: `api: /var/log/app.log on vps1`. */
export function oneLogText(log: OneLog): string {
	if ('source' in log) return `${log.name}: ${sourceName(log.source)} on ${log.source.host}`;
	return `${log.name}: ${log.instance.name} on ${log.instance.host}`;
}

/** The environment whose logs Logs shows together, as it was found in a state. */
export interface GroupView {
	readonly services: State['services'];
	readonly group: string;
	/** So many logs are followed, of so many that there are. */
	readonly followed: number;
	readonly of: number;
	/** Cells for the names of its services. */
	readonly names: number;
}

/** Cells of the name of a service beside its lines, at the most. */
const widestName = 14;

/** So many logs are followed at once: each is a connection, and an engine at work for it. */
const most = 12;

/** So many that the config names are followed on one host: sshd has room for no more (`MaxSessions`, docs/logs.md). */
const mostOnHost = 2;

/** Where a log stands when there are too many: what runs comes first, and the first of each service before its second. */
interface Ranked {
	readonly log: OneLog;
	readonly rank: number;
}

function rankedOf(name: string, instances: readonly Instance[], sources: readonly LogSource[]): readonly Ranked[] {
	const running = instances.filter(({ state }) => state === 'running');
	const still = instances.filter(({ state }) => state !== 'running');
	return [
		...running.map((instance, index) => ({ log: { name, instance }, rank: index })),
		...sources.map((source, index) => ({ log: { name, source }, rank: running.length + index })),
		...still.map((instance, index) => ({ log: { name, instance }, rank: 1000 + index })),
	];
}

function withRoom(logs: readonly OneLog[]): readonly OneLog[] {
	const onHost = new Map<string, number>();
	return logs.filter((log) => {
		if ('instance' in log) return true;
		const count = (onHost.get(log.source.host) ?? 0) + 1;
		onHost.set(log.source.host, count);
		return count <= mostOnHost;
	});
}

/** The logs of all services of an environment, by name, but no more than can be followed at once. */
export function together({ services, fleet }: Pick<State, 'services' | 'fleet'>, environment: string): Together {
	const named = new Map(fleet.services.map((spec) => [`${spec.environment}/${spec.name}`, spec.logs ?? []]));
	const all = Object.values(services)
		.filter((service) => service.environment === environment)
		.toSorted((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap(({ id, name, instances }) => rankedOf(name, instances, named.get(id) ?? []));
	const ordered = all.toSorted((a, b) => a.rank - b.rank).map(({ log }) => log);
	const logs = withRoom(ordered).slice(0, most);
	return { logs, left: ordered.filter((log) => !logs.includes(log)), of: all.length };
}

/** What Logs says of the environment whose logs it shows; `before` holds until the services change. A log is drawn often. */
export function groupView(state: State, before: GroupView | undefined): GroupView | undefined {
	const { group } = state.ui.logs;
	const { services } = state;
	if (group === undefined) return undefined;
	if (before?.services === services && before.group === group) return before;
	const { logs, of } = together(state, group);
	const names = Math.min(widestName, Math.max(1, ...logs.map(({ name }) => name.length)));
	return { services, group, followed: logs.length, of, names };
}
