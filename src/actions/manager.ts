import { imageName } from '../core/engine/image-name.ts';
import type { Release, Service } from '../core/model.ts';
import { pastableWord } from '../core/quote.ts';
import type { ServiceAction } from '../core/want.ts';

/** What of a service its manager knows it by. */
type Managed = Pick<Service, 'manager' | 'instances' | 'former' | 'releases'>;

/** A name as a word of a command, or what stands for it where it is not known. */
function word(name: string | undefined, otherwise: string): string {
	return name === undefined ? otherwise : pastableWord(name);
}

function labelOf({ instances, former }: Managed, label: string): string | undefined {
	return [...instances, ...former].flatMap(({ labels }) => labels[label] ?? [])[0];
}

/** The release that ran before what runs, of those that are named somewhere. */
function earlier({ releases }: Managed): readonly Release[] {
	return releases.filter(({ can, proof }) => can !== 'runs' && proof !== 'image only');
}

/** The newest earlier image by its digest, which cannot come to mean another one. */
function imageOf(service: Managed): string {
	const [image] = earlier(service).flatMap(({ image: { digest, ref } = {} }) => {
		const repository = imageName(ref ?? '')?.repository;
		return digest === undefined || repository === undefined ? [] : [`${repository}@${digest}`];
	});
	return word(image, 'REPO@sha256:…');
}

/** Kamal tags each image with the version that it is deployed as. */
function versionOf(service: Managed): string {
	const [tag] = earlier(service).flatMap(({ image }) => imageName(image?.ref ?? '')?.tag ?? []);
	return word(tag, 'VERSION');
}

/** The name of a pod is that of its deployment, a hash of its template and five letters (Kubernetes, Deployments). */
const podName = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

function deploymentOf(service: Managed): string {
	const [, name] = podName.exec(labelOf(service, 'io.kubernetes.pod.name') ?? '') ?? [];
	const space = labelOf(service, 'io.kubernetes.pod.namespace');
	return `deployment/${word(name, 'NAME')}${space === undefined ? '' : ` --namespace=${word(space, '')}`}`;
}

type Ways = { readonly [A in ServiceAction]?: string };

/** How each manager of containers does what we must not do behind its back, with the names that it knows the service by. */
function waysOf(service: Managed): Readonly<Record<string, Ways>> {
	const swarm = word(labelOf(service, 'com.docker.swarm.service.name'), 'SERVICE');
	const app = word(labelOf(service, 'com.dokku.app-name'), 'APP');
	const to = labelOf(service, 'destination');
	const where = to === undefined || to === '' ? '' : ` --destination=${word(to, '')}`;
	const deployment = deploymentOf(service);
	return {
		Swarm: {
			deploy: `docker service update --image IMAGE ${swarm}`,
			restart: `docker service update --force ${swarm}`,
			start: `docker service scale ${swarm}=REPLICAS`,
			stop: `docker service scale ${swarm}=0`,
			scale: `docker service scale ${swarm}=REPLICAS`,
			rollback: `docker service update --image ${imageOf(service)} ${swarm}`,
		},
		Dokku: {
			deploy: `dokku git:from-image ${app} IMAGE`,
			restart: `dokku ps:restart ${app}`,
			rollback: `dokku git:from-image ${app} ${imageOf(service)}`,
			start: `dokku ps:start ${app}`,
			stop: `dokku ps:stop ${app}`,
			scale: `dokku ps:scale ${app} web=REPLICAS`,
		},
		Kamal: {
			deploy: `kamal deploy${where}`,
			restart: `kamal app boot${where}`,
			rollback: `kamal rollback ${versionOf(service)}${where}`,
			start: `kamal app start${where}`,
			stop: `kamal app stop${where}`,
		},
		Kubernetes: {
			deploy: `kubectl set image ${deployment} CONTAINER=IMAGE`,
			restart: `kubectl rollout restart ${deployment}`,
			rollback: `kubectl rollout undo ${deployment}`,
			start: `kubectl scale ${deployment} --replicas=REPLICAS`,
			stop: `kubectl scale ${deployment} --replicas=0`,
			scale: `kubectl scale ${deployment} --replicas=REPLICAS`,
		},
	};
}

/** Why a service that something else manages is not acted on, with the right way; undefined when nothing manages it. */
export function managed(service: Managed, action: ServiceAction): string | undefined {
	const { manager } = service;
	if (manager === undefined) return undefined;
	const way = waysOf(service)[manager]?.[action];
	return `${manager} manages its containers and would undo this; ${way === undefined ? 'act through it' : `use: ${way}`}`;
}
