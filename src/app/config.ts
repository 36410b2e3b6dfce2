import type { Command } from '../core/command.ts';
import type { Fleet, ProbeSpec } from '../core/config/fleet.ts';
import type { Forms } from '../core/config/forms.ts';
import { member } from '../core/config/member.ts';
import { parseConfig } from '../core/config/parse.ts';
import { jsonSchemaOf } from '../core/config/schema.ts';
import { commandsIn } from '../core/config/secret.ts';
import { type DatasetSpec, datasetId } from '../core/dataset/spec.ts';
import { sourceName } from '../core/logs/source.ts';
import { datasetKinds } from '../datasets/index.ts';
import { kinds } from '../probes/index.ts';

const probeForms = kinds.flatMap(({ form }) => form ?? []);
const forms: Forms = { probes: probeForms, datasets: datasetKinds.map(({ form }) => form) };

/** The kinds that may stand under `probes`. */
export const probeKinds: ReadonlySet<string> = new Set(probeForms.map(({ kind }) => kind));

/** Reads a config with all probe kinds that there are; see `parseConfig`. */
export const readConfig = (text: string, commands?: readonly Command[]): ReturnType<typeof parseConfig> =>
	parseConfig(text, forms, commands);

/** The same with the keys of the operator's choice held against all commands, which only such a config has to load. */
export const readWholeConfig = async (text: string): Promise<ReturnType<typeof parseConfig>> => {
	const parsed = readConfig(text);
	if (!parsed.ok || parsed.value.keys === undefined) return parsed;
	const { commands } = await import('./commands.ts');
	return readConfig(text, commands);
};

/** The JSON Schema of the config, for editors. */
export const configSchema = (): object => jsonSchemaOf(forms);

const lineDoes = ({ kind, name, of, from, line }: ProbeSpec): string => {
	const does = probeForms.find((form) => form.kind === kind)?.does ?? kind;
	return `${does}${from === 'local' ? '' : ` from ${from}`} for ${of} ${name}: ${JSON.stringify(line)}`;
};

/** A value as the config writes it: each reference to a secret as the text of one. */
const asWritten = (_key: string, value: unknown): unknown => {
	const secret = member(value, 'secret');
	return typeof secret === 'string' ? `\${${secret}}` : value;
};

/** What a dataset would do: its folder is read again and again, the rest is done when it is asked for. */
const datasetDoes = (dataset: DatasetSpec): readonly string[] => {
	const { kind, host, folder, container, settings, password, offSite, writers } = dataset;
	const { tables, newest, checks, verify } = dataset;
	const told = { kind, container, ...settings, password, tables, newest, checks, verify, 'off-site': offSite };
	const words = JSON.stringify(told, asWritten);
	const stops = writers.length === 0 ? '' : `, and stop ${writers.join(', ')} while it is restored`;
	return [
		`read the backups of ${datasetId(dataset)} in ${folder} on ${host}, and make, copy, test, remove and restore them when asked${stops}: ${words}`,
		...[password ?? '', ...Object.values(offSite?.env ?? {})].flatMap(commandsIn).map((command) => `run ${command}`),
	];
};

/** What the lines under `probes`, `datasets`, `gates`, `after` and `logs` would do, a line each, for the person who is asked to accept a config. */
export const linesDo = ({ probes = [], datasets = [], services }: Fleet): readonly string[] => [
	...services.flatMap(({ logs = [] }) =>
		logs.map((source) => `follow the log ${sourceName(source)} of ${source.host}`),
	),
	...probes.map(lineDoes),
	...datasets.flatMap(datasetDoes),
	...services.flatMap(({ environment, name, host, canary }) => {
		if (canary?.nginx === undefined) return [];
		const { file, test, reload } = canary.nginx;
		const commands = [test, reload].map((words) => JSON.stringify(words)).join(' and ');
		return `with a canary of ${environment}/${name}: write ${file} on ${host} and run ${commands} there`;
	}),
	...services.flatMap(({ gates = [], after }) => [
		...gates.flatMap((gate) => (gate.is === 'line' ? `before a deploy: ${lineDoes(gate.line)}` : [])),
		...(after?.checks ?? []).map(({ line }) => `after a deploy: ${lineDoes(line)}`),
	]),
];
