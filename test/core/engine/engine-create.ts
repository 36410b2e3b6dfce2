import type { Json } from '../../../src/core/call.ts';
import { keptValue } from '../../../src/io/kept.ts';
import { fill } from '../../../src/io/words.ts';

export interface Health {
	readonly Test?: readonly string[];
	readonly Interval?: number;
	readonly Retries?: number;
}
/** What containers and images have in common. */
export interface Config {
	readonly User?: string;
	readonly WorkingDir?: string;
	readonly StopSignal?: string;
	readonly Env?: readonly string[];
	readonly Cmd?: readonly string[];
	readonly Entrypoint?: readonly string[] | null;
	readonly Labels?: Readonly<Record<string, string>>;
	readonly Volumes?: Readonly<Record<string, object>>;
	readonly ExposedPorts?: Readonly<Record<string, object>>;
	readonly Healthcheck?: Health;
}

const keyOf = (entry: string) => entry.split('=')[0];

function command(user: Config, image: Config): Pick<Config, 'Cmd' | 'Entrypoint'> {
	const given = user.Entrypoint ?? undefined;
	const none = given === undefined || given.length === 0;
	const Cmd = none && (user.Cmd ?? []).length === 0 ? (image.Cmd ?? []) : (user.Cmd ?? []);
	const Entrypoint = given === undefined ? (image.Entrypoint ?? []) : given;
	return { Cmd, Entrypoint: Entrypoint.length === 1 && Entrypoint[0] === '' ? [] : Entrypoint };
}

/** What the engine makes of a create body and its image (moby, daemon/commit.go, `merge`; daemon/create.go). */
export function merged(user: Config, image: Config): Required<Config> {
	const env = user.Env ?? [];
	const has = new Set(env.map(keyOf));
	const [ours, theirs] = [user.Healthcheck ?? {}, image.Healthcheck ?? {}];
	return {
		User: user.User || image.User || '',
		WorkingDir: user.WorkingDir || image.WorkingDir || '',
		StopSignal: user.StopSignal || image.StopSignal || '',
		Env: [...env, ...(image.Env ?? []).filter((entry) => !has.has(keyOf(entry)))],
		...(command(user, image) as Required<Pick<Config, 'Cmd' | 'Entrypoint'>>),
		Labels: { ...image.Labels, ...user.Labels },
		Volumes: { ...image.Volumes, ...user.Volumes },
		ExposedPorts: { ...image.ExposedPorts, ...user.ExposedPorts },
		Healthcheck: {
			Test: ours.Test?.length ? ours.Test : (theirs.Test ?? []),
			Interval: ours.Interval || theirs.Interval || 0,
			Retries: ours.Retries || theirs.Retries || 0,
		},
	};
}

/** A body as it goes to the engine: io's own code puts in what it holds by reference. */
export async function filled(body: Json, container: Json): Promise<Config & Readonly<Record<string, unknown>>> {
	const call = { via: 'engine', host: 'vps1', method: 'POST', path: '/containers/create', body, timeout: 1 } as const;
	const done = await fill(
		{ ...call, effect: 'write' },
		{
			secret: async () => ({ ok: false, failure: { kind: 'bug', message: 'there is no secret in a body' } }),
			kept: async (kept) => keptValue(container, kept),
		},
	);
	if (!done.ok || done.value.via !== 'engine') throw new Error(JSON.stringify(done));
	return JSON.parse(done.value.body ?? '');
}
