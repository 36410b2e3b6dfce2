import type { DatasetMaking } from '../../core/dataset/acting.ts';
import { restoreRoom } from '../../core/dataset/room.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import type { DatasetStand } from '../../core/dataset/stand.ts';
import { failed } from '../../core/failed.ts';
import type { BackupCopy } from '../../core/finding.ts';
import { bytes } from '../../core/format.ts';
import type { Result } from '../../core/model.ts';

/** What a plan says of the room beside the live data; a failure where the backup would take more. The script looks again. */
export function roomText(
	spec: DatasetSpec,
	{ own }: BackupCopy,
	{ room }: DatasetStand,
	{ kind }: Pick<DatasetMaking, 'kind'>,
): Result<readonly string[]> {
	if (kind.restores !== 'beside') return { ok: true, value: [] };
	if (room === undefined) {
		const text = 'How much is free on the disk of the live data cannot be seen from here: both lie there for a time.';
		return { ok: true, value: [text] };
	}
	if (own?.size === undefined) return { ok: true, value: [] };
	const needs = Math.ceil(own.size * restoreRoom.times);
	if (needs <= room * restoreRoom.share) return { ok: true, value: [] };
	const message = `Where the live data of ${datasetId(spec)} lie are ${bytes(room)} free, and restored data beside them need about ${bytes(needs)}, with a tenth left.`;
	return failed('full', message, 'Make room there; nothing was changed.');
}
