import { z } from 'zod';
import { jsonOf } from '../engine/answer.ts';
import type { Result } from '../model.ts';
import { timeOf } from '../time.ts';
import type { BackupFile } from './listing.ts';
import { mayBeBackup } from './names.ts';

/** An entry of `rclone lsjson` (source: rclone.org/commands/rclone_lsjson): `Size` is -1 where it is not known. */
const entry = z.object({
	Path: z.string().min(1).max(4096),
	Size: z.number().nonnegative(),
	ModTime: z.string().max(64),
	IsDir: z.boolean().optional(),
});

/** The files that `rclone lsjson` lists, newest first; entries that are not understood or no backups are left out. */
export function parseRemote(text: string, remote: string): Result<readonly BackupFile[]> {
	const json = jsonOf(text, `What rclone lists at ${remote}`);
	if (!json.ok) return json;
	const entries: readonly unknown[] = Array.isArray(json.value) ? json.value : [];
	const files = entries.flatMap((one): readonly BackupFile[] => {
		const parsed = entry.safeParse(one);
		const at = parsed.success ? timeOf(parsed.data.ModTime) : undefined;
		if (!parsed.success || at === undefined || parsed.data.IsDir === true) return [];
		const { Path: path, Size: bytes } = parsed.data;
		return mayBeBackup(path) ? [{ path, at: at / 1000, bytes }] : [];
	});
	return { ok: true, value: files.toSorted((a, b) => b.at - a.at) };
}
