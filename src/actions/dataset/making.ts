import type { DatasetMaking } from '../../core/dataset/acting.ts';
import { backupName } from '../../core/dataset/backup-name.ts';
import { datasetKey, datasetRead, datasetWrite, type Told } from '../../core/dataset/call.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import { type DatasetStand, parseStand } from '../../core/dataset/stand.ts';
import { unwritable } from '../../core/dataset/unwritable.ts';
import { isOlder } from '../../core/dataset/versions.ts';
import { failed } from '../../core/failed.ts';
import type { BackupCopy } from '../../core/finding.ts';
import { bytes } from '../../core/format.ts';
import { known } from '../../core/known.ts';
import { listed } from '../../core/listed.ts';
import type { Failure, Result } from '../../core/model.ts';
import type { Expected, PlanStep } from '../../core/plan.ts';

/** More than this much of the last one's size must be free. */
const room = 1.1;
/** Why nobody asks whether a step took effect: giving it again is safe. */
export const given = 'its script does the same again, from wherever it was cut';

/** The column with the time of a row, as the script takes it. */
export function newestTold({ newest }: DatasetSpec): Told {
	return newest === undefined ? [] : [['newest', `${newest.table}\t${newest.column}`]];
}

/** How the server and the folder stand now; a failure also where a backup could not be made. */
export async function standNow(
	spec: DatasetSpec,
	{ kind, ask, signal }: Pick<DatasetMaking, 'kind' | 'ask' | 'signal'>,
): Promise<Result<DatasetStand>> {
	const answer = await ask(datasetRead(spec, kind, 'stand', newestTold(spec)), signal);
	if (!answer.ok) return answer;
	const stand = parseStand(answer.value.text);
	if (stand === undefined)
		return failed('garbled', `What ${spec.host} says of ${datasetId(spec)} is not understood.`, 'Look on the host.');
	const forbidden = unwritable(spec, stand);
	if (forbidden !== undefined) return { ok: false, failure: forbidden };
	const { tool, server } = stand;
	if (tool !== undefined && server !== undefined && isOlder(tool, server)) {
		const message = `The program that makes the dump is of version ${tool}, the server of ${server}: it may leave out what it does not know.`;
		return failed('refused', message, `Install the client of ${kind.title} ${server.split('.')[0]} on ${spec.host}.`);
	}
	return { ok: true, value: stand };
}

/** Why nothing can be dumped of data that are there and cannot be opened; undefined where they can. */
export function unopenedText(spec: DatasetSpec, { unopened }: DatasetStand): Failure | undefined {
	if (unopened === undefined) return undefined;
	const fix = `Check what it is called in the config, and who may read it; if it is damaged: watchdeck restore ${datasetId(spec)} --without-dump`;
	return { kind: 'refused', message: `${datasetId(spec)} cannot be opened: ${unopened}.`, fix };
}

/** What a backup made now will not hold as it should, in sentences. */
export function lacksText({ unsteady, broken, rowUnread }: DatasetStand): readonly string[] {
	const [know, views] = [unsteady.length === 1 ? 'knows' : 'know', broken.length === 1 ? 'a view' : 'views'];
	return [
		...(unsteady.length === 0
			? []
			: [`${listed(unsteady)} ${know} no transactions: what is written there meanwhile may be in it in part.`]),
		...(rowUnread === undefined
			? []
			: [`Its newest row cannot be read, so that nobody will know how old it is: ${rowUnread}. Check \`newest\`.`]),
		...(broken.length === 0 ? [] : [`Without ${listed(broken)}: ${views} of what is not there any more.`]),
	];
}

/** The newest backup that was made here and is as it was left. */
function lastOf({ found }: DatasetMaking): BackupCopy | undefined {
	return found.copies?.find(({ own, bytes: size }) => own?.bytes === size && own.safety !== true);
}

/** A backup that is being planned: its name, what is expected of it, and the words by which the script knows it. */
export interface Planned {
	readonly name: string;
	readonly expected: Expected;
	readonly told: Told;
}

/** What is told to the script of every step of a backup; a failure where the disk has no room for it. */
export function plannedBackup(
	spec: DatasetSpec,
	stand: DatasetStand,
	making: DatasetMaking,
	purpose: 'safety' | 'backup' = 'backup',
): Result<Planned> {
	const { id, kind } = making;
	const last = lastOf(making);
	const needs = last === undefined ? undefined : Math.ceil(last.bytes * room);
	if (needs !== undefined && stand.free !== undefined && stand.free < needs) {
		const message = `${spec.folder} on ${spec.host} has ${bytes(stand.free)} free, and a backup needs about ${bytes(needs)}.`;
		return failed('full', message, 'Make room there; nothing was written.');
	}
	const at = stand.clock;
	const name = backupName({ dataset: spec.name, id, at, suffix: kind.form.suffix, packer: stand.packer });
	const told: Told = [
		['id', id],
		['lock', datasetKey(spec)],
		['dataset', datasetId(spec)],
		['purpose', purpose],
		['name', name],
		...(needs === undefined ? [] : ([['of', String(needs)]] as const)),
		...(spec.tables.length === 0 ? [] : ([['tables', spec.tables.join(',')]] as const)),
		...newestTold(spec),
	];
	return { ok: true, value: { name, told, expected: known({ bytes: last?.bytes, takes: last?.own?.took }) } };
}

/** The steps that make a backup, also off-site where it goes there: each can be given again; what is whole stays whatever comes after. */
export function backupSteps(spec: DatasetSpec, { kind }: DatasetMaking, planned: Planned): readonly PlanStep[] {
	const { name, told, expected } = planned;
	const write = (verb: Parameters<typeof datasetWrite>[2], more: Told = []) =>
		datasetWrite(spec, kind, verb, [...told, ...more]);
	const common = { took: { never: given }, undone: 'accepted', converges: true } as const;
	const { offSite } = spec;
	const off = offSite && ([['remote', offSite.remote]] as const);
	return [
		{
			...common,
			say: `dump ${spec.name} (${kind.title}) into ${name}.part`,
			does: write('dump'),
			undo: write('discard'),
			progress: expected,
		},
		{
			...common,
			say: `read it to its end, hash it, and name it ${name}`,
			does: write('keep'),
			undo: { none: `${name} stays: it is whole.`, harmless: true },
			progress: {},
		},
		...(off === undefined
			? []
			: [
					{
						...common,
						say: `copy it to ${offSite?.remote}, and compare it there`,
						does: write('copy', off),
						undo: write('uncopy', off),
						progress: expected,
					},
				]),
	];
}
