import type { DatasetKindName } from './dataset/kind-name.ts';
import { datasetScript } from './dataset/script/script.ts';
import { walkScript } from './runbook/script.ts';

/**
 * A script of ours that is long: a call names it, and io puts it in. So a plan and the journal hold its name, and what a
 * later watchdeck takes up again it does by the script as that has it; scripts stay able to go on with what they began.
 */
export type ProgramName = `dataset/${DatasetKindName}` | 'walk';

const kinds: Readonly<Record<Exclude<ProgramName, 'walk'>, DatasetKindName>> = {
	'dataset/postgres': 'postgres',
	'dataset/mysql': 'mysql',
	'dataset/redis': 'redis',
	'dataset/sqlite': 'sqlite',
	'dataset/files': 'files',
};

const made = new Map<ProgramName, string>();

/** The text of a script of ours. */
export function programText(name: ProgramName): string {
	const text = made.get(name) ?? (name === 'walk' ? walkScript : datasetScript(kinds[name]));
	made.set(name, text);
	return text;
}
