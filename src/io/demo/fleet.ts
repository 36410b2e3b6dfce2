import type { Fleet, ServiceSpec, Thresholds } from '../../core/config/fleet.ts';
import type { Millis } from '../../core/model.ts';
import { type DemoService, environments } from './catalogue.ts';
import { datasetsFor } from './datasets.ts';
import { probeLines } from './probe-lines.ts';

const thresholds: Thresholds = { errorRatio: 0.05, p95: 1200, cpu: 0.9, memory: 0.85, disk: 0.85 };
const brisk: Millis = 5_000;

/** A large fleet is asked more slowly, all but its first services: as a person would set it up. */
function everyOf(index: number, services: number): Millis {
	if (index < 15 || services <= 60) return brisk;
	return Math.min(60_000, services * 80);
}

function specOf(service: DemoService, index: number, services: number): ServiceSpec {
	const { environment, name, host, kind } = service;
	const asked = { from: host, every: everyOf(index, services), timeout: 4_000 };
	const at = `http://${name}.${environment}.demo`;
	const answers = kind === 'api' || kind === 'web';
	return {
		environment,
		name,
		platform: service.compose ? 'compose' : 'docker',
		host,
		container: service.container,
		thresholds,
		unproven: 'hold',
		proof: { times: 3, within: 60_000 },
		// Shorter than one would have it: who tries the demo need not wait for minutes.
		watch: 15_000,
		...(answers ? { health: { ...asked, url: `${at}/health`, failures: 3 } } : {}),
		...(answers
			? {
					metrics: {
						...asked,
						url: `${at}/metrics`,
						requests: 'http_requests_total',
						durations: 'http_request_duration_seconds',
						label: 'status',
					},
				}
			: {}),
	};
}

/** The config of the simulated fleet, as if it had been read from a file. */
export function fleetFor(services: readonly DemoService[]): Fleet {
	const hosts = [...new Set(services.map(({ host }) => host))].sort();
	const used = new Set(services.map(({ environment }) => environment));
	return {
		hosts: hosts.map((name) => ({ name, reach: 'demo' })),
		environments: environments.filter(({ name }) => used.has(name)),
		services: services.map((service, index) => specOf(service, index, services.length)),
		probes: probeLines(services, hosts),
		datasets: datasetsFor(services),
		// Nothing else runs there; but what was set aside is only found where one looks for more than the config names.
		discover: hosts,
	};
}
