import type { Finding } from '../app/check-finding.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';

interface Flags extends Everywhere {
	readonly accept?: true;
}

/** `watchdeck check`: the config and every connection, each failure with its fix. */
export const check: CliCommand = (program, exit) => {
	program
		.command('check')
		.description('try the config, every connection, clocks and versions, and print each failure with its fix')
		.option('--accept', 'accept the config that lies in this folder or that others can write to')
		.option('--json', 'print JSON')
		.action(async (own: Flags) => {
			const options: Flags = { ...program.opts<Everywhere>(), ...own };
			const [{ find }, { withSession }, { checked }, { print, printJson }] = await Promise.all([
				import('./find.ts'),
				import('../app/run-headless.ts'),
				import('../app/check.ts'),
				import('./print.ts'),
			]);
			const found = await find(options, { ask: false, ...(options.accept === true ? { accept: true } : {}) });
			if (found === undefined) return exit(readCodes.unknown);
			const keys =
				found.fleet.keys === undefined ? [] : (await import('../app/check-keys.ts')).keyFindings(found.fleet.keys);
			const config = found.file?.path;
			const read = await withSession({ ...found, readOnly: true, env: process.env }, (quiet) =>
				checked(quiet, { looked: found.looked ?? [], ...(config === undefined ? {} : { config }) }),
			);
			const findings = [...keys, ...read];
			if (options.json === true) printJson({ findings });
			else print(findings.flatMap(linesOf).join('\n'));
			exit(findings.every(({ ok }) => ok) ? readCodes.ok : readCodes.critical);
		});
};

const linesOf = ({ ok, doubtful, what, text, fix }: Finding): readonly string[] => {
	const how = doubtful === true ? 'warn' : ok ? 'ok  ' : 'FAIL';
	return [`${how}  ${what}  ${text}`, ...(fix === undefined ? [] : [`      fix: ${fix}`])];
};
