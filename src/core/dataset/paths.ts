/** A path without what changes nothing: doubled and last `/`, and `.` in between. */
function short(path: string): string {
	const parts = path.split('/').filter((part, index) => index === 0 || (part !== '' && part !== '.'));
	return parts.join('/');
}

/** Whether two paths are the same, as they are written. */
export function isSamePath(one: string, other: string): boolean {
	return short(one) === short(other);
}

/** Whether a path is a folder, or below it, as both are written; of one below `~/` and one below `/` nobody knows here. */
export function isBelow(path: string, folder: string): boolean {
	return `${short(path)}/`.startsWith(`${short(folder)}/`);
}
