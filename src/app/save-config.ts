import type { Result } from '../core/model.ts';
import { createText, writeText } from '../io/files.ts';

/** Writes a config for its owner alone; one that is there stays, unless it may be written over. */
export const saveConfig = async (
	path: string,
	text: string,
	{ force }: { readonly force: boolean },
): Promise<Result<void>> => {
	if (force) return writeText(path, text);
	const created = await createText(path, text);
	if (created.ok || created.failure.kind !== 'changed') return created;
	const fix = 'Name another file, or write over it: --force';
	return { ok: false, failure: { ...created.failure, fix } };
};
