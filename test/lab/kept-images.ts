// An engine takes seconds of a processor to load `app`, which brings a whole Node, or the databases. Where WATCHDECK_LAB_IMAGES
// names a place, the first lab keeps there what its engine made of such images; each later one that wants the same begins
// with a copy of it.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Where an engine's images are kept that has loaded these. */
const placeOf = (images: readonly string[]): string | undefined => {
	const all = process.env['WATCHDECK_LAB_IMAGES'];
	return all === undefined || images.length === 0 ? undefined : join(all, images.join('-'));
};
/** Of an engine's data root: its images and their layers. The rest is of this engine alone, as are its networks. */
const FOLDERS = ['image', 'overlay2'];

const copy = (from: string, to: string) =>
	promisify(execFile)('cp', ['-a', ...FOLDERS.map((folder) => `${from}/${folder}`), to]);

/** Puts what was kept into the data root of an engine that has not begun yet; gives whether there was anything. */
export async function giveKept(images: readonly string[], data: string): Promise<boolean> {
	const place = placeOf(images);
	if (place === undefined || !existsSync(place)) return false;
	mkdirSync(data, { mode: 0o710 });
	await copy(place, data);
	return true;
}

/** Keeps what an engine has loaded, which has no container, unless it is kept already or by somebody else right now. */
export async function keep(images: readonly string[], data: string): Promise<void> {
	const place = placeOf(images);
	if (place === undefined || existsSync(place)) return;
	const making = `${place}-making`;
	try {
		mkdirSync(dirname(making), { recursive: true });
		mkdirSync(making);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
		throw error;
	}
	await copy(data, making);
	renameSync(making, place);
}
