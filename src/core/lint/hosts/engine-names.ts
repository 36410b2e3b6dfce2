import { z } from 'zod';
import { jsonOf, textUpTo, understood } from '../../engine/answer.ts';
import type { Result } from '../../model.ts';
import type { EngineKind } from './model.ts';

const name = textUpTo(256);
const names = z.array(name).max(1000).nullish();
const most = 20_000;

const containers = z
	.array(z.object({ Id: name, Names: names }))
	.max(most)
	.transform((all) => all.flatMap(({ Id, Names }) => [Id, ...(Names ?? []).map((one) => one.replace(/^\//, ''))]));
const volumes = z
	.object({
		Volumes: z
			.array(z.object({ Name: name }))
			.max(most)
			.nullish(),
	})
	.transform(({ Volumes }) => (Volumes ?? []).map(({ Name }) => Name));
const networks = z
	.array(z.object({ Id: name, Name: name }))
	.max(most)
	.transform((all) => all.flatMap(({ Id, Name }) => [Id, Name]));
const services = z
	.array(z.object({ ID: name, Spec: z.object({ Name: name }) }))
	.max(most)
	.transform((all) => all.flatMap(({ ID, Spec }) => [ID, Spec.Name]));
const images = z
	.array(z.object({ Id: name, RepoTags: names }))
	.max(most)
	.transform((all) => all.flatMap(({ Id, RepoTags }) => [Id.replace(/^sha256:/, ''), ...(RepoTags ?? [])]));

/** Where an engine lists what it has, and how its answer is read (Docker Engine API 1.41). */
export const lists: Readonly<
	Record<EngineKind, { readonly path: string; readonly read: z.ZodType<readonly string[]> }>
> = {
	container: { path: '/containers/json?all=1', read: containers },
	volume: { path: '/volumes', read: volumes },
	network: { path: '/networks', read: networks },
	service: { path: '/services', read: services },
	image: { path: '/images/json', read: images },
};

/** The names and ids in an engine's list of a kind. */
export function namesOf(kind: EngineKind, text: string, host: string): Result<readonly string[]> {
	const what = `The list of each ${kind} of ${host}`;
	const json = jsonOf(text, what);
	return json.ok ? understood(lists[kind].read, json.value, what) : json;
}

/** Whether one of the names is meant: whole, an image without its `latest`, or an id by its beginning. */
export function isAmong(wanted: string, all: readonly string[]): boolean {
	const isId = /^[0-9a-f]{4,64}$/.test(wanted);
	return all.some((one) => one === wanted || one === `${wanted}:latest` || (isId && one.startsWith(wanted)));
}
