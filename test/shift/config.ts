import type { ServiceSpec } from '../../src/core/config/fleet.ts';
import type { Host } from '../../src/core/model.ts';

/** What the simulated fleet is written down from. */
interface Parts {
	readonly hosts: readonly Host[];
	readonly services: readonly ServiceSpec[];
}

const serviceOf = ({ host, platform, container, health, metrics }: ServiceSpec) => ({
	...{ host, platform, container },
	...(health === undefined ? {} : { health: { url: health.url, every: '5s', timeout: '4s' } }),
	...(metrics === undefined ? {} : { metrics: { url: metrics.url, every: '10s', timeout: '4s' } }),
});

/**
 * The config of the simulated fleet as a file that says it is reached by ssh. The `odd` one leaves out a service, asks
 * another host's engine by sudo, so that its connection is made anew, and has a probe more.
 */
export const configText = ({ hosts, services }: Parts, odd: boolean): string => {
	const some = odd ? services.slice(0, -1) : services;
	const named = some.map((one) => [one.environment, one.name, serviceOf(one)] as const);
	const environments = [...new Set(named.map(([environment]) => environment))].map((environment) => [
		environment,
		{
			services: Object.fromEntries(
				named.filter(([of]) => of === environment).map(([, name, service]) => [name, service]),
			),
		},
	]);
	return JSON.stringify({
		operator: 'shift',
		discover: true,
		hosts: Object.fromEntries(
			hosts.map(({ name }, index) => [name, { ssh: name, ...(odd && index === 0 ? { sudo: true } : {}) }]),
		),
		environments: Object.fromEntries(environments),
	});
};
