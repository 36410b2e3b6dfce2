import type { Json, Kept } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';

type Looked = { readonly found: true; readonly value: Json } | { readonly found: false };

function isRecord(value: unknown): value is Readonly<Record<string, Json>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(value: Json | undefined, step: string): Json | undefined {
	if (Array.isArray(value)) return value[Number(step)];
	return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function atPath(inspect: Json, path: readonly string[]): Looked {
	let value: Json | undefined = inspect;
	for (const step of path) value = child(value, step);
	return value === undefined ? { found: false } : { found: true, value };
}

function envOf(inspect: Json, name: string): Looked {
	const list = atPath(inspect, ['Config', 'Env']);
	if (!list.found || !Array.isArray(list.value)) return { found: false };
	const start = `${name}=`;
	const entry = list.value.find((each) => typeof each === 'string' && each.startsWith(start));
	return typeof entry === 'string' ? { found: true, value: entry.slice(start.length) } : { found: false };
}

/** Whose value it is, in words. */
export function keeperName({ container, service, host }: Kept): string {
	return service === undefined ? `container ${container} on ${host}` : `the Swarm service ${service} on ${host}`;
}

/** The value that `kept` names, out of the inspect answer of whoever keeps it. */
export function keptValue(inspect: Json, kept: Kept): Result<Json> {
	const name = kept.env ?? kept.at?.join('.') ?? '';
	const looked = kept.env === undefined ? atPath(inspect, kept.at ?? []) : envOf(inspect, kept.env);
	if (looked.found) return { ok: true, value: looked.value };
	const keeper = keeperName(kept);
	const message = `${keeper.charAt(0).toUpperCase()}${keeper.slice(1)} has no value ${name} any more.`;
	return failed('changed', message, 'Make the plan anew.');
}

/** The JSON of an answer; undefined when it is none. */
export function parsed(text: string): Json | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
