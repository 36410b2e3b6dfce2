import { fitsPattern } from '../backup/fits.ts';
import { backupName } from '../dataset/backup-name.ts';
import type { DatasetForm } from '../dataset/form.ts';
import { isBelow, isSamePath } from '../dataset/paths.ts';
import type { Millis } from '../model.ts';
import type { DatasetLine } from './dataset-lines.ts';
import { hostOfDataset } from './datasets-of.ts';
import { type ConfigError, suggestion } from './errors.ts';
import { member } from './member.ts';
import type { Path, Place } from './place.ts';
import type { ConfigFile } from './schema.ts';

type EnvironmentFile = NonNullable<NonNullable<ConfigFile['environments']>[string]>;

/** A dataset of the config, and where it stands. */
interface Standing {
	readonly environment: string;
	readonly name: string;
	readonly path: Path;
	readonly line: DatasetLine;
	readonly content: EnvironmentFile;
}

function standingIn(file: ConfigFile): readonly Standing[] {
	return Object.entries(file.environments ?? {}).flatMap(([environment, content]) =>
		Object.entries(content?.datasets ?? {}).map(([name, line]) => ({
			...{ environment, name, line, content: content ?? {} },
			path: ['environments', environment, 'datasets', name],
		})),
	);
}

/** A service of the same environment that a dataset names and that is not there. */
function missing({ environment, path, line, content }: Standing, place: Place): readonly ConfigError[] {
	const services = Object.keys(content.services ?? {});
	const named: readonly (readonly [Path, string | undefined])[] = [
		[['service'], line.service],
		...(line.writers ?? []).map((writer, index) => [['writers', index], writer] as const),
	];
	return named.flatMap(([at, service]) => {
		if (service === undefined || services.includes(service)) return [];
		const message = `there is no service \`${service}\` in \`${environment}\``;
		const none = { fix: `Add it under \`services\` of \`${environment}\`, or leave this out.` };
		return { ...place([...path, ...at]), message, ...(services.length === 0 ? none : suggestion(service, services)) };
	});
}

/** A writer that is stopped while the dataset in its very container is restored; of one that is a file no server is needed. */
function stopped({ path, line, content }: Standing, place: Place): readonly ConfigError[] {
	if (line['path'] !== undefined) return [];
	return (line.writers ?? []).flatMap((writer, index) => {
		const service = content.services?.[writer];
		if (line['container'] === undefined || (service?.container ?? writer) !== line['container']) return [];
		const message = `\`${writer}\` is stopped while the dataset is restored, which needs its container \`${line['container']}\``;
		return { ...place([...path, 'writers', index]), message, fix: 'Leave it out of `writers`.' };
	});
}

/** A copy that does not go to another place, or into what is backed up. */
function besides({ path, line }: Standing, place: Place): readonly ConfigError[] {
	const remote = member(line['off-site'], 'remote');
	if (typeof remote !== 'string') return [];
	const own = { folder: line.folder, path: String(line['path'] ?? '') };
	const within = (['folder', 'path'] as const).find((key) => own[key] !== '' && isBelow(remote, own[key]));
	if (within === undefined) return [];
	const fix = 'Name a folder of another disk, or a remote of rclone such as `r2:bucket/shop`.';
	return [{ ...place([...path, 'off-site', 'remote']), message: `\`${remote}\` is in \`${within}\` itself`, fix }];
}

/** When a sample of a name was made, 2026-11-22T03:15Z: each has as many signs. */
const sampleAt: Millis = 1_795_317_300_000;

/** A pattern that the names of its own backups do not fit: each would be made, and never be seen again. */
function unfit({ name, path, line }: Standing, forms: readonly DatasetForm[], place: Place): readonly ConfigError[] {
	const suffix = forms.find(({ kind }) => kind === line.kind)?.suffix;
	if (suffix === undefined) return [];
	const named = (['zst', 'gz'] as const).map((packer) =>
		backupName({ dataset: name, id: '1a2b3c4d', at: sampleAt, suffix, packer }),
	);
	const none = named.find((sample) => !fitsPattern(line.pattern, sample));
	if (none === undefined) return [];
	const message = `\`${line.pattern}\` does not fit what \`watchdeck backup\` names its own backups: \`${none}\``;
	const fix = `Write \`${name}-*\`, \`*\`, or another pattern that it fits, or give the dataset the name with which its files begin.`;
	return [{ ...place([...path, 'pattern']), message, fix }];
}

/** The text of a pattern before its first wildcard. */
function beginning(pattern: string): string {
	return /^[^*?[\\]*/.exec(pattern)?.[0] ?? '';
}

/** Whether one name may fit both: it cannot where they begin otherwise. */
function mayOverlap(one: string, other: string): boolean {
	const [a, b] = [beginning(one), beginning(other)];
	return a.startsWith(b) || b.startsWith(a);
}

/** A dataset that takes the files of one before it for its own. */
function shared(all: readonly Standing[], first: string | undefined, place: Place): readonly ConfigError[] {
	const hostOf = ({ line, content }: Standing) => hostOfDataset(line, content) ?? first;
	return all.flatMap((one, index) => {
		const { folder, pattern } = one.line;
		const other = all
			.slice(0, index)
			.find(
				(before) =>
					hostOf(before) === hostOf(one) &&
					mayOverlap(before.line.pattern, pattern) &&
					isSamePath(before.line.folder, folder),
			);
		if (other === undefined) return [];
		const message = `\`${other.environment}.datasets.${other.name}\` has the same \`folder\` on the same host, and a file may fit the \`pattern\` of both`;
		const fix = 'Give each a folder of its own, or a pattern that only its files fit.';
		return { ...place([...one.path, 'folder']), message, fix };
	});
}

/** Datasets that do not fit the services beside them, or one another. */
export function wrongDatasets(file: ConfigFile, forms: readonly DatasetForm[], place: Place): readonly ConfigError[] {
	const all = standingIn(file);
	const each = all.flatMap((one) => [
		...missing(one, place),
		...stopped(one, place),
		...besides(one, place),
		...unfit(one, forms, place),
	]);
	return [...each, ...shared(all, Object.keys(file.hosts ?? {})[0], place)];
}
