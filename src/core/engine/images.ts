import { z } from 'zod';
import type { Millis, Result } from '../model.ts';
import { timeOf } from '../time.ts';
import { idText, jsonOf, maybeNumber, textUpTo, understood } from './answer.ts';
import type { ImageOnHost } from './facts.ts';
import { imageName } from './image-name.ts';
import { createdLabel, labelsSchema, revisionLabel, versionOf } from './labels.ts';

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

/** 2013-01-01: before, there were no images. Builds that give the same bits each time write 1970, 1980 or the year 1. */
const firstImages: Millis = 1_356_998_400_000;

/** When an image was built: by the engine, else by its label; undefined where neither tells. */
function builtOf(seconds: number | null | undefined, label: string | undefined): Millis | undefined {
	return [(seconds ?? 0) * 1000, timeOf(label ?? '') ?? 0].find((at) => at >= firstImages);
}

function imageOf({ Id, RepoTags, RepoDigests, Created, Size, Labels }: z.infer<typeof entry>): ImageOnHost {
	const refs = [...(RepoTags ?? []), ...(RepoDigests ?? [])].filter((name) => imageName(name) !== undefined);
	const digest = refs.map((name) => imageName(name)?.digest).find((each) => each !== undefined);
	const ref = refs[0];
	const revision = Labels[revisionLabel];
	const version = versionOf(Labels);
	const created = builtOf(Created, Labels[createdLabel]);
	return {
		id: Id,
		refs,
		...(ref === undefined ? {} : { ref }),
		...(digest === undefined ? {} : { digest }),
		...(revision === undefined ? {} : { revision }),
		...(version === undefined ? {} : { version }),
		...(created === undefined ? {} : { created }),
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
