import type { Read, Way, Word, Write } from '../call.ts';
import type { Millis } from '../model.ts';
import { datasetScriptName } from './script/script.ts';
import type { DatasetSpec } from './spec.ts';

/** A kind of dataset, as far as its calls are concerned: the variable in which its programs look for the password. */
export interface Scripted {
	readonly passwordIn?: string;
}

/** What is told to the script besides what the config says: names and values, some of them several times. */
export type Told = readonly (readonly [name: string, value: string])[];

/** So long an order may take in all, and be silent: it says something each second. */
const longest: Millis = 86_400_000;
const silent: Millis = 60_000;
/** What a question may take. */
const asked: Millis = 60_000;

/** The words by which the script finds the server and the folder. */
function placed({ kind, folder, container, settings, password }: DatasetSpec, { passwordIn }: Scripted): Told {
	const where = container === undefined ? [] : ([['container', container]] as const);
	const carries = password === undefined || passwordIn === undefined ? [] : ([['carries', passwordIn]] as const);
	return [['kind', kind], ['folder', folder], ...where, ...Object.entries(settings), ...carries];
}

/** Secrets, a line each, and an empty one: they stand in no list of processes. */
/** The verbs that speak to the remote: no other is told its secrets. */
const far = ['copy', 'uncopy', 'prune'];

function secrets({ password, offSite }: DatasetSpec, { passwordIn = '' }: Scripted, verb: string): Word {
	const env = far.includes(verb) ? Object.entries(offSite?.env ?? {}) : [];
	return [
		...(password === undefined ? [] : [`env:${passwordIn}=`, password, '\n']),
		...env.flatMap(([name, value]) => [`env:${name}=`, value, '\n']),
		'\n',
	];
}

function way(spec: DatasetSpec, kind: Scripted, verb: string, told: Told): Extract<Way, { via: 'exec' }> {
	const words = [...placed(spec, kind), ...told].map(([name, value]) => `${name}=${value}`);
	const argv: readonly Word[] = ['sh', '-c', { program: `dataset/${spec.kind}` }, datasetScriptName, verb, ...words];
	return { via: 'exec', host: spec.host, argv, input: secrets(spec, kind, verb) };
}

/** A question to the script about a dataset. */
export function datasetRead(spec: DatasetSpec, kind: Scripted, verb: 'stand' | 'lost', told: Told = []): Read {
	return { ...way(spec, kind, verb, told), effect: 'read', timeout: Math.max(spec.timeout, asked) };
}

/** The verbs that change something. */
export type DatasetVerb =
	| 'dump'
	| 'keep'
	| 'discard'
	| 'copy'
	| 'uncopy'
	| 'prune'
	| 'verify'
	| 'sweep'
	| 'beside'
	| 'swap'
	| 'unswap'
	| 'drop'
	| 'forget';

/** An order to the script about a dataset; it may take long, but is never silent for long. */
export function datasetWrite(spec: DatasetSpec, kind: Scripted, verb: DatasetVerb, told: Told): Write {
	return { ...way(spec, kind, verb, told), effect: 'write', timeout: longest, silent };
}

const keyForm = /[^A-Za-z0-9_.]+/g;

/** The name of its lock on its host: by what it is of, so that it is the same for every operator, whatever their config calls it. */
export function datasetKey({
	kind,
	container,
	settings,
}: Pick<DatasetSpec, 'kind' | 'container' | 'settings'>): string {
	const of = [kind, container ?? 'host', settings['database'] ?? settings['path'] ?? settings['volume'] ?? ''];
	return `dataset-${of.join('_').replaceAll(keyForm, '_')}`.slice(0, 200);
}
