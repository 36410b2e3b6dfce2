import { tookText } from '../../core/backup/restored.ts';
import type { DatasetMaking } from '../../core/dataset/acting.ts';
import type { RestoreStand } from '../../core/dataset/lost.ts';
import type { DatasetSpec } from '../../core/dataset/spec.ts';
import type { BackupCopy, BackupFound } from '../../core/finding.ts';
import { bytes } from '../../core/format.ts';
import { listed } from '../../core/listed.ts';
import { counted } from '../../core/select/rows/words.ts';
import type { Planned } from './making.ts';
import { against } from './meant.ts';

/** How many rows came since the backup was made. */
export function lostText({ newest }: DatasetSpec, { lost }: RestoreStand, { kind }: DatasetMaking): string {
	if (!('newest' in kind.form.shape)) return 'What was written since then is lost.';
	if (newest === undefined || lost === undefined)
		return 'What was written since then is lost; how much that is nobody can count: the config names no `newest` row.';
	return lost === 0
		? `No row of ${newest.table} came since then.`
		: `${lost} ${lost === 1 ? 'row' : 'rows'} of ${newest.table} came since then and are not in it.`;
}

/** What becomes of those who write meanwhile. */
export function writersText({ kind, writers: { names, stop } }: DatasetMaking): string {
	if (names.length === 0) return `The config names no \`writers\`: ${kind.unstopped}.`;
	const running = stop.some(({ undo }) => !('none' in undo));
	return running
		? `${listed(names)} ${names.length === 1 ? 'is' : 'are'} stopped meanwhile and started again after: nobody serves then.`
		: `${listed(names)} ${names.length === 1 ? 'does' : 'do'} not run now, and ${names.length === 1 ? 'stays' : 'stay'} so.`;
}

/** What a backup holds, and what is known for or against it; of what has no tables none are counted. */
export function holdsText(copy: BackupCopy, found: BackupFound): string {
	const { own, proof, bytes: size } = copy;
	const tables = own?.tables === undefined || own.tables === 0 ? '' : `, ${counted(own.tables, 'table')}`;
	const proven = proof?.is === 'ok' ? `restored in a test in ${tookText(proof.took)}` : 'never restored in a test';
	return `${bytes(size)}${tables}, ${against(copy, found) ?? proven}`;
}

/** What happens to what is live now, in words. */
export function asideText(
	{ folder }: DatasetSpec,
	{ kind }: DatasetMaking,
	{ name }: Planned,
	undumped: true | undefined,
): readonly string[] {
	if (undumped === true)
		return ['What is there now is NOT dumped, only put aside; `u` puts it back as long as that is there.'];
	const dump = `(${name} in ${folder})`;
	if (kind.restores === 'beside')
		return [
			`What is there now is dumped first ${dump}, and put aside; \`u\` puts it back. If it cannot be dumped any more: \`watchdeck restore … --without-dump\`.`,
		];
	const dumped = `What is there now is dumped once the writers stand ${dump}, then replaced; \`u\` restores that dump.`;
	return [dumped, ...(kind.meanwhile === undefined ? [] : [kind.meanwhile])];
}
