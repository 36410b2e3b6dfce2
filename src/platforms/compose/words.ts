import { shortDigits } from '../../core/engine/image-name.ts';
import { listed } from '../../core/listed.ts';
import type { Now } from './now.ts';
import { pinsOf, type Up } from './up-steps.ts';

/** Compose 1.29 has the image in its hash: it says something only while the name means the image that runs. */
export function isFilesSilent({ tool, image, named }: Now): boolean {
	return tool.is === '1.29' && named !== image;
}

/** What of the project's files would go live beside the image. */
function filesImpact(now: Now): readonly string[] {
	const { files, project } = now;
	if (!files.ok) return [`Whether the Compose files changed since is not known: ${files.failure.message}`];
	if (isFilesSilent(now))
		return ['Whether the Compose files changed since cannot be told: what changed in them goes live too.'];
	if (files.value.hashes.includes(project.hash)) return [];
	return [
		`The Compose files (${project.files.join(', ')}), or the variables in them, changed since: that goes live too, and stays when this is undone.`,
	];
}

/** Compose v2 keeps what it depends on in the hash by which it sees a change, and leaves that out with --no-deps. */
function againImpact({ all, tool, project }: Now): readonly string[] {
	const needs = all[0]?.instance.labels['com.docker.compose.depends_on'] ?? '';
	if (tool.is !== 'v2' || needs === '') return [];
	return [
		`${project.service} depends on others, which stay as they are (--no-deps): the next "up" without that makes it anew once more, from the same image.`,
	];
}

/** The name in the file has meant another image already. */
function movedImpact({ name, named, image }: Now, pins: ReturnType<typeof pinsOf>): readonly string[] {
	const pin = pins.find(({ id }) => id !== image)?.pin;
	if (named === undefined || pin === undefined) return [];
	return [
		`${name} means another image on the host (${shortDigits(named)}) than the one that runs: it keeps the name ${pin}.`,
	];
}

function gapImpact({ all, tool }: Now): string {
	const several = all.length > 1;
	return `A gap is expected: Compose ${tool.version} stops the old ${several ? 'containers' : 'container'} before it starts the new ${several ? 'ones' : 'one'}.`;
}

/** What it means that Compose makes the containers of a service anew from another image; `meanwhile`: who serves then. */
export function upImpact(now: Now, up: Up, meanwhile: readonly string[] = [gapImpact(now)]): readonly string[] {
	const { name, all, project } = now;
	const pins = pinsOf(now, up);
	return [
		...filesImpact(now),
		...meanwhile,
		`Compose removes ${listed(all.map((one) => one.name))} itself; the image stays as ${pins[0]?.pin ?? ''}, the volumes are kept.`,
		`${name}, the image's name in the Compose file, means the new one from then on: a later "up" keeps it, a pull or a build of ${project.service} does not.`,
		...againImpact(now),
		...movedImpact(now, pins),
		'Not undone: database migrations, data in volumes, queues; env, ports and mounts are those of the Compose files.',
	];
}
