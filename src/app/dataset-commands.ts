import { datasetActions } from '../actions/dataset/index.ts';
import { backupAge } from '../core/backup/age.ts';
import { isUsual } from '../core/backup/usual.ts';
import type { Command, TypedChoice } from '../core/command.ts';
import { silenceOf } from '../core/condition/engine.ts';
import { type DatasetSpec, datasetId } from '../core/dataset/spec.ts';
import type { Event } from '../core/event.ts';
import { failureText } from '../core/failure-text.ts';
import type { BackupCopy } from '../core/finding.ts';
import { bytes } from '../core/format.ts';
import { keySaid } from '../core/key-said.ts';
import { known } from '../core/known.ts';
import { isShellless } from '../core/lock.ts';
import type { Millis } from '../core/model.ts';
import { datasetsOf } from '../core/select/backups/datasets.ts';
import { datasetInverse } from '../core/select/backups/inverse.ts';
import { pointedDataset } from '../core/select/backups/pointed.ts';
import { ownRun } from '../core/select/plan/stand.ts';
import type { State } from '../core/state.ts';
import { type DatasetAction, datasetSubject, type Want } from '../core/want.ts';

/** What a command asks for; without a want it asks which backup is meant first. */
interface Offered<A extends DatasetAction> {
	readonly want?: Want<A>;
	readonly help: string;
	readonly footer?: number;
	/** What is wanted with one of its backups. */
	readonly with?: (file: string) => Want<A>;
}

// A record and not a list, so that the compiler finds an action that is not offered.
const offered: { readonly [A in DatasetAction]: Offered<A> } = {
	backup: {
		want: { action: 'backup' },
		help: 'Plan a backup of a dataset: dumped, read back, hashed, copied off-site. Opens the plan, changes nothing yet.',
		footer: 22,
	},
	verify: {
		want: { action: 'verify', file: '' },
		with: (file) => ({ action: 'verify', file }),
		help: 'Plan a restore test of a dataset: its newest backup (or: verify NAME) is restored apart, timed, asked, removed.',
	},
	restore: {
		with: (file) => ({ action: 'restore', file }),
		help: 'Asks for a backup (or: restore NAME) and plans to put its data in the place of the live ones. Changes nothing yet.',
	},
};

/** Why nothing can be planned on a dataset now. */
const hindered = (state: State, { host: name }: DatasetSpec): string | undefined => {
	if (state.readOnly) return 'watchdeck was started with --read-only';
	if (state.making !== undefined) return `a plan for ${state.making.service} is being made`;
	const host = state.fleet.hosts.find((one) => one.name === name);
	if (host !== undefined && isShellless(host))
		return `of ${name} only the engine is reached: its programs cannot be run`;
	const link = state.links[name];
	if (link?.is === 'down') return failureText(link.failure);
	// A host without an engine has datasets all the same.
	const silence = link === undefined ? silenceOf(state, name) : undefined;
	return silence === undefined ? undefined : failureText(silence);
};

const pointed = (name: DatasetAction, state: State, now: Millis) =>
	pointedDataset(state, { now, to: datasetActions[name].title, list: keySaid(state, 'open.backups', '7') });

const wanted = (want: Want<DatasetAction>, dataset: DatasetSpec, at: Millis): Event => ({
	type: 'action/wanted',
	...{ at, want, service: datasetId(dataset) },
});

const copyText = ({ file, at, bytes: size, own, of, proof, only }: BackupCopy, now: Millis): string =>
	[
		`${file}  ${backupAge(now - at)} old, ${bytes(size)}`,
		...(own?.safety === true ? ['what a restore replaced'] : []),
		...(of === undefined ? [] : [`of ${of}`]),
		...(proof === undefined ? [] : [proof.is === 'ok' ? 'restored in a test' : 'FAILED its restore test']),
		...(only === undefined ? [] : ['only off-site']),
	].join(', ');

/** The backups of the dataset that is pointed at, each with what is wanted of it. */
const typedOf = (name: DatasetAction, make: (file: string) => Want<DatasetAction>): NonNullable<Command['typed']> => ({
	word: name,
	choices: (rest, state, now): readonly TypedChoice[] => {
		const found = pointed(name, state, now);
		if ('none' in found) return [];
		const { dataset } = found;
		const id = datasetId(dataset);
		const copies = datasetsOf(state, now).find((one) => one.found.dataset === id)?.found.copies ?? [];
		const blocked = hindered(state, dataset);
		return copies
			.filter(({ file }) => file.includes(rest.trim()))
			.toSorted((a, b) => Number(isUsual(b)) - Number(isUsual(a)))
			.map((copy) => {
				const away =
					copy.only === undefined
						? undefined
						: `it lies only at ${dataset.offSite?.remote}: copy it to ${dataset.folder} first`;
				return {
					text: `${name} ${id}: ${copyText(copy, now)}`,
					help: 'plan it: opens the plan, changes nothing yet',
					...known({ blocked: blocked ?? away }),
					run: (at: Millis) => wanted(make(copy.file), dataset, at),
				};
			});
	},
});

const commandOf = (name: DatasetAction, { want, help, footer, with: make }: Offered<DatasetAction>): Command => {
	const { title, asked, tier } = datasetActions[name];
	return {
		id: `action/${name}`,
		title,
		help,
		keys: asked.key === undefined ? [] : [asked.key],
		where: ['fleet', 'environment', 'service', 'backups'],
		tier,
		...(footer === undefined ? {} : { footer }),
		...(make === undefined ? {} : { typed: typedOf(name, make) }),
		blocked: (state, _feeds, now) => {
			const found = pointed(name, state, now);
			if ('none' in found) return found.none;
			// What is under way on it can be looked at, whatever else could not be planned now.
			if (ownRun(state, datasetSubject(datasetId(found.dataset))) !== undefined) return undefined;
			return hindered(state, found.dataset);
		},
		run: (state, _feeds, now) => {
			const found = pointed(name, state, now);
			if ('none' in found) return [];
			const run = ownRun(state, datasetSubject(datasetId(found.dataset)))?.plan.id;
			if (run !== undefined)
				return { type: 'dialog/opened', at: now, dialog: { is: 'plan', run, scroll: 0, more: false } };
			if (want !== undefined) return wanted(want, found.dataset, now);
			return [
				{ type: 'dialog/opened', at: now, dialog: { is: 'palette', selected: 0 } },
				{ type: 'field/opened', at: now, of: 'palette', text: `${name} ` },
			];
		},
	};
};

/** The commands on datasets. */
export const datasetCommands: readonly Command[] = [
	commandOf('backup', offered.backup),
	commandOf('verify', offered.verify),
	commandOf('restore', offered.restore),
];

/** What `u` does on Backups: it takes the last restore of the dataset back, by a plan of its own; or why not, in words. */
export const undoDataset = (state: State, now: Millis): { readonly event?: Event; readonly none?: string } => {
	const found = pointed('restore', state, now);
	if ('none' in found) return { none: found.none };
	const { dataset } = found;
	const none = hindered(state, dataset);
	if (none !== undefined) return { none };
	const inverse = datasetInverse(state, datasetId(dataset));
	return 'none' in inverse ? inverse : { event: wanted(inverse.want, dataset, now) };
};
