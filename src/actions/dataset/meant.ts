import { isUsual } from '../../core/backup/usual.ts';
import type { DatasetMaking } from '../../core/dataset/acting.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import { failed } from '../../core/failed.ts';
import type { BackupCopy, BackupFound } from '../../core/finding.ts';
import { listed } from '../../core/listed.ts';
import type { Result } from '../../core/model.ts';

const hereIn = ({ found }: DatasetMaking): readonly BackupCopy[] =>
	(found.copies ?? []).filter(({ only }) => only === undefined);

/** Those that are meant without a name. What a restore dumped of what it replaced is not: that may be why it was done. */
const usualIn = (making: DatasetMaking): readonly BackupCopy[] => hereIn(making).filter(isUsual);

/** The backup that is meant: by its name, or the newest that lies here. */
export function copyMeant(file: string, spec: DatasetSpec, making: DatasetMaking): Result<BackupCopy> {
	const here = hereIn(making);
	const meant = file === '' ? usualIn(making)[0] : here.find((copy) => copy.file === file);
	if (meant !== undefined) return { ok: true, value: meant };
	const of = datasetId(spec);
	const others = [...new Set(here.flatMap(({ of: other }) => other ?? []))];
	if (file === '' && others.length > 0) {
		const message = `${of} has no backup of its own in ${spec.folder} on ${spec.host}; there are some of ${listed(others)}.`;
		return failed('refused', message, `Take one: watchdeck backup ${of}; or name one of those, if they hold the same.`);
	}
	if (file === '' || here.length === 0) {
		const message = `${of} has no backup in ${spec.folder} on ${spec.host}.`;
		return failed('refused', message, `Take one first: watchdeck backup ${of}`);
	}
	const names = here.slice(0, 3).map((copy) => copy.file);
	return failed('refused', `${of} has no backup ${file} in ${spec.folder}.`, `The newest are: ${names.join(', ')}.`);
}

/** What is known against a backup, in words; undefined where nothing is. */
export function against(copy: BackupCopy, { file, faults }: BackupFound): string | undefined {
	const { own, of, proof, bytes } = copy;
	if (bytes === 0) return 'it is empty';
	if (copy.file === file && faults?.content !== undefined) return faults.content;
	if (of !== undefined) return `it was made of ${of}`;
	if (own !== undefined && own.bytes !== bytes) return 'it changed since it was made';
	if (own?.missing !== undefined && own.missing.length > 0) return `it lacks ${listed(own.missing)}`;
	return proof?.is === 'failed' ? `its restore test failed (${proof.says})` : undefined;
}

/** What is restored: what is named, or the newest against which nothing is known. `over`: newer ones, and why not those. */
export interface Restorable {
	readonly copy: BackupCopy;
	readonly over: readonly string[];
}

/** The backup that a restore is meant to take. */
export function restorable(file: string, spec: DatasetSpec, making: DatasetMaking): Result<Restorable> {
	const meant = copyMeant(file, spec, making);
	if (!meant.ok) return meant;
	if (file !== '') return { ok: true, value: { copy: meant.value, over: [] } };
	const usual = usualIn(making);
	const at = usual.findIndex((copy) => against(copy, making.found) === undefined);
	const over = usual.slice(0, at === -1 ? 1 : at).map((copy) => `${copy.file}: ${against(copy, making.found) ?? ''}`);
	const copy = usual[at];
	if (copy !== undefined) return { ok: true, value: { copy, over } };
	const message = `No backup of ${datasetId(spec)} is known that nothing speaks against; the newest is ${over.join('')}.`;
	return failed('refused', message, 'Name the one to restore all the same: `watchdeck backups` has them, with --to.');
}
