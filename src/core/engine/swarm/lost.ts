import type { Service } from '../../model.ts';
import { isUnderWay } from './facts.ts';

/** The hosts of a service that must answer for anything to be known of it: of a Swarm service its manager alone. */
export function neededHosts({ hosts, swarm }: Pick<Service, 'hosts' | 'swarm'>): readonly string[] {
	return swarm === undefined ? hosts : [swarm.manager];
}

/** The hosts that a service is looked at on besides those: a Swarm goes on where one of them is lost. */
export function otherHosts({ hosts, swarm }: Pick<Service, 'hosts' | 'swarm'>): readonly string[] {
	if (swarm === undefined) return [];
	return [...new Set([...hosts, ...swarm.reached])].filter((host) => host !== swarm.manager);
}

/** A Swarm service as it is seen without some of those hosts: of what runs there only its manager tells. */
export function withoutHosts(service: Service, hosts: readonly string[]): Service {
	const { swarm } = service;
	const lost = otherHosts(service).filter((host) => hosts.includes(host));
	if (swarm === undefined || lost.length === 0) return service;
	const isSeen = (host: string) => !lost.includes(host);
	const instances = service.instances.filter(({ host }) => isSeen(host));
	const serving = swarm.serving.filter((id) => instances.some((one) => one.id === id));
	const told = swarm.history.filter((run) => run.host !== undefined && !isSeen(run.host) && isUnderWay(run)).length;
	const elsewhere = swarm.elsewhere + told;
	return {
		...service,
		hosts: service.hosts.filter(isSeen),
		instances,
		former: service.former.filter(({ host }) => isSeen(host)),
		swarm: {
			...swarm,
			...{ serving, elsewhere, running: serving.length + elsewhere },
			reached: swarm.reached.filter(isSeen),
			unreached: [...swarm.unreached, ...lost],
		},
	};
}
