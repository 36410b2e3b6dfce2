import { fitsPattern } from '../../core/backup/fits.ts';
import { type FolderAnswer, parseFolder } from '../../core/backup/listing.ts';
import { backupScript } from '../../core/backup/script.ts';
import { failed } from '../../core/failed.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { Reach } from '../../core/probe.ts';
import { printed } from './printed.ts';

/** A folder of backups on a host, or on this machine (`local`), and which files there are some. */
export interface BackupFolder {
	readonly host: string;
	readonly folder: string;
	readonly pattern: string;
	/** Of which dataset they are, where that is known: others may have theirs in the same folder. */
	readonly dataset?: string;
	readonly timeout: Millis;
}

/** Bytes of a listing that are kept. */
export const mostListed = 4 * 1024 * 1024;

/** Where a folder lies, in words. */
export function folderText({ host, folder }: Pick<BackupFolder, 'host' | 'folder'>): string {
	return host === 'local' ? folder : `${host}:${folder}`;
}

/** What lies in a folder of backups; one that may not be listed is a failure, one that is not there is not. */
export async function readFolder(
	of: BackupFolder,
	reach: Pick<Reach, 'ask' | 'signal'>,
): Promise<Result<FolderAnswer>> {
	const { host, folder, pattern, timeout, dataset } = of;
	const script = {
		name: 'backup',
		script: backupScript,
		words: [folder, pattern, ...(dataset === undefined ? [] : [dataset])],
		about: folder,
	};
	const text = await printed({ host, ...script, timeout, most: mostListed }, reach);
	if (!text.ok) return text;
	const place = folderText(of);
	const said = parseFolder(text.value);
	if (said?.folder === 'denied') {
		const fix = 'Let the account that watchdeck logs in with list it: `setfacl -m u:ACCOUNT:rx FOLDER`.';
		return failed('forbidden', `${place} may not be listed.`, fix);
	}
	// Another dataset may have its backups there too, and its restore tests are no proof of these.
	const proofs = said?.proofs.filter(({ file }) => fitsPattern(pattern, file)) ?? [];
	if (said !== undefined) return { ok: true, value: { ...said, proofs } };
	return failed('garbled', `What was read of ${place} is not understood.`, 'Check what the login shell there prints.');
}
