import { hostId } from '../ids.ts';
import type { Keys } from '../keys-rebound.ts';
import { known } from '../known.ts';
import type { Host, Millis } from '../model.ts';
import { datasetsOf } from './datasets-of.ts';
import type { Fleet, HealthSpec, MetricsSpec, ProbeSpec, ServiceSpec, Thresholds } from './fleet.ts';
import type { Forms } from './forms.ts';
import { actsOf } from './gates-of.ts';
import { lineFields } from './line-fields.ts';
import { logsOf } from './log-lines.ts';
import type { Path } from './place.ts';
import type { ProbeLine } from './probe-lines.ts';
import type { ConfigFile } from './schema.ts';
import { wordOf } from './secret.ts';
import { millisOf, ratioOf } from './units.ts';

type EnvironmentFile = NonNullable<NonNullable<ConfigFile['environments']>[string]>;
type ServiceFile = NonNullable<NonNullable<EnvironmentFile['services']>[string]>;
type ThresholdsFile = NonNullable<ServiceFile['thresholds']>;
type FetchedFile = Exclude<NonNullable<ServiceFile['health'] | ServiceFile['metrics']>, string>;

/** Values above which something counts as too much, when the config does not say. */
export const usualThresholds: Thresholds = { errorRatio: 0.05, p95: 2000, cpu: 0.9, memory: 0.85, disk: 0.8 };
/** How a change is proven when the config does not say. */
export const usualProof: ServiceSpec['proof'] = { times: 3, within: 60_000 };

const millis = (text: string | undefined, usual: Millis): Millis =>
	text === undefined ? usual : (millisOf(text) ?? usual);
const ratio = (value: string | number | undefined, usual: number): number =>
	value === undefined ? usual : (ratioOf(value) ?? usual);

const watchOf = (text: string | undefined): Pick<ServiceSpec, 'watch'> => {
	const watch = text === undefined ? undefined : millisOf(text);
	return watch === undefined ? {} : { watch };
};

const thresholdsOf = (file: ThresholdsFile | undefined, usual: Thresholds): Thresholds => ({
	errorRatio: ratio(file?.errors, usual.errorRatio),
	p95: millis(file?.p95, usual.p95),
	cpu: ratio(file?.cpu, usual.cpu),
	memory: ratio(file?.memory, usual.memory),
	disk: ratio(file?.disk, usual.disk),
});

const fetchedOf = (file: FetchedFile, host: string) => ({
	url: file.url,
	from: file.from ?? host,
	every: millis(file.every, 5000),
	timeout: millis(file.timeout, 5000),
	...(file.headers === undefined
		? {}
		: { headers: Object.fromEntries(Object.entries(file.headers).map(([key, value]) => [key, wordOf(value)])) }),
});

const healthOf = (file: NonNullable<ServiceFile['health']>, host: string): HealthSpec => {
	const given = typeof file === 'string' ? { url: file } : file;
	return {
		...fetchedOf(given, host),
		failures: given.failures ?? 3,
		...(given.status === undefined ? {} : { status: given.status }),
		...(given.contains === undefined ? {} : { contains: given.contains }),
		...(given.json === undefined ? {} : { json: given.json }),
		...(given.days === undefined ? {} : { days: given.days }),
		...(given.ca === undefined ? {} : { ca: given.ca }),
	};
};

const metricsOf = (file: NonNullable<ServiceFile['metrics']>, host: string): MetricsSpec => {
	const given = typeof file === 'string' ? { url: file } : file;
	return {
		...fetchedOf(given, host),
		requests: given.requests ?? '',
		durations: given.durations ?? '',
		label: given.label ?? '',
	};
};

