import type { HostList } from '../app/host-list.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { readOnce, worstCode } from './reading.ts';

const codes = {
	...{ ok: readCodes.ok, ran: readCodes.ok, unknown: readCodes.unknown },
	...{ degraded: readCodes.warning, late: readCodes.warning, failed: readCodes.warning, down: readCodes.critical },
} as const;

/** The exit code of what was read. A job of which no run was seen is no fault; one that cannot be read is unknown. */
export const hostsCode = ({ hosts, jobs, unread }: HostList): number =>
	worstCode([
		...hosts.map(({ is }) => codes[is]),
		...jobs.filter(({ is, last }) => is !== 'unknown' || last !== undefined).map(({ is }) => codes[is]),
		...unread.map(() => readCodes.unknown),
	]);

/** `watchdeck hosts`: how each host is reached and stands, and the jobs that its clock starts. */
export const hosts: CliCommand = (program, exit) => {
	program
		.command('hosts')
		.description(
			'print how each host is reached and stands, and its jobs; exit 0 ok, 1 not well, or a job late or failed, 2 down, 3 unknown',
		)
		.option('--json', 'print JSON')
		.action(async (own: { readonly json?: true }) => {
			const { hostListOf, hostListText } = await import('../app/host-list.ts');
			exit(
				await readOnce({ ...program.opts<Everywhere>(), ...own }, (state, now) => {
					const list = hostListOf(state, now);
					return { json: list, text: hostListText(list), code: hostsCode(list) };
				}),
			);
		});
};
