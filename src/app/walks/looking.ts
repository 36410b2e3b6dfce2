import { readText } from '../../io/files.ts';
import { folderOf, type Paths, pathIn } from '../../io/paths.ts';
import { shippedFolder } from '../../io/shipped.ts';
import { parseReads, type Reads } from '../../runbooks/shell/reads-file.ts';
import type { Looking } from './find-runbooks.ts';

/** Without the list nothing is known to only read: each command asks for a person's word then. */
const noReads: Reads = { programs: new Map(), wrappers: new Map(), globals: [] };

const readsIn = async (path: string): Promise<Reads> => {
	const file = await readText(path);
	const read = file.ok ? parseReads(file.value.text) : undefined;
	return read?.ok === true ? read.value : noReads;
};

/** Where runbooks are looked for, and what is known to only read. `named`: what the config names now; `config`: its path. */
export const lookingFor = (
	named: () => readonly string[],
	paths: Paths,
	config: string | undefined,
): (() => Promise<Looking>) => {
	const shipped = shippedFolder();
	const reads = readsIn(pathIn(shipped, 'reads.yaml'));
	return async () => ({
		...{ stock: pathIn(shipped, 'runbooks'), own: paths.config, named: named(), preferences: paths.config },
		...{ from: config === undefined ? paths.config : folderOf(config), reads: await reads },
	});
};
