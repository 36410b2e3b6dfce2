// An engine takes seconds of a processor to load `app`, which brings a whole Node. Where WATCHDECK_LAB_IMAGES names a place
// that is not there yet, the first lab keeps there what its engine made of `app`; each later one begins with a copy of it.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { promisify } from 'node:util';

const place = process.env['WATCHDECK_LAB_IMAGES'];
/** Of an engine's data root: its images and their layers. The rest is of this engine alone, as are its networks. */
const FOLDERS = ['image', 'overlay2'];

const copy = (from: string, to: string) =>
	promisify(execFile)('cp', ['-a', ...FOLDERS.map((folder) => `${from}/${folder}`), to]);

/** Puts what was kept into the data root of an engine that has not begun yet; gives whether there was anything. */
export async function giveKept(data: string): Promise<boolean> {
	if (place === undefined || !existsSync(place)) return false;
	mkdirSync(data, { mode: 0o710 });
	await copy(place, data);
	return true;
}

/** Keeps what an engine has loaded, which has no container, unless it is kept already or by somebody else right now. */
export async function keep(data: string): Promise<void> {
	if (place === undefined || existsSync(place)) return;
	const making = `${place}-making`;
	try {
		mkdirSync(making);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
		throw error;
	}
	await copy(data, making);
	renameSync(making, place);
}
