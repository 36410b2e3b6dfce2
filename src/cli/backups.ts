import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { readOnce, worstCode } from './reading.ts';

const codes = {
	...{ ok: readCodes.ok, degraded: readCodes.warning, down: readCodes.critical, unknown: readCodes.unknown },
} as const;

/** `watchdeck backups`: the four lights of each dataset. */
export const backups: CliCommand = (program, exit) => {
	program
		.command('backups')
		.description(
			'print how the backups stand: ran, off-site, sane, restored; exit 0 ok, 1 one is bad, 2 none or empty, 3 unknown',
		)
		.argument('[of]', 'only this dataset, or those of this service or host; `*` stands for anything')
		.option('--json', 'print JSON')
		.action(async (wanted: string | undefined, own: { readonly json?: true }) => {
			const { backupListOf, backupListText } = await import('../app/backup-list.ts');
			exit(
				await readOnce({ ...program.opts<Everywhere>(), ...own }, (state, now) => {
					const list = backupListOf(state, wanted, now);
					const none = wanted === undefined ? 'No backup is watched.' : `No backup of ${wanted} is watched.`;
					if (list.length === 0) return { json: { backups: [] }, text: none, code: readCodes.unknown };
					const code = worstCode(list.map(({ is }) => codes[is]));
					return { json: { backups: list }, text: backupListText(state, wanted, now), code };
				}),
			);
		});
};
