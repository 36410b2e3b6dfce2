import { lacksText, standNow, unopenedText } from '../actions/dataset/making.ts';
import { lightTitles } from '../core/backup/light.ts';
import type { Ask } from '../core/call.ts';
import { type DatasetSpec, datasetId } from '../core/dataset/spec.ts';
import { bytes } from '../core/format.ts';
import type { Millis } from '../core/model.ts';
import { pastable } from '../core/quote.ts';
import { type Dataset, datasetsOf, worstLight } from '../core/select/backups/datasets.ts';
import type { State } from '../core/state.ts';
import { datasets } from '../datasets/index.ts';
import { doubted, type Finding, failed } from './check-finding.ts';

/** What the calls of a check go through. */
export interface Asking {
	readonly ask: Ask;
	readonly signal: AbortSignal;
}

/** Whether a backup could be made of it now: its server, its password, its programs, its folder. */
const ofData = async (spec: DatasetSpec, asking: Asking): Promise<readonly Finding[]> => {
	const what = `dataset ${datasetId(spec)}`;
	const kind = datasets[spec.kind];
	const stand = await standNow(spec, { kind, ...asking });
	if (!stand.ok) return [failed(what, stand.failure, `Check \`${spec.name}\` under \`datasets\` in the config.`)];
	const unopened = unopenedText(spec, stand.value);
	if (unopened !== undefined) return [failed(what, unopened)];
	const { server, size, free } = stand.value;
	const text = [
		server === undefined ? 'is there' : `${kind.title} ${server} answers`,
		...(size === undefined ? [] : [bytes(size)]),
		...(free === undefined ? [] : [`${bytes(free)} free for backups`]),
	].join(', ');
	return [{ ok: true, what, text }, ...lacksText(stand.value).map((line) => doubted(what, line))];
};

/** What lies in its folder. That a backup is late, or was never tried, is told and fails nothing; that there is none does. */
const ofBackups = (id: string, dataset: Dataset): Finding => {
	const what = `backups of ${id}`;
	const { failure, value } = dataset.fact.observed;
	if (failure !== undefined) return failed(what, failure, `Check \`folder\` of ${id} in the config.`);
	const worst = worstLight(dataset);
	if (worst === undefined) return { ok: true, what, text: 'ran, off-site, sane, restored' };
	const text = `${lightTitles[worst]}: ${dataset[worst].text}`;
	const fix = value?.fix ?? (worst === 'restored' ? `Try one: \`watchdeck verify ${id}\`.` : undefined);
	if (dataset.is !== 'down') return doubted(what, text, fix);
	return { ok: false, what, text, fix: fix ?? `Take one: \`watchdeck backup ${id}\`.` };
};

const ofRemote = ({ host, offSite }: DatasetSpec, id: string, { found }: Dataset): readonly Finding[] => {
	if (offSite === undefined) return [];
	const what = `off-site of ${id}`;
	if (found.offSite === undefined)
		return [doubted(what, `${offSite.remote} was not looked at: its folder here could not be read`)];
	const { failure, unhashed, count = 0, remote } = found.offSite;
	const look = `On ${host} try \`${pastable(['rclone', 'lsf', remote])}\` with the same settings; is it well, check \`off-site\` of ${id} in the config.`;
	if (failure !== undefined) return [failed(what, { kind: 'refused', message: `${remote}: ${failure}` }, look)];
	const text = `${remote} has ${count} backup${count === 1 ? '' : 's'}`;
	if (unhashed === undefined) return [{ ok: true, what, text }];
	return [doubted(what, `${text}; the hash of the newest could not be read: ${unhashed}`, look)];
};

const ofDataset = async (
	state: State,
	spec: DatasetSpec,
	known: readonly Dataset[],
	asking: Asking,
): Promise<readonly Finding[]> => {
	const id = datasetId(spec);
	if (state.links[spec.host]?.is === 'down') {
		const fix = `First mend what fails on ${spec.host}, then check again.`;
		return [{ ok: false, what: `dataset ${id}`, text: `was not read: ${spec.host} is not reached`, fix }];
	}
	const dataset = known.find(({ found }) => found.dataset === id);
	return [
		...(await ofData(spec, asking)),
		...(dataset === undefined ? [] : [ofBackups(id, dataset), ...ofRemote(spec, id, dataset)]),
	];
};

/** So many questions at once go to a host: one that waits for its turn there counts as unanswered. */
const together = 4;

const inTurn = async (
	specs: readonly DatasetSpec[],
	ask: (spec: DatasetSpec) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
	const findings: Finding[] = [];
	for (let from = 0; from < specs.length; from += together)
		findings.push(...(await Promise.all(specs.slice(from, from + together).map(ask))).flat());
	return findings;
};

/** What each dataset of the config came to: its data, asked now; and its backups here and off-site, from one reading of all. */
export const datasetFindings = async (state: State, now: Millis, asking: Asking): Promise<readonly Finding[]> => {
	const known = datasetsOf(state, now);
	const hosts = Map.groupBy(state.fleet.datasets ?? [], ({ host }) => host);
	const all = [...hosts.values()].map((specs) => inTurn(specs, (spec) => ofDataset(state, spec, known, asking)));
	return (await Promise.all(all)).flat();
};
