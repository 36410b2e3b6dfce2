import { isRecord } from '../../core/engine/body/json.ts';
import { besideLabel } from '../../core/engine/labels.ts';
import type { Project } from './project.ts';

const isOfCompose = (label: string) => label.startsWith('com.docker.compose.');

function labelsBeside(labels: unknown, { project, service }: Project): object {
	const own = isRecord(labels) ? Object.entries(labels).filter(([label]) => !isOfCompose(label)) : [];
	return { ...Object.fromEntries(own), [besideLabel]: `${project}/${service}` };
}

/** An address that was asked for is one container's alone. */
function networksBeside(networks: unknown): object {
	const all = isRecord(networks) ? Object.entries(networks) : [];
	return Object.fromEntries(
		all.map(([network, endpoint]) => [network, isRecord(endpoint) ? { ...endpoint, IPAMConfig: null } : endpoint]),
	);
}

/**
 * What the engine tells of a container of Compose, as of one that stands beside it: without the labels by which Compose knows
 * its own (`up` would recreate it, `--remove-orphans` remove it), with one of ours by which it is put to its service, and
 * without addresses of its own.
 */
export function besideOf(json: unknown, project: Project): unknown {
	if (!isRecord(json)) return json;
	const { Config, NetworkSettings } = json;
	const config = isRecord(Config) ? Config : {};
	const settings = isRecord(NetworkSettings) ? NetworkSettings : {};
	return {
		...json,
		Config: { ...config, MacAddress: '', Labels: labelsBeside(config['Labels'], project) },
		NetworkSettings: { ...settings, Networks: networksBeside(settings['Networks']) },
	};
}
