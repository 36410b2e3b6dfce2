import type { BackupCopy, BackupRecord, RestoreProof } from '../finding.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import type { FolderAnswer } from './listing.ts';
import { type RemoteFile, remoteCopy } from './remote.ts';
import { lastProof } from './restored.ts';

/** So many backups of a dataset are told apart: years of nights off-site cost no more than months. */
const most = 500;

/** A clock's time by ours, where that clock is behind by so much. */
function shifted(by: Millis, record: BackupRecord): BackupRecord {
	const { newestRow, sending, compared } = record;
	return {
		...record,
		began: record.began + by,
		...known({
			newestRow: newestRow === undefined ? undefined : newestRow + by,
			sending: sending === undefined ? undefined : sending + by,
			compared: compared === undefined ? undefined : compared + by,
		}),
	};
}

/** What of a folder is told beside its newest backup. */
export type Kept = Pick<FolderAnswer, 'clock' | 'files' | 'records' | 'proofs'>;

/** All restore tests, the newest first. `now`: our time when the folder was read; all times are by our clock. */
export function proofsOf({ clock, proofs }: Pick<Kept, 'clock' | 'proofs'>, now: Millis): readonly RestoreProof[] {
	const by = now - clock * 1000;
	return proofs.map((proof) => ({ ...proof, at: proof.at + by })).toSorted((a, b) => b.at - a.at);
}

/**
 * The backups of a dataset here and off-site, the newest first; a copy is found by its path. `there`: what the remote lists,
 * where it was asked. Times are by our clock, but for those of the remote, whose clock nobody tells.
 */
export function copiesOf(here: Kept, there: readonly RemoteFile[], now: Millis): readonly BackupCopy[] {
	const by = now - here.clock * 1000;
	const remote = new Map(there.map((file) => [file.path, file]));
	const proofs = Map.groupBy(proofsOf(here, now), ({ file }) => file);
	const paths = new Set(here.files.map(({ path }) => path));
	const local = here.files.map(({ path, at: seconds, bytes }): BackupCopy => {
		const record = here.records.get(path);
		const own = record === undefined ? undefined : shifted(by, record);
		const at = seconds * 1000 + by;
		const copy = remote.get(path);
		return {
			...{ file: path, at, bytes },
			...known({
				own,
				remote: copy === undefined ? undefined : remoteCopy(copy, own),
				// What was tested before the file was written was another one of this name, but for what we name once only.
				proof: lastProof(proofs.get(path)?.filter((proof) => own?.bytes === bytes || proof.at >= at)),
			}),
		};
	});
	const away = there
		.filter(({ path }) => !paths.has(path))
		.map((file): BackupCopy => {
			const { path, bytes } = file;
			const record = here.records.get(path);
			const own = record === undefined ? undefined : shifted(by, record);
			// It may have been carried there long after it was made.
			const at = own === undefined ? file.at * 1000 : own.began + own.took;
			const proof = lastProof(proofs.get(path));
			return {
				...{ file: path, at, bytes, remote: remoteCopy(file, own), only: 'off-site' },
				...known({ own, proof }),
			};
		});
	return [...local, ...away].toSorted((a, b) => b.at - a.at).slice(0, most);
}
