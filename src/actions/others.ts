import { listed } from '../core/listed.ts';
import type { Instance, Service } from '../core/model.ts';
import { pastable } from '../core/quote.ts';
import type { ServiceAction } from '../core/want.ts';

const labels = { project: 'com.docker.compose.project', service: 'com.docker.compose.service' } as const;

/** A container that uses the network of another. */
interface Borrowing {
	readonly by: string;
	readonly of: string;
}

function borrowed({ instances }: Pick<Service, 'instances'>, others: readonly Instance[]): readonly Borrowing[] {
	return instances.flatMap(({ host, id, name }) =>
		others
			.filter((other) => other.host === host && (other.networkOf === id || other.networkOf === name))
			.map((other) => ({ by: other.name, of: name })),
	);
}

/** What becomes of a container whose network is that of one that is changed: it is bound to that one, and to its start. */
function networkText(action: ServiceAction, { by, of }: Borrowing): string | undefined {
	switch (action) {
		case 'deploy':
		case 'rollback':
			return `${by} uses the network of ${of} and has none once that is replaced: make ${by} anew then, a restart does not help.`;
		case 'restart':
			return `${by} uses the network of ${of} and has none once that has stopped: restart it as well then (${pastable(['docker', 'restart', by])}).`;
		case 'stop':
			return `${by} uses the network of ${of} and has none from then on; once ${of} is started again, restart it as well.`;
		case 'start':
		case 'scale':
		case 'takeover':
		case 'tidy':
			return undefined;
	}
}

function composeName({ host, labels: own }: Instance): string {
	return [host, own[labels.project], own[labels.service]].join(' ');
}

/** Other services of Compose that are made from the name which is to mean another image. */
function nameText(
	action: ServiceAction,
	{ platform, instances }: Service,
	others: readonly Instance[],
): readonly string[] {
	const [first] = instances;
	const ref = first?.image.ref;
	if (platform !== 'compose' || first === undefined || ref === undefined) return [];
	if (action !== 'deploy' && action !== 'rollback') return [];
	const same = others.filter(
		(other) =>
			other.host === first.host &&
			other.image.ref === ref &&
			other.labels[labels.service] !== undefined &&
			composeName(other) !== composeName(first),
	);
	const names = [...new Set(same.map((other) => other.labels[labels.service] ?? ''))];
	if (names.length === 0) return [];
	const [are, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
	return [`${listed(names)} ${are} made from ${ref} too: the next "up" of ${them} brings this image there as well.`];
}

/** What a change of a service does to other containers of its hosts, in sentences. */
export function othersImpact(action: ServiceAction, service: Service, others: readonly Instance[]): readonly string[] {
	const network = service.platform === 'swarm' ? [] : borrowed(service, others);
	return [...network.flatMap((one) => networkText(action, one) ?? []), ...nameText(action, service, others)];
}
