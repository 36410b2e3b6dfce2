import { z } from 'zod';
import { jsonOf } from '../engine/answer.ts';
import type { BackupRecord, RemoteCopy } from '../finding.ts';
import { known } from '../known.ts';
import type { Result } from '../model.ts';
import { timeOf } from '../time.ts';
import type { BackupFile } from './listing.ts';
import { mayBeBackup } from './names.ts';
import { hashOf } from './record.ts';

/** A file as it lies at a remote, with those of its hashes that a record can have too. */
export interface RemoteFile extends BackupFile {
	readonly sha256?: string;
	readonly md5?: string;
}

/**
 * An entry of `rclone lsjson` (source: rclone.org/commands/rclone_lsjson): `Size` is -1 where it is not known; `Hashes`, with
 * `--hash`, has those that the remote keeps, by their names.
 */
const entry = z.object({
	Path: z.string().min(1).max(4096),
	Size: z.number().nonnegative(),
	ModTime: z.string().max(64),
	IsDir: z.boolean().optional(),
	Hashes: z.record(z.string().max(64), z.string().max(1024)).optional().catch(undefined),
});

/** The hashes that a record has as well. Their names differ between versions of rclone: `MD5`, `md5`. */
function hashesIn(hashes: Readonly<Record<string, string>> = {}): Pick<RemoteFile, 'sha256' | 'md5'> {
	const byName = new Map(Object.entries(hashes).map(([name, hash]) => [name.toLowerCase().replaceAll('-', ''), hash]));
	return known({ sha256: hashOf(byName.get('sha256'), 64), md5: hashOf(byName.get('md5'), 32) });
}

/** A file of a remote as the copy of a backup, of which `own` is the record where it has one. */
export function remoteCopy({ at, bytes, sha256, md5 }: RemoteFile, own: BackupRecord | undefined): RemoteCopy {
	// The stronger one decides wherever both sides have it.
	const [there, here] = sha256 !== undefined && own !== undefined ? [sha256, own.sha256] : [md5, own?.md5];
	const hash = there === undefined || here === undefined ? 'untold' : there === here ? 'same' : 'other';
	return { at: at * 1000, bytes, hash };
}

/** The files that `rclone lsjson` lists, newest first; entries that are not understood or no backups are left out. */
export function parseRemote(text: string, remote: string): Result<readonly RemoteFile[]> {
	const json = jsonOf(text, `What rclone lists at ${remote}`);
	if (!json.ok) return json;
	const entries: readonly unknown[] = Array.isArray(json.value) ? json.value : [];
	const files = entries.flatMap((one): readonly RemoteFile[] => {
		const parsed = entry.safeParse(one);
		const at = parsed.success ? timeOf(parsed.data.ModTime) : undefined;
		if (!parsed.success || at === undefined || parsed.data.IsDir === true) return [];
		const { Path: path, Size: bytes, Hashes } = parsed.data;
		return mayBeBackup(path) ? [{ path, at: at / 1000, bytes, ...hashesIn(Hashes) }] : [];
	});
	return { ok: true, value: files.toSorted((a, b) => b.at - a.at) };
}
