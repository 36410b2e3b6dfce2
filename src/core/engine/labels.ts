import { z } from 'zod';

/** Labels with these beginnings mean something to us (docker.md §2–4; the OCI image specification, annotations). */
const known = [
	'com.docker.compose.',
	'com.docker.swarm.',
	'com.docker.stack.',
	'org.opencontainers.image.',
	'com.dokku.',
	'io.kubernetes.',
	'watchdeck.',
];
/** Kamal's labels have no beginning of their own. */
const kamal = ['service', 'role', 'destination'];
const longest = 1024;

/** The label that bears the id of the plan that made a container. */
export const planLabel = 'watchdeck.plan';
/** The label that bears the id of the image that a roll back left for the container that bears it. */
export const leftLabel = 'watchdeck.left';
/** The label of an image's or container's source revision. */
export const revisionLabel = 'org.opencontainers.image.revision';

/** Whether we know what a label means; the value of any other may be a secret and stays on its host. */
export function isKnownLabel(name: string): boolean {
	return kamal.includes(name) || known.some((beginning) => name.startsWith(beginning));
}

/** Labels as the engine gives them, as far as we know their meaning; long values are cut. */
export const labelsSchema = z
	.record(z.string(), z.unknown())
	.nullish()
	.transform((labels): Readonly<Record<string, string>> => {
		const kept = Object.entries(labels ?? {}).flatMap(([name, value]) =>
			typeof value === 'string' && isKnownLabel(name) ? [[name, value.slice(0, longest)] as const] : [],
		);
		return Object.fromEntries(kept);
	});
