import { databaseLines } from './database-lines.ts';
import type { Found, HostFound, ServiceFound } from './found.ts';
import { hostProbes } from './host-lines.ts';
import { type Entry, type Value, yamlText } from './yaml.ts';

/** Where an engine listens when the config does not say. */
const usualSocket = '/var/run/docker.sock';
/** So many containers without a line are named. */
const mostLeft = 30;

function hostEntry(found: HostFound, kinds: ReadonlySet<string>): Entry {
	const { name, reach, engine, sudo } = found.host;
	const probes = hostProbes(found, kinds);
	return {
		key: name,
		value: [
			typeof reach === 'object' ? { key: 'ssh', value: reach.ssh } : { key: 'local', value: true },
			...(engine === undefined || engine === usualSocket ? [] : [{ key: 'engine', value: engine }]),
			...(sudo === true ? [{ key: 'sudo', value: true }] : []),
			...(probes.length === 0 ? [] : [{ key: 'probes', value: probes }]),
		],
	};
}

function healthEntry({ health }: ServiceFound): readonly Entry[] {
	if (health === undefined) return [];
	const { url, status, now } = health;
	if (now !== undefined) return [{ key: 'health', value: url, beside: `it answered ${now}` }];
	if (status === undefined) return [{ key: 'health', value: url }];
	return [{ key: 'health', value: { flow: { url, status: [status] } }, beside: 'is there a better address?' }];
}

function probesEntry(service: ServiceFound, kinds: ReadonlySet<string>): readonly Entry[] {
	const { database, at, open, environment, name } = service;
	if (database === undefined || at === undefined) return [];
	const value = databaseLines(database, { of: `${environment}_${name}`, at, open, kinds });
	return [{ key: 'probes', value }];
}

function serviceEntry(service: ServiceFound, kinds: ReadonlySet<string>): Entry {
	const { platform, host, container, name, metrics, database, at } = service;
	const hidden = database !== undefined && at === undefined;
	const value: Value = [
		{ key: 'host', value: host },
		...(platform === 'docker' ? [] : [{ key: 'platform', value: platform }]),
		...(container === name ? [] : [{ key: 'container', value: container }]),
		...healthEntry(service),
		...(metrics === undefined ? [] : [{ key: 'metrics', value: metrics }]),
		...probesEntry(service, kinds),
	];
	return {
		...{ key: name, value },
		...(hidden ? { beside: `${database.title}; its port is not published, so only its container is watched` } : {}),
	};
}

function environmentEntry(name: string, services: readonly ServiceFound[], kinds: ReadonlySet<string>): Entry {
	return {
		key: name,
		value: [
			{
				key: 'protection',
				value: 'protected',
				beside: 'open and guarded ask less before a change, locked allows none',
			},
			{ key: 'services', value: services.map((service) => serviceEntry(service, kinds)) },
		],
	};
}

const head = [
	'Written by watchdeck init from what it found. Read it and correct it; watchdeck check tries each line.',
	'All that may stand here: watchdeck schema.',
];

/**
 * A config of what was found, as YAML that the config's own reader takes. No secret is in it: where a password is needed
 * stands a reference, in a line that is a comment until a person takes it in. `kinds`: the probe kinds that there are.
 */
export function configText({ hosts, services, left }: Found, kinds: ReadonlySet<string>): string {
	const environments = [...Map.groupBy(services, ({ environment }) => environment)];
	const named = left.slice(0, mostLeft).map(({ name, why }) => `  ${name}: ${why}`);
	const more = left.length > mostLeft ? [`  and ${left.length - mostLeft} more`] : [];
	return yamlText(head, [
		{ key: 'hosts', value: hosts.map((found) => hostEntry(found, kinds)) },
		{
			...{ key: 'discover', value: true, beside: 'also show the containers that no service below claims' },
			...(left.length === 0 ? {} : { above: ['Containers without a line below:', ...named, ...more] }),
		},
		...(environments.length === 0
			? []
			: [
					{
						key: 'environments',
						value: environments.map(([name, of]) => environmentEntry(name, of, kinds)),
					},
				]),
	]);
}
