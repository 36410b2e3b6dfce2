import { tookText } from '../../core/backup/restored.ts';
import { prunable, prunableThere } from '../../core/backup/retention.ts';
import type { ActionOnDataset, DatasetMade, DatasetMaking } from '../../core/dataset/acting.ts';
import { datasetKey, datasetWrite } from '../../core/dataset/call.ts';
import { datasetProbe } from '../../core/dataset/probe.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import type { DatasetStand } from '../../core/dataset/stand.ts';
import type { BackupCopy, BackupFound } from '../../core/finding.ts';
import { bytes } from '../../core/format.ts';
import type { Check } from '../../core/plan.ts';
import { asideNow } from './aside.ts';
import { backupSteps, lacksText, type Planned, plannedBackup, standNow, unopenedText } from './making.ts';

/** What goes once the new one is proven: here, and off-site. */
interface Going {
	readonly here: readonly BackupCopy[];
	readonly there: readonly BackupCopy[];
}

function goingOf({ keep, offSite }: DatasetSpec, { found: { copies = [] }, now }: DatasetMaking): Going {
	return {
		here: prunable(
			copies.filter(({ only }) => only === undefined),
			keep,
			now,
		),
		there: offSite === undefined ? [] : prunableThere(copies, offSite.keep, now),
	};
}

function goneText(copies: readonly BackupCopy[], where: string): readonly string[] {
	if (copies.length === 0) return [];
	const names = copies.slice(0, 3).map(({ file }) => file);
	const more = copies.length > names.length ? ` and ${copies.length - names.length} more` : '';
	return [`Removes from ${where} afterwards: ${names.join(', ')}${more}.`];
}

function placeText({ folder, host, offSite }: DatasetSpec): string {
	const here = `It lies in ${folder} on ${host}`;
	return offSite === undefined
		? `${here}. Nothing goes off-site: the config names no place for it.`
		: `${here}, a copy of it at ${offSite.remote}.`;
}

/** That it will hardly come there. */
function awayText({ offSite }: BackupFound): readonly string[] {
	if (offSite?.failure === undefined) return [];
	return [`${offSite.remote} could not be read just now, so that the copy may fail: ${offSite.failure}.`];
}

function momentOf(stand: DatasetStand, { found }: DatasetMaking, { expected }: Planned): readonly string[] {
	const size = stand.size === undefined ? '' : ` of ${bytes(stand.size)}`;
	const last =
		expected.bytes === undefined
			? 'There is none to compare with: how long it takes is not known.'
			: `The last one had ${bytes(expected.bytes)}${expected.takes === undefined ? '' : ` and took ${tookText(expected.takes)}`}.`;
	return [`Reads all${size} in one consistent state, while it goes on serving. ${last}`, ...awayText(found)];
}

function impactOf(spec: DatasetSpec, stand: DatasetStand, going: Going): readonly string[] {
	return [
		...(stand.replica ? ['The server follows another one: the backup is of what has come to it by now.'] : []),
		...lacksText(stand),
		placeText(spec),
		...goneText(going.here, spec.folder),
		...goneText(going.there, spec.offSite?.remote ?? ''),
	];
}

/** Read anew where it lies: named, whole, and off-site too. */
function provenBy(spec: DatasetSpec, name: string): Check {
	const probe = { ...datasetProbe(spec, { must: name }), of: datasetId(spec), every: 2_000 };
	const off = spec.offSite === undefined ? '' : `, also at ${spec.offSite.remote}`;
	return { say: `${name} is there and whole${off}`, probe, holds: 'again', times: 1, within: 30_000 };
}

/** What VERIFIED says nothing of. */
function unreadIn(spec: DatasetSpec, { rowUnread }: DatasetStand): Pick<DatasetMade, 'lacks'> {
	if (rowUnread === undefined) return {};
	return {
		lacks: [`How old the newest row of ${datasetId(spec)} is could not be read when this was planned: ${rowUnread}.`],
	};
}

/** A backup that is checked: dumped, read back, hashed, off-site. */
export const backup: ActionOnDataset<'backup'> = {
	name: 'backup',
	title: 'back up',
	asked: { key: 'b' },
	tier: 2,
	make: async (_want, spec, making) => {
		const stand = await standNow(spec, making);
		if (!stand.ok) return stand;
		const unopened = unopenedText(spec, stand.value);
		if (unopened !== undefined) return { ok: false, failure: unopened };
		const planned = plannedBackup(spec, stand.value, making);
		if (!planned.ok) return planned;
		const going = goingOf(spec, making);
		const aside = await asideNow(spec, making, stand.value.clock);
		const olds = [
			...going.here.map(({ own, file }) => `here\t${own?.bytes}\t${own?.sha256}\t${file}`),
			...going.there.map(({ own, file }) => `there\t${own?.bytes}\t${own?.sha256}\t${file}`),
		].map((old) => ['old', old] as const);
		const off = spec.offSite === undefined ? [] : ([['remote', spec.offSite.remote]] as const);
		const made: DatasetMade = {
			steps: backupSteps(spec, making, planned.value),
			moment: [...momentOf(stand.value, making, planned.value), ...aside.says],
			impact: impactOf(spec, stand.value, going),
			proof: [provenBy(spec, planned.value.name)],
			tidy: [
				...(olds.length === 0
					? []
					: [
							datasetWrite(spec, making.kind, 'prune', [
								['id', making.id],
								['lock', datasetKey(spec)],
								...off,
								...olds,
							]),
						]),
				...aside.tidy,
			],
			to: planned.value.name,
			...unreadIn(spec, stand.value),
		};
		return { ok: true, value: made };
	},
};
