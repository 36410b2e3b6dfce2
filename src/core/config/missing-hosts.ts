import type { AskedLines } from './act-lines.ts';
import { type ConfigError, suggestion } from './errors.ts';
import type { Path, Place } from './place.ts';
import type { ProbeLine } from './probe-lines.ts';
import type { ConfigFile } from './schema.ts';

/** A place in the config that names a host. */
interface Naming {
	readonly path: Path;
	readonly host: string;
}
type EnvironmentFile = NonNullable<NonNullable<ConfigFile['environments']>[string]>;
type ServiceFile = NonNullable<NonNullable<EnvironmentFile['services']>[string]>;

/** `local` always means this machine. */
const naming = (path: Path, host: string | undefined): readonly Naming[] =>
	host === undefined || host === 'local' ? [] : [{ path, host }];

const inProbes = (path: Path, lines: Readonly<Record<string, ProbeLine>> | undefined): readonly Naming[] =>
	Object.entries(lines ?? {}).flatMap(([name, { from }]) => naming([...path, 'probes', name, 'from'], from));

const inLines = (path: Path, lines: AskedLines | undefined): readonly Naming[] =>
	Object.entries(lines ?? {}).flatMap(([name, { from }]) => naming([...path, name, 'from'], from));

const inActs = (path: Path, { gates, after }: Pick<EnvironmentFile, 'gates' | 'after'>): readonly Naming[] => [
	...inLines([...path, 'gates'], gates),
	...inLines([...path, 'after', 'checks'], after?.checks),
];

const inService = (path: Path, service: ServiceFile): readonly Naming[] => [
	...(service.host === undefined ? [] : [{ path: [...path, 'host'], host: service.host }]),
	...(['health', 'metrics'] as const).flatMap((key) => {
		const block = service[key];
		return typeof block === 'object' ? naming([...path, key, 'from'], block.from) : [];
	}),
	...(service.logs ?? []).flatMap(({ host }, index) => naming([...path, 'logs', index, 'host'], host)),
	...inActs(path, service),
	...inProbes(path, service.probes),
];

const servicesOf = (file: ConfigFile): readonly { readonly path: Path; readonly service: ServiceFile }[] =>
	Object.entries(file.environments ?? {}).flatMap(([environment, content]) =>
		Object.entries(content?.services ?? {}).map(([name, service]) => ({
			path: ['environments', environment, 'services', name],
			service: service ?? {},
		})),
	);

/** A dataset, and the service that it takes its host from where it has none of its own. */
const datasetsIn = (file: ConfigFile) =>
	Object.entries(file.environments ?? {}).flatMap(([environment, content]) =>
		Object.entries(content?.datasets ?? {}).map(([name, { host, service }]) => ({
			...{ host, service, path: ['environments', environment, 'datasets', name] },
		})),
	);

/**
 * Services, datasets, addresses and probes that name a host which is not there, and services and datasets that leave it
 * open among several.
 */
export const missingHosts = (file: ConfigFile, place: Place): readonly ConfigError[] => {
	const hosts = Object.keys(file.hosts ?? { local: {} });
	const services = servicesOf(file);
	const ofHosts = Object.entries(file.hosts ?? {}).flatMap(([name, { probes }]) => inProbes(['hosts', name], probes));
	const ofEnvironments = Object.entries(file.environments ?? {}).flatMap(([name, content]) =>
		inActs(['environments', name], content ?? {}),
	);
	const datasets = datasetsIn(file);
	const ofDatasets = datasets.flatMap(({ path, host }) =>
		host === undefined ? [] : [{ path: [...path, 'host'], host }],
	);
	const ofServices = services.flatMap(({ path, service }) => inService(path, service));
	const missing = [...ofHosts, ...ofEnvironments, ...ofServices, ...ofDatasets]
		.filter(({ host }) => !hosts.includes(host))
		.map(({ path, host }) => ({
			...place(path),
			message: `there is no host \`${host}\` under \`hosts\``,
			...suggestion(host, hosts),
		}));
	const unsaid = [
		...services.flatMap(({ path, service }) => (service.host === undefined ? [{ path, does: 'runs' }] : [])),
		// One of a service is where that is, which has to say it.
		...datasets.flatMap(({ path, host, service }) => ((host ?? service) === undefined ? [{ path, does: 'is' }] : [])),
	];
	const open = (hosts.length > 1 ? unsaid : []).map(({ path, does }) => ({
		...place(path.slice(0, -1), String(path.at(-1))),
		message: `\`${path.map(String).join('.')}\` does not say on which host it ${does}`,
		fix: `Add \`host:\` with one of ${hosts.join(', ')}.`,
	}));
	return [...missing, ...open];
};
