import { z } from 'zod';
import type { Result } from '../model.ts';
import { idText, jsonOf, maybeNumber, textUpTo, understood } from './answer.ts';
import type { ImageOnHost } from './facts.ts';
import { imageName } from './image-name.ts';
import { labelsSchema, revisionLabel } from './labels.ts';

const names = z.array(textUpTo(512)).max(10_000).nullish();
const entry = z.object({
	Id: idText,
	RepoTags: names,
	RepoDigests: names,
	Created: maybeNumber,
	Size: maybeNumber,
	Labels: labelsSchema,
});
const schema = z.array(entry).max(50_000);

function imageOf({ Id, RepoTags, RepoDigests, Created, Size, Labels }: z.infer<typeof entry>): ImageOnHost {
	const refs = [...(RepoTags ?? []), ...(RepoDigests ?? [])].filter((name) => imageName(name) !== undefined);
	const digest = refs.map((name) => imageName(name)?.digest).find((each) => each !== undefined);
	const ref = refs[0];
	const revision = Labels[revisionLabel];
	return {
		id: Id,
		refs,
		...(ref === undefined ? {} : { ref }),
		...(digest === undefined ? {} : { digest }),
		...(revision === undefined ? {} : { revision }),
		...(Created == null ? {} : { created: Created * 1000 }),
		...(Size == null ? {} : { size: Size }),
	};
}

/** The images of `GET /images/json`; an image without a name is there as well, since it may have run. */
export function readImages(host: string, text: string): Result<readonly ImageOnHost[]> {
	const what = `The list of images of ${host}`;
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const entries = understood(schema, json.value, what);
	return entries.ok ? { ok: true, value: entries.value.map(imageOf) } : entries;
}
