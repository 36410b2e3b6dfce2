import type { Instance, Release, Service } from '../../src/core/model.ts';

/** A container of a service, running and healthy unless said otherwise. */
export function instance(change: Partial<Instance> = {}): Instance {
	return {
		host: 'vps1',
		id: 'old1',
		name: 'api',
		image: { id: 'sha256:bad', ref: 'shop/api:v2' },
		started: 1_000,
		restarts: 0,
		state: 'running',
		health: 'healthy',
		policy: 'unless-stopped',
		labels: {},
		...change,
	};
}

export function release(label: string, change: Partial<Release> = {}): Release {
	const image = { id: `sha256:${label}`, ref: `shop/api:${label}` };
	return { id: label, label, image, proof: 'ledger', can: 'ready', ...change };
}

/** A plain container's service that runs v2 and ran v1 before. */
export function service(change: Partial<Service> = {}): Service {
	return {
		id: 'production/api',
		environment: 'production',
		name: 'api',
		platform: 'docker',
		container: 'api',
		hosts: ['vps1'],
		instances: [instance()],
		former: [],
		releases: [release('bad', { can: 'runs' }), release('good')],
		...change,
	};
}
