import { failed } from '../core/failed.ts';
import { known } from '../core/known.ts';
import type { DatasetCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

const both = failed(
	'refused',
	'Either `--back`, or `--to` and `--without-dump`: what a restore put aside, or a backup.',
	'Name one of them.',
);
const named = failed('refused', 'An empty name means no backup and no run.', 'Leave the option out for the newest.');

/** The action as the command line asks for it. */
export const restoreAction: DatasetCommand = {
	of: 'dataset',
	name: 'restore',
	does: 'put the data of a backup in the place of the live ones; what is there now is dumped first and put aside',
	options: [
		{ flags: '--to <backup>', does: 'the backup, as `watchdeck backups` names it (default: the newest)' },
		{
			flags: '--without-dump',
			does: 'do not dump first what is there now, since that cannot be read any more: it is only put aside',
		},
		{ flags: '--back <run>', does: 'instead: back to what the restore of this run put aside' },
	],
	want: ({ to, back, withoutDump }) => {
		if (back !== undefined && (to !== undefined || withoutDump === true)) return both;
		if (to === '' || back === '') return named;
		if (back !== undefined) return { ok: true, value: { action: 'restore', back } };
		return { ok: true, value: { action: 'restore', file: to ?? '', ...known({ undumped: withoutDump }) } };
	},
};

/** `watchdeck restore ENV/DATASET`: the gravest of all actions. */
export const restore: CliCommand = (program, exit) => {
	addAction(program, exit, restoreAction);
};
