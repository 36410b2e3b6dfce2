import type { AskedLines } from './act-lines.ts';
import { type ConfigError, suggestion } from './errors.ts';
import type { Path, Place } from './place.ts';
import type { ConfigFile } from './schema.ts';

/** A gate that names a line under `probes`: where it stands, and under what that line must stand. */
interface Naming {
	readonly path: Path;
	readonly of: string;
	readonly line: string;
}

/** The names of the lines under `probes`, by the service or host that they stand under. */
function linesIn(file: ConfigFile): ReadonlyMap<string, readonly string[]> {
	const hosts = Object.entries(file.hosts ?? {}).map(
		([name, { probes }]) => [`host/${name}`, Object.keys(probes ?? {})] as const,
	);
	const services = Object.entries(file.environments ?? {}).flatMap(([environment, content]) =>
		Object.entries(content?.services ?? {}).map(
			([name, service]) => [`${environment}/${name}`, Object.keys(service?.probes ?? {})] as const,
		),
	);
	return new Map([...hosts, ...services]);
}

function namingIn(path: Path, gates: AskedLines | undefined, own: string): readonly Naming[] {
	return Object.entries(gates ?? {}).flatMap(([name, gate]) => {
		if (gate.kind !== 'probe') return [];
		const of = typeof gate['of'] === 'string' ? gate['of'] : own;
		return { path: [...path, 'gates', name, 'line'], of, line: String(gate['line']) };
	});
}

function namingOf(file: ConfigFile): readonly Naming[] {
	return Object.entries(file.environments ?? {}).flatMap(([environment, content]) => {
		const path = ['environments', environment];
		return Object.entries(content?.services ?? {}).flatMap(([name, service]) => [
			...namingIn(path, content?.gates, `${environment}/${name}`),
			...namingIn([...path, 'services', name], service?.gates, `${environment}/${name}`),
		]);
	});
}

/** A dataset that is named, and where. */
interface NamedDataset {
	readonly path: Path;
	readonly environment: string;
	readonly dataset: string;
}

function datasetsIn(
	path: Path,
	environment: string,
	part:
		| { readonly gates?: AskedLines | undefined; readonly before?: { readonly backup: readonly string[] } | undefined }
		| null
		| undefined,
): readonly NamedDataset[] {
	const gates = Object.entries(part?.gates ?? {}).flatMap(([name, gate]) =>
		gate.kind === 'verified-backup'
			? [{ path: [...path, 'gates', name, 'dataset'], environment, dataset: String(gate['dataset']) }]
			: [],
	);
	const first = (part?.before?.backup ?? []).map((dataset, index) => ({
		...{ path: [...path, 'before', 'backup', index], environment, dataset },
	}));
	return [...gates, ...first];
}

/** Gates and first steps of a deploy that name a dataset which its environment has not. */
export function missingDatasets(file: ConfigFile, place: Place): readonly ConfigError[] {
	return Object.entries(file.environments ?? {}).flatMap(([environment, content]) => {
		const path = ['environments', environment];
		const there = Object.keys(content?.datasets ?? {});
		const named = [
			...datasetsIn(path, environment, content),
			...Object.entries(content?.services ?? {}).flatMap(([name, service]) =>
				datasetsIn([...path, 'services', name], environment, service),
			),
		];
		return named
			.filter(({ dataset }) => !there.includes(dataset))
			.map((one) => ({
				...place(one.path),
				message: `${environment} has no dataset \`${one.dataset}\``,
				...(there.length === 0
					? { fix: 'Add it under `datasets` of the environment.' }
					: suggestion(one.dataset, there)),
			}));
	});
}

/** Gates that name a line under `probes` which is not there. */
export function missingLines(file: ConfigFile, place: Place): readonly ConfigError[] {
	const lines = linesIn(file);
	return namingOf(file).flatMap(({ path, of, line }) => {
		const there = lines.get(of) ?? [];
		if (there.includes(line)) return [];
		const message = `${of} has no \`${line}\` under \`probes\``;
		const fix = { fix: `Add the line there, or name with \`of\` the service or host that has it.` };
		return { ...place(path), message, ...(there.length === 0 ? fix : suggestion(line, there)) };
	});
}
