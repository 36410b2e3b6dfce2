import { z } from 'zod';
import type { Json } from '../../call.ts';
import type { Result } from '../../model.ts';
import { understood } from '../answer.ts';
import { swarmId } from './services.ts';

/** What a change gives a service; all else stays as it is. */
export interface SpecChange {
	readonly image?: string;
	/** The count of forced restarts. */
	readonly force?: number;
	readonly replicas?: number;
	/** Its whole update policy, in the engine's words; null: that of an engine to which nothing was said. */
	readonly policy?: Json;
}

const schema = z.object({
	ID: swarmId,
	Spec: z.looseObject({ TaskTemplate: z.looseObject({ ContainerSpec: z.looseObject({}) }), Mode: z.looseObject({}) }),
});

interface Given {
	readonly path: readonly string[];
	readonly value: Json;
}

function givenOf({ image, force, replicas, policy }: SpecChange): readonly Given[] {
	const all: readonly (readonly [readonly string[], Json | undefined])[] = [
		[['TaskTemplate', 'ContainerSpec', 'Image'], image],
		[['TaskTemplate', 'ForceUpdate'], force],
		[['Mode', 'Replicated', 'Replicas'], replicas],
		[['UpdateConfig'], policy],
	];
	return all.flatMap(([path, value]) => (value === undefined ? [] : [{ path, value }]));
}

/** A part of the spec: what is given in it, and for everything beside that where it stands. */
function partOf(
	value: unknown,
	given: readonly Given[],
	keep: (at: readonly string[]) => Json,
	at: readonly string[],
): Json {
	const here = given.find(({ path }) => path.length === 0);
	if (here !== undefined) return here.value;
	if (given.length === 0) return keep(at);
	const own = typeof value === 'object' && value !== null ? { ...value } : {};
	const keys = new Set([...Object.keys(own), ...given.flatMap(({ path }) => path.slice(0, 1))]);
	const parts = [...keys].map((key) => {
		const below = given.flatMap(({ path: [first, ...path], value: of }) =>
			first === key ? [{ path, value: of }] : [],
		);
		const child: unknown = Object.entries(own).find(([name]) => name === key)?.[1];
		return [key, partOf(child, below, keep, [...at, key])] as const;
	});
	return Object.fromEntries(parts);
}

/**
 * What a Swarm service is updated with: its own spec with what is changed put in. Nothing else of it leaves the host, nor is
 * lost: fields that we do not know, environment, labels and secrets are taken from the service when the order is given.
 * `json`: the answer of `GET /services/ID`.
 */
export function specWith(json: unknown, change: SpecChange, host: string): Result<Json> {
	const read = understood(schema, json, `What the engine of ${host} says of a Swarm service`);
	if (!read.ok) return read;
	const { ID: service, Spec } = read.value;
	const keep = (at: readonly string[]): Json => ({ $word: { kept: { host, service, at } } });
	return { ok: true, value: partOf(Spec, givenOf(change), keep, ['Spec']) };
}
