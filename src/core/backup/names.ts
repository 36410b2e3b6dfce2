/** Ends of the names of files that are still being written, and of what lies beside a backup without being one. */
export const notBackups: readonly string[] = [
	...['.part', '.partial', '.tmp', '.temp', '.inprogress', '.incomplete', '.filepart', '.crdownload', '.swp', '~'],
	...['.sha256', '.sha512', '.sha1', '.md5', '.sum', '.asc', '.sig', '.log'],
];

/** Whether a file can be a backup, by its name: not hidden, not half-written, and no checksum or log of one. */
export function mayBeBackup(path: string): boolean {
	const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
	return name !== '' && !name.startsWith('.') && !notBackups.some((end) => name.endsWith(end));
}
