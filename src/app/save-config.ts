import type { Failure, Result } from '../core/model.ts';
import { createText, isFolder, writeText } from '../io/files.ts';
import { pathIn } from '../io/paths.ts';

/** How a config is saved. `force`: over one that is there. */
export interface Saving {
	readonly force: boolean;
}

/** That something is there already, and what to do. */
const there = (path: string): Failure => ({
	kind: 'changed',
	message: `${path} is there already.`,
	fix: 'Name another file, or write over it: --force',
});

/** Why a config may not be written there, as far as can be known before; undefined where it may. */
export const maySave = async (path: string, { force }: Saving): Promise<Failure | undefined> => {
	const folder = await isFolder(path);
	if (folder === true) {
		const fix = `Name a file in it: ${pathIn(path, 'watchdeck.yaml')}`;
		return { kind: 'refused', message: `${path} is a folder.`, fix };
	}
	return folder === false && !force ? there(path) : undefined;
};

/** Writes a config for its owner alone; one that is there stays, unless it may be written over. */
export const saveConfig = async (path: string, text: string, saving: Saving): Promise<Result<void>> => {
	const failure = await maySave(path, saving);
	if (failure !== undefined) return { ok: false, failure };
	if (saving.force) return writeText(path, text);
	const created = await createText(path, text);
	return created.ok || created.failure.kind !== 'changed' ? created : { ok: false, failure: there(path) };
};
