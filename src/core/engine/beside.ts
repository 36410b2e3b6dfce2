import type { Instance } from '../model.ts';
import type { Draft } from './draft.ts';
import { besideLabel } from './labels.ts';

const keyOf = (host: string, service: string) => `${host} beside ${service}`;

/** The keys of the Compose service that a container stands beside, the surest first; none of any other container. */
export function besideKeys({ host, labels }: Instance): readonly string[] {
	const service = labels[besideLabel];
	if (service === undefined) return [];
	return [keyOf(host, service), keyOf(host, service.slice(service.indexOf('/') + 1))];
}

/** The key by which what stands beside a draft finds it; while Compose makes its container anew only the config knows it. */
export function besideKeyOf({ host, platform, spec, instances: [first] }: Draft): string | undefined {
	if (platform !== 'compose') return undefined;
	const [project, service] = ['project', 'service'].map((name) => first?.labels[`com.docker.compose.${name}`]);
	if (project !== undefined && service !== undefined) return keyOf(host, `${project}/${service}`);
	return spec === undefined ? undefined : keyOf(host, spec.container);
}
