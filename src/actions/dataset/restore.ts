import type { ActionOnDataset, DatasetMade, DatasetMaking } from '../../core/dataset/acting.ts';
import { datasetKey, datasetWrite, type Told } from '../../core/dataset/call.ts';
import { isMoment } from '../../core/dataset/moment.ts';
import { datasetProbe } from '../../core/dataset/probe.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import { failed } from '../../core/failed.ts';
import { known } from '../../core/known.ts';
import { lengthText } from '../../core/length-text.ts';
import type { Result } from '../../core/model.ts';
import type { Check, PlanStep } from '../../core/plan.ts';
import { counted } from '../../core/select/rows/words.ts';
import { forgetting } from './aside.ts';
import { backupSteps, given, lacksText, type Planned, plannedBackup, standNow } from './making.ts';
import { type Restorable, restorable } from './meant.ts';
import { costOf } from './restore-cost.ts';
import { asideText, holdsText, lostText, writersText } from './restore-words.ts';
import { roomText } from './room.ts';
import { askedOf } from './verify.ts';

const common = { took: { never: given }, undone: 'accepted', converges: true } as const;

/** Read once they changed places: the live data answer under their own name. */
function answers(spec: DatasetSpec, { kind }: DatasetMaking): Check {
	const { passwordIn } = kind;
	const probe = { ...datasetProbe(spec, { live: known({ passwordIn }) }), of: datasetId(spec), every: 2_000 };
	return {
		say: `${datasetId(spec)} answers with the data that are in its place now`,
		probe,
		holds: 'again',
		times: 1,
		within: 60_000,
	};
}

/** What changes places, and back. */
function swapSteps(spec: DatasetSpec, { kind, writers, id }: DatasetMaking, from?: string): readonly PlanStep[] {
	const told: Told = [
		...([
			['id', id],
			['lock', datasetKey(spec)],
		] as const),
		...(from === undefined ? [] : ([['from', from]] as const)),
	];
	return [
		...writers.stop,
		{
			...common,
			say:
				from === undefined
					? 'put the restored data in the place of the live ones'
					: 'put back what a restore put aside',
			does: datasetWrite(spec, kind, 'swap', told),
			undo: datasetWrite(spec, kind, 'unswap', told),
		},
		...writers.start,
	];
}

/** Back to what an earlier restore put aside. */
async function takenBack(back: string, spec: DatasetSpec, making: DatasetMaking): Promise<Result<DatasetMade>> {
	const cost = await costOf(spec, making, Math.round(making.now / 1_000));
	if (!cost.ok) return cost;
	const { aside } = cost.value;
	const kept = aside.find(({ plan }) => plan === back);
	if (kept === undefined) {
		const message = `Nothing is there that a restore ${back} of ${datasetId(spec)} put aside: it was none, or that was removed since.`;
		const dump = 'What a restore dumped first is among the backups: `watchdeck backups`.';
		const others = aside.map(({ plan }) => plan).join(', ');
		return failed('refused', message, others === '' ? dump : `There is what these put aside: ${others}.`);
	}
	return {
		ok: true,
		value: {
			steps: swapSteps(spec, making, back),
			impact: [
				'Everything that was written since that restore is put aside, and stays there as long.',
				writersText(making),
			],
			proof: [answers(spec, making), ...making.writers.proof],
			tidy: forgetting(
				spec,
				making,
				aside.map(({ plan }) => plan).filter((plan) => plan !== back),
			),
			...(kept.at === 0 ? {} : { moment: [`That was put aside ${lengthText(making.now - kept.at)} ago.`] }),
			to: `what the restore ${back} put aside`,
		},
	};
}

function besideStep(spec: DatasetSpec, { kind, id }: DatasetMaking, file: string, asked: Told): PlanStep {
	const told: Told = [
		['id', id],
		['lock', datasetKey(spec)],
		['name', file],
	];
	return {
		...common,
		say: `restore ${file} beside the live data${asked.length === 0 ? '' : ', and ask its checks'}`,
		does: datasetWrite(spec, kind, 'beside', [...told, ...asked]),
		undo: datasetWrite(spec, kind, 'drop', told),
		progress: {},
	};
}

/** Puts a backup in the place of the live data; the way back is the copy of these that was made just before. */
function replaceStep(spec: DatasetSpec, { kind, id }: DatasetMaking, file: string, safety: string): PlanStep {
	const told: Told = [
		['id', id],
		['lock', datasetKey(spec)],
		['name', file],
		['safety', safety],
	];
	return {
		...common,
		say: `put ${file} in the place of the live data (the way back: ${safety})`,
		does: datasetWrite(spec, kind, 'swap', told),
		undo: datasetWrite(spec, kind, 'unswap', told),
		progress: {},
	};
}

/** What a restore goes to, and what it is asked before. */
interface Goal extends Restorable {
	readonly asked: Told;
	/** What is live is not dumped first. */
	readonly undumped?: true;
}

