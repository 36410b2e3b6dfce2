import { errorText } from '../core/config/errors.ts';
import type { Fleet } from '../core/config/fleet.ts';
import { commandsIn } from '../core/config/secret.ts';
import type { Failure, Host } from '../core/model.ts';
import { findEngine } from '../io/docker-context.ts';
import { type FileRead, readText } from '../io/files.ts';
import type { Paths } from '../io/paths.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A config that was read. `runs`: what it would make us do, a line each, for the person who is asked to accept it. */
export interface ConfigFound {
	readonly is: 'config';
	readonly fleet: Fleet;
	readonly file: FileRead;
	/** It lay in the current folder or others can write to it: nothing in it runs until a person accepts it. */
	readonly strange: boolean;
	readonly runs: readonly string[];
}

/** What there is to watch. */
export type Found =
	| ConfigFound
	| { readonly is: 'engine'; readonly fleet: Fleet; readonly by: string }
	| { readonly is: 'none'; readonly looked: readonly string[] }
	| { readonly is: 'failed'; readonly failure: Failure };

/** Where to look. `config`: a file that was named on the command line. */
export interface Looking {
	readonly config?: string;
	readonly paths: Paths;
	readonly folder: string;
	readonly env: Env;
	readonly uid?: number;
}

/** Finds the config, or without one the engine that `docker` itself would use. */
export const findFleet = async (looking: Looking): Promise<Found> => {
	const file = await findConfig(looking);
	if (file === undefined) return await engineFleet(looking);
	if ('failure' in file) return { is: 'failed', failure: file.failure };
	// With its schema it takes a fifth of the time to the first frame: only who has a config pays for it.
	const { linesDo, readWholeConfig } = await import('./config.ts');
	const parsed = await readWholeConfig(file.text);
	if (!parsed.ok) {
		const mistakes = parsed.errors.map((error) => errorText(file.path, error)).join('\n');
		return { is: 'failed', failure: { kind: 'garbled', message: mistakes } };
	}
	const found = looking.config === undefined && file.path.startsWith(`${looking.folder}/`);
	return {
		is: 'config',
		fleet: parsed.value,
		file,
		strange: found || file.foreign,
		runs: [...runsOf(parsed.value), ...linesDo(parsed.value)],
	};
};

const findConfig = async ({
	config,
	paths,
}: Looking): Promise<FileRead | { readonly failure: Failure } | undefined> => {
	const named = config ?? (paths.configs.length > 3 ? paths.configs[0] : undefined);
	for (const path of named === undefined ? paths.configs : [named]) {
		const read = await readText(path);
		if (read.ok) return read.value;
		if (read.failure.kind !== 'missing' || path === named) return { failure: read.failure };
	}
	return undefined;
};

const engineFleet = async ({ env, uid }: Looking): Promise<Found> => {
	const found = await findEngine({ env, ...(uid === undefined ? {} : { uid }) });
	switch (found.is) {
		case 'found':
			return { is: 'engine', fleet: fleetOfHost(found.host), by: found.by };
		case 'refused':
			return { is: 'failed', failure: found.failure };
		case 'none':
			return { is: 'none', looked: found.looked };
	}
};

const fleetOfHost = (host: Host): Fleet => ({
	hosts: [host],
	environments: [],
	services: [],
	discover: [host.name],
});

const runsOf = (fleet: Fleet): readonly string[] => [
	...fleet.hosts.map(({ name, reach, engine, sudo }) =>
		typeof reach === 'object'
			? `connect to ${name} by ssh ${reach.ssh}${sudo === true ? ', and ask its engine by sudo' : ''}`
			: `use the engine of this machine${engine === undefined ? '' : ` at ${engine}`}`,
	),
	...fleet.services.flatMap(({ health, metrics }) =>
		[health, metrics].flatMap((spec) =>
			spec === undefined
				? []
				: [
						`ask ${spec.url}${spec.from === 'local' ? '' : ` from ${spec.from}`}`,
						...Object.values(spec.headers ?? {})
							.flatMap(commandsIn)
							.map((command) => `run ${command}`),
					],
		),
	),
];
