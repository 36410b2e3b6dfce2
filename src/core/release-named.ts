import { failed } from './failed.ts';
import type { Result, Service } from './model.ts';

/** The image id of the release that a word means: its label, the beginning of its id, or its digest. */
export function releaseNamed({ id, releases }: Service, word: string): Result<string> {
	const found = releases.filter(
		({ label, image }) =>
			label === word ||
			image?.digest === word ||
			(word.length >= 6 && image?.id.replace('sha256:', '').startsWith(word.replace('sha256:', ''))),
	);
	const ids = [...new Set(found.flatMap(({ image }) => image?.id ?? []))];
	if (ids.length === 1 && ids[0] !== undefined) return { ok: true, value: ids[0] };
	const known = releases.map(({ label }) => label).join(', ');
	if (ids.length > 1) return failed('refused', `${word} means more than one release of ${id}.`, 'Name its image id.');
	return failed('refused', `${id} has no release ${word}.`, known === '' ? 'None is known.' : `It has: ${known}.`);
}