const hostsOf = (file: ConfigFile): readonly Host[] => {
	const given = Object.entries(file.hosts ?? {}).map(
		([name, { ssh, engine, transport, sudo }]): Host => ({
			name,
			reach: ssh === undefined ? 'local' : { ssh },
			...(engine === undefined ? {} : { engine: engine.replace(/^unix:\/\//, '') }),
			...(transport === 'openssh' ? { transport } : {}),
			...(sudo === true ? { sudo } : {}),
		}),
	);
	return given.length > 0 ? given : [{ name: 'local', reach: 'local' }];
};

/** What may stand under `probes` and `datasets`, and what the config has at a path as it is written. */
export interface Written {
	readonly forms: Forms;
	readonly at: (path: Path) => unknown;
}

/** A host or service with lines under `probes`: where they stand, and the host that it is on. */
interface Probed {
	readonly of: string;
	readonly host: string;
	readonly path: Path;
	readonly lines: Readonly<Record<string, ProbeLine>> | undefined;
}

const probed = (file: ConfigFile, hosts: readonly Host[]): readonly Probed[] => [
	...Object.entries(file.hosts ?? {}).map(
		([name, { probes }]): Probed => ({ of: hostId(name), host: name, path: ['hosts', name], lines: probes }),
	),
	...Object.entries(file.environments ?? {}).flatMap(([environment, content]) =>
		Object.entries(content?.services ?? {}).map(
			([name, service]): Probed => ({
				of: `${environment}/${name}`,
				host: service?.host ?? hosts[0]?.name ?? 'local',
				path: ['environments', environment, 'services', name],
				lines: service?.probes,
			}),
		),
	),
];

const probesOf = (file: ConfigFile, hosts: readonly Host[], { forms, at }: Written): readonly ProbeSpec[] =>
	probed(file, hosts).flatMap(({ of, host, path, lines }) =>
		Object.entries(lines ?? {}).flatMap(([name, { kind, from, every, timeout, failures }]) => {
			const form = forms.probes.find((one) => one.kind === kind);
			if (form === undefined) return [];
			return {
				...{ kind, name, of, layer: form.layer },
				from: from ?? (form.from === 'host' ? host : 'local'),
				every: millis(every, form.every),
				timeout: millis(timeout, form.timeout),
				failures: failures ?? form.failures ?? 1,
				line: lineFields(at([...path, 'probes', name]), form),
			};
		}),
	);

type ServiceLine = NonNullable<NonNullable<ConfigFile['environments']>[string]>['services'];

/** What is read of a service because its own fields say so. */
const readOf = (
	service: NonNullable<ServiceLine>[string],
	host: string,
): Pick<ServiceSpec, 'health' | 'metrics' | 'logs'> => ({
	...(service?.health === undefined ? {} : { health: healthOf(service.health, host) }),
	...(service?.metrics === undefined ? {} : { metrics: metricsOf(service.metrics, host) }),
	...(service?.logs === undefined ? {} : { logs: logsOf(service.logs, host) }),
});

/** The keys of the operator's own choice; a digit may stand there as the number that YAML takes it for. */
export const keysOf = ({ keys }: ConfigFile): Keys | undefined =>
	keys && Object.fromEntries(Object.entries(keys).map(([id, list]) => [id, list.map(String)]));

/** A checked config as a `Fleet`: defaults put in, secrets still by reference. */
export const fleetOf = (file: ConfigFile, written: Written): Fleet => {
	const keys = keysOf(file);
	const hosts = hostsOf(file);
	const environments = Object.entries(file.environments ?? {});
	return {
		hosts,
		environments: environments.map(([name, environment]) => ({
			name,
			protection: environment?.protection ?? 'protected',
			...watchOf(environment?.watch),
		})),
		services: environments.flatMap(([environment, content]) =>
			Object.entries(content?.services ?? {}).map(([name, service]): ServiceSpec => {
				const host = service?.host ?? hosts[0]?.name ?? 'local';
				return {
					environment,
					name,
					platform: service?.platform ?? 'docker',
					host,
					container: service?.container ?? name,
					thresholds: thresholdsOf(service?.thresholds, thresholdsOf(content?.thresholds, usualThresholds)),
					unproven: service?.unproven ?? 'hold',
					proof: {
						times: service?.proof?.times ?? usualProof.times,
						within: millis(service?.proof?.within, usualProof.within),
					},
					...watchOf(service?.watch ?? content?.watch),
					...known({ keepImages: service?.['keep-images'] ?? content?.['keep-images'] }),
					...readOf(service, host),
					...actsOf(file, { environment, name, host }, { forms: written.forms.probes, at: written.at }),
				};
			}),
		),
		probes: probesOf(file, hosts, written),
		datasets: datasetsOf(file, hosts[0]?.name ?? 'local', { forms: written.forms.datasets, at: written.at }),
		discover: file.discover === false ? [] : hosts.map(({ name }) => name),
		...(file.operator === undefined ? {} : { operator: file.operator }),
		...(file.notify === undefined ? {} : { notify: file.notify }),
		...(file.theme === undefined ? {} : { theme: file.theme }),
		...(file.runbooks === undefined ? {} : { runbooks: file.runbooks }),
		...(file.mouse === true ? { mouse: true } : {}),
		...(keys === undefined ? {} : { keys }),
		...(file['screen-reader'] === true ? { screenReader: true } : {}),
	};
};