/**
 * In which order: data that lie beside are made while all serve. Where they replace the live ones, the backup is tried beside
 * while all serve, and the copy is made once nobody writes: it is all that there is to go back to.
 */
function stepsOf(spec: DatasetSpec, making: DatasetMaking, goal: Goal, safety: Planned): readonly PlanStep[] {
	const { offSite: _none, ...here } = spec;
	const { file } = goal.copy;
	const copy = goal.undumped === true ? [] : backupSteps(here, making, safety);
	const beside = besideStep(spec, making, file, goal.asked);
	if (making.kind.restores === 'beside') return [...copy, beside, ...swapSteps(spec, making)];
	const { stop, start } = making.writers;
	return [beside, ...stop, ...copy, replaceStep(spec, making, file, safety.name), ...start];
}

async function restored(spec: DatasetSpec, making: DatasetMaking, goal: Goal): Promise<Result<DatasetMade>> {
	const { copy } = goal;
	const stand = await standNow(spec, making);
	if (!stand.ok) return stand;
	if (stand.value.replica) {
		const message = `The server of ${datasetId(spec)} follows another one and takes no changes of its own.`;
		return failed('refused', message, 'Restore on the one that it follows.');
	}
	// By the host's clock, as rows have their times.
	const age = making.now - (copy.own?.began ?? copy.at);
	const cost = await costOf(spec, making, Math.round((stand.value.clock - age) / 1_000));
	if (!cost.ok) return cost;
	const room = roomText(spec, copy, stand.value, making);
	if (!room.ok) return room;
	// What must be in a backup may be what is lost: the copy of the live data is made of whatever is there.
	const safety = plannedBackup({ ...spec, tables: [] }, stand.value, making, 'safety');
	if (!safety.ok) return safety;
	const kept = cost.value.aside.map(({ plan }) => plan);
	return {
		ok: true,
		value: {
			steps: stepsOf(spec, making, goal, safety.value),
			moment: [
				`Replaces everything in ${datasetId(spec)} by what it held ${lengthText(age)} ago. ${lostText(spec, cost.value, making)}`,
			],
			impact: [
				...goal.over.map((one) => `Not the newest, ${one}.`),
				...asideText(spec, making, safety.value, goal.undumped),
				...room.value,
				...lacksText(stand.value),
				writersText(making),
				...(kept.length === 0
					? []
					: [`What ${counted(kept.length, 'earlier restore')} put aside is removed afterwards.`]),
			],
			proof: [answers(spec, making), ...making.writers.proof],
			tidy: forgetting(spec, making, kept),
			to: `${copy.file} (${holdsText(copy, making.found)})`,
		},
	};
}

const noMoment = failed(
	'refused',
	'A restore goes to a backup, not to a moment: nothing here keeps what was written in between.',
	'For a moment, keep the log of changes: PostgreSQL with pgBackRest or WAL-G (recovery_target_time), MySQL with its binary log.',
);

const noOther = failed(
	'refused',
	'It is restored in place: the dump of what is there now is all that there is to go back to.',
	'Leave `--without-dump` out.',
);

function restoredTo(
	{ file, undumped }: { readonly file: string; readonly undumped?: true },
	spec: DatasetSpec,
	making: DatasetMaking,
): Promise<Result<DatasetMade>> {
	if (undumped === true && making.kind.restores !== 'beside') return Promise.resolve(noOther);
	const meant = restorable(file, spec, making);
	if (!meant.ok) return Promise.resolve(isMoment(file) ? noMoment : meant);
	return restored(spec, making, { ...meant.value, asked: askedOf(spec), ...known({ undumped }) });
}

/** Back to the copy that an earlier restore made of what it replaced. Checks are not asked of that: they may be why it was replaced. */
function replacedBack(back: string, spec: DatasetSpec, making: DatasetMaking): Promise<Result<DatasetMade>> {
	const named = (making.found.copies ?? []).filter(({ file }) => file.includes(`-${back}.${making.kind.form.suffix}`));
	const copy = named.find(({ own, only }) => own !== undefined && only === undefined);
	if (copy !== undefined) return restored(spec, making, { copy, over: [], asked: [] });
	const message = `No dump that a restore ${back} of ${datasetId(spec)} made first is in ${spec.folder}: it was none, or that was removed since.`;
	return Promise.resolve(failed('refused', message, 'Restore another backup: `watchdeck backups` has them.'));
}

/** The data of a backup in the place of the live ones. */
export const restore: ActionOnDataset<'restore'> = {
	name: 'restore',
	title: 'restore',
	asked: {},
	tier: 4,
	stopsWriters: true,
	make: (want, spec, making) => {
		if (!('back' in want)) return restoredTo(want, spec, making);
		return making.kind.restores === 'beside'
			? takenBack(want.back, spec, making)
			: replacedBack(want.back, spec, making);
	},
};
