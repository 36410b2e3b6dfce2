import { z } from 'zod';
import { checks, newest, tables, verifyIn } from '../dataset/asked.ts';
import type { DatasetForm } from '../dataset/form.ts';
import type { DatasetCheck, DatasetSpec, OffSite } from '../dataset/spec.ts';
import { known } from '../known.ts';
import { type DatasetLine, datasetCommon } from './dataset-lines.ts';
import { secret } from './fields.ts';
import { member } from './member.ts';
import type { Path } from './place.ts';
import type { ConfigFile } from './schema.ts';
import { wordOf } from './secret.ts';
import { millisOf } from './units.ts';

/** What becomes fields of a dataset, of whichever kind. */
const read = z.object({
	...datasetCommon,
	container: z.string().optional(),
	password: secret.optional(),
	tables: tables.prefault([]),
	newest: newest.optional(),
	checks: checks('a question', 'DBSIZE').prefault({}),
	verify: verifyIn(['apart', 'server']).prefault({}),
});
const isOfAll = new Set(Object.keys(read.shape));

/** What a field of a kind is as settings: a text or number by its name, a name with its port as two. */
function settingOf(key: string, value: unknown): readonly (readonly [string, string])[] {
	if (typeof value === 'string' || typeof value === 'number') return [[key, String(value)]];
	const parts = ['name', 'port'].map((part) => member(value, part));
	const [host, port] = parts.map(String);
	return host === undefined || port === undefined || parts.includes(undefined)
		? []
		: [
				['host', host],
				['port', port],
			];
}

/** The fields that only its kind has, as texts. */
function settingsOf({ shape }: DatasetForm, line: unknown): DatasetSpec['settings'] {
	const own = Object.entries(shape).filter(([key]) => !isOfAll.has(key));
	const values = z.object(Object.fromEntries(own)).parse(line);
	return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => settingOf(key, value)));
}

/** Where a dataset stands, and the host that it is on. */
interface Standing {
	readonly environment: string;
	readonly name: string;
	readonly host: string;
}

/** A line that was checked as what it says; `written`: as it stands in the file. */
function datasetOf({ environment, name, host }: Standing, form: DatasetForm, written: unknown): DatasetSpec {
	const line = read.parse(written);
	const { folder, pattern, shrink, keep, tables, every, timeout, within, container, as, service, writers } = line;
	return {
		...{ environment, name, kind: form.kind, host, folder, pattern, shrink, keep, tables, every, timeout },
		...known({ within, container, of: service && `${environment}/${service}` }),
		...known({ password: line.password && wordOf(line.password), newest: newestOf(line), offSite: offSiteOf(line) }),
		settings: { ...known({ as }), ...settingsOf(form, written) },
		checks: Object.entries(line.checks).map(checkOf),
		writers: writers.map((writer) => `${environment}/${writer}`),
		verify: { in: line.verify.in, ...known({ within: line.verify.within, image: line.verify.image }) },
	};
}

type Line = z.output<typeof read>;

function newestOf({ newest: given }: Line): DatasetSpec['newest'] {
	return given && { ...given, within: millisOf(given.within) ?? 0 };
}

function checkOf([name, { ask, least, most, is }]: [string, Line['checks'][string]]): DatasetCheck {
	return { name, ask, ...known({ least, most, is: is === undefined ? undefined : String(is) }) };
}

function offSiteOf({ 'off-site': given }: Line): OffSite | undefined {
	if (given === undefined) return undefined;
	const { remote, keep, env = {} } = given;
	return { remote, keep, env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, wordOf(value)])) };
}

type EnvironmentFile = NonNullable<NonNullable<ConfigFile['environments']>[string]>;

/** The host that a dataset is on: its own, or that of its service; undefined where neither says one. */
export function hostOfDataset({ host, service }: DatasetLine, { services }: EnvironmentFile): string | undefined {
	return host ?? (service === undefined ? undefined : services?.[service]?.host);
}

/** The datasets of a checked config. `first`: the host of what names none; `at`: what the config has at a path as it is written. */
export function datasetsOf(
	file: ConfigFile,
	first: string,
	{ forms, at }: { readonly forms: readonly DatasetForm[]; readonly at: (path: Path) => unknown },
): readonly DatasetSpec[] {
	return Object.entries(file.environments ?? {}).flatMap(([environment, content]) =>
		Object.entries(content?.datasets ?? {}).flatMap(([name, line]) => {
			const form = forms.find(({ kind }) => kind === line.kind);
			if (form === undefined) return [];
			const host = hostOfDataset(line, content ?? {}) ?? first;
			return datasetOf({ environment, name, host }, form, at(['environments', environment, 'datasets', name]));
		}),
	);
}
