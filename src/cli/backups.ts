import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { readOnce, worstCode } from './reading.ts';

const codes = {
	...{ ok: readCodes.ok, degraded: readCodes.warning, down: readCodes.critical, unknown: readCodes.unknown },
} as const;

/** `watchdeck backups`: how old and how large the newest backup of each dataset is. */
export const backups: CliCommand = (program, exit) => {
	program
		.command('backups')
		.description('print how the newest backups stand; exit 0 ok, 1 late or not sane, 2 none or empty, 3 unknown')
		.argument('[of]', 'only those of this service or host; `*` stands for anything')
		.option('--json', 'print JSON')
		.action(async (wanted: string | undefined, own: { readonly json?: true }) => {
			const { backupListOf, backupListText } = await import('../app/backup-list.ts');
			exit(
				await readOnce({ ...program.opts<Everywhere>(), ...own }, (state, now) => {
					const list = backupListOf(state, wanted, now);
					const none = wanted === undefined ? 'No backup is watched.' : `No backup of ${wanted} is watched.`;
					if (list.length === 0) return { json: { backups: [] }, text: none, code: readCodes.unknown };
					const code = worstCode(list.map(({ is }) => codes[is]));
					return { json: { backups: list }, text: backupListText(list), code };
				}),
			);
		});
};
