import { z } from 'zod';
import type { Instance, Result } from '../model.ts';
import { idText, jsonOf, maybeNumber, maybeText, textUpTo, understood } from './answer.ts';
import { imageOf, networkOf, plainName, stateOf } from './inspect.ts';
import { labelsSchema } from './labels.ts';

const entry = z.object({
	Id: idText,
	Names: z.array(textUpTo(256)).max(1000).nullish(),
	Image: textUpTo(512).nullish(),
	ImageID: idText,
	Created: maybeNumber,
	State: z.string(),
	Status: maybeText,
	Labels: labelsSchema,
	HostConfig: z.object({ NetworkMode: maybeText }).nullish(),
});
const schema = z.array(entry).max(20_000);
type Entry = z.infer<typeof entry>;

/** Its own name: a container that others link to has theirs as well, as `/linked/db`. */
function ownName({ Id, Names }: Entry): string {
	const own = (Names ?? []).find((name) => name.lastIndexOf('/') <= 0);
	return plainName(own ?? Id.slice(0, 12));
}

/** Engines before API 1.52 give the health only in the sentence, `Up 3 minutes (unhealthy)` (docker.md §7). */
function healthOf(status: string): Instance['health'] {
	if (status.endsWith('(healthy)')) return 'healthy';
	if (status.endsWith('(unhealthy)')) return 'unhealthy';
	return status.endsWith('(health: starting)') ? 'starting' : 'none';
}

/** A container as the list has it. `young`: what it says of itself began within about a minute. */
export interface Listed {
	readonly instance: Instance;
	readonly young: boolean;
}

/** Ages are sentences: `Up 3 seconds (healthy)`, `Exited (1) About a minute ago`. Source: docker/go-units, HumanDuration. */
const young = /\b(?:Less than a second|\d+ seconds?|About a minute)\b/;

function listedOf(host: string, of: Entry): Listed {
	return { instance: instanceOf(host, of), young: young.test(of.Status ?? '') };
}

function instanceOf(host: string, of: Entry): Instance {
	const status = of.Status ?? '';
	const exit = /^(?:Exited|Restarting) \((-?\d+)\)/.exec(status)?.[1];
	return {
		host,
		id: of.Id,
		name: ownName(of),
		image: imageOf(of.ImageID, of.Image ?? '', of.Labels),
		...(of.Created == null ? {} : { created: of.Created * 1000 }),
		restarts: 0,
		state: stateOf(of.State),
		...(exit === undefined ? {} : { exit: Number(exit) }),
		health: healthOf(status),
		...networkOf(of.HostConfig?.NetworkMode),
		labels: of.Labels,
	};
}

/**
 * The containers of `GET /containers/json?all=1`. The list says less than `inspect`: no times but the creation, no count
 * of restarts (0 here), no OOM, no policy. It is used where an inspect is missing.
 */
export function readList(host: string, text: string): Result<readonly Listed[]> {
	const what = `The list of containers of ${host}`;
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const entries = understood(schema, json.value, what);
	return entries.ok ? { ok: true, value: entries.value.map((each) => listedOf(host, each)) } : entries;
}
