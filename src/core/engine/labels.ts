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
/** The label that bears the id of the image that a roll back left for the container that bears it; '' on one that was deployed. */
export const leftLabel = 'watchdeck.left';
/** The label of a container that stands beside a Compose service and is none of it: `PROJECT/SERVICE`. */
export const besideLabel = 'watchdeck.beside';
/** The label of an image's or container's source revision. */
export const revisionLabel = 'org.opencontainers.image.revision';

/** The label of the version that an image holds, as people call it. */
const versionLabel = 'org.opencontainers.image.version';
/** The label of the time at which an image was built, as RFC 3339 writes it. */
export const createdLabel = 'org.opencontainers.image.created';
/** The label of what an image was published as. */
const publishedLabel = 'org.opencontainers.image.ref.name';

/** A version that tells nothing: builds that do not know theirs write one of these. */
const untold = /^(?:latest|unknown|none|null|undefined|dev|master|main)?$/i;
/** Ubuntu's own images bear the version of Ubuntu, and whatever is built from them inherits it (moby: labels of `FROM`). */
const ofUbuntu = /^\d\d\.\d\d$/;
const longestVersion = 128;

/** The version that labels tell; undefined where they tell none, or only that of what the image was built from. */
export function versionOf(labels: Readonly<Record<string, string>>): string | undefined {
	const version = labels[versionLabel]?.trim() ?? '';
	if (untold.test(version) || version.length > longestVersion) return undefined;
	return labels[publishedLabel] === 'ubuntu' && ofUbuntu.test(version) ? undefined : version;
}

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
