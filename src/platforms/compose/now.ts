import { z } from 'zod';
import type { Json, Read } from '../../core/call.ts';
import { jsonOf, understood } from '../../core/engine/answer.ts';
import { createBody } from '../../core/engine/body.ts';
import { imageName } from '../../core/engine/image-name.ts';
import { failed } from '../../core/failed.ts';
import type { Making } from '../../core/making.ts';
import type { Instance, Result, Service } from '../../core/model.ts';
import { inspect, part } from '../engine-call.ts';
import { type Inspected, inspected } from '../inspected.ts';
import { type Project, projectOf } from './project.ts';
import { type FilesSay, filesSay, type Tool, toolOf } from './tool.ts';

/** A container of the service now; `made`: it as a request that would create it. */
export interface One extends Inspected {
	readonly instance: Instance;
	readonly made: Json;
}

/** A service of a Compose project just before it is changed. */
export interface Now {
	readonly of: Service;
	readonly project: Project;
	readonly tool: Tool;
	/** Its containers, by the names that Compose gave them. */
	readonly all: readonly One[];
	/** The image that they all run, by id. */
	readonly image: string;
	/** The name of its image in the project's files, and which image has that name now, where one has. */
	readonly name: string;
	readonly named: string | undefined;
	/** What its files say now, or why that is not known. */
	readonly files: Result<FilesSay>;
}

const configSchema = z.object({ Config: z.object({ Image: z.string() }) });
const imageSchema = z.object({ Id: z.string() });

async function oneOf(instance: Instance, current: unknown, making: Making): Promise<Result<One>> {
	const now = await inspected(making, instance);
	if (!now.ok) return now;
	const { host, name, image } = instance;
	const from = { host, plan: making.id, container: now.value.json, current, image: image.ref ?? image.id, left: '' };
	const body = createBody(from);
	if (!body.ok) return body;
	return { ok: true, value: { ...now.value, name: properName(name), instance, made: body.value.body } };
}

/** Compose makes one under the name of another with twelve digits of an id before it, and may be cut before it renames it. */
function properName(name: string): string {
	return name.replace(/^[0-9a-f]{12}_(?=.)/, '');
}

async function allOf({ instances }: Service, making: Making): Promise<Result<readonly One[]>> {
	const [first] = instances;
	if (first === undefined) throw new Error('blocked without a container');
	const current = await inspect(making, first.host, `/images/${part(first.image.id)}/json`, `image of ${first.name}`);
	if (!current.ok) return current;
	const all: One[] = [];
	for (const instance of instances) {
		const one = await oneOf(instance, current.value, making);
		if (!one.ok) return one;
		all.push(one.value);
	}
	return { ok: true, value: all };
}

/** The name that the containers were made from: Compose takes it from its file. */
function nameOf({ json, name, instance }: One): Result<string> {
	const what = `What the engine of ${instance.host} says of ${name}`;
	const found = understood(configSchema, json, what);
	if (!found.ok) return found;
	const { Image } = found.value.Config;
	const named = imageName(Image);
	if (named !== undefined && named.digest === undefined) return { ok: true, value: Image };
	const message = `The Compose file of ${name} names its image by its digest, so that no other image can have that name.`;
	return failed('refused', message, 'Change it in the file and bring it up there.');
}

/** Which image a name means on a host; undefined where none has it. */
async function idOf(making: Making, host: string, name: string): Promise<Result<string | undefined>> {
	const path = `/images/${part(name)}/json`;
	const read: Read = { via: 'engine', host, method: 'GET', path, timeout: 10_000, effect: 'read' };
	const answer = await making.ask(read, making.signal);
	if (!answer.ok) {
		return answer.reply?.code === 404 ? { ok: true, value: undefined } : { ok: false, failure: answer.failure };
	}
	const what = `What the engine of ${host} says of ${name}`;
	const json = jsonOf(answer.value.text, what);
	const found = json.ok ? understood(imageSchema, json.value, what) : json;
	return found.ok ? { ok: true, value: found.value.Id } : found;
}

/** Its containers can be put back only all alike. */
function mixed({ id, instances }: Service): Result<never> | undefined {
	if (new Set(instances.map(({ image }) => image.id)).size < 2) return undefined;
	const message = `The containers of ${id} run different images.`;
	return failed('refused', message, 'Bring the service up by hand first, so that all run the same.');
}

/** The service as it is now, with the Compose that is to change it; refused where that could not be undone by it. */
export async function nowOf(of: Service, making: Making): Promise<Result<Now>> {
	const [first] = of.instances;
	if (first === undefined) throw new Error('blocked without a container');
	const project = projectOf(of, first);
	if (!project.ok) return project;
	const tool = await toolOf(making, project.value, first);
	if (!tool.ok) return tool;
	const all = mixed(of) ?? (await allOf(of, making));
	if (!all.ok) return all;
	const [one] = all.value;
	const name = one === undefined ? failed('bug', 'no container') : nameOf(one);
	if (!name.ok) return name;
	const named = await idOf(making, first.host, name.value);
	if (!named.ok) return named;
	const said = await filesSay(making, project.value, tool.value);
	if (!said.ok) return said;
	const files = said.value;
	const own = files.ok ? files.value.image : '';
	if (own !== '' && own !== name.value) {
		const message = `The Compose file of ${of.id} names ${own} now, and its container was made from ${name.value}.`;
		return failed('changed', message, 'Bring the service up by hand first, or take the change in the file back.');
	}
	const value = { of, project: project.value, tool: tool.value, all: all.value, image: first.image.id };
	return { ok: true, value: { ...value, name: name.value, named: named.value, files } };
}
