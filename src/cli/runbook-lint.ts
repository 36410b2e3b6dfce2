import type { LintedRunbooks } from '../app/lint-runbooks.ts';
import type { Level } from '../core/lint/model.ts';
import type { Result } from '../core/model.ts';
import { type Everywhere, readCodes } from './command.ts';

/** In which form `watchdeck runbook lint` prints what it found. `hosts`: they are asked too; `host`: those of steps that name none. */
export interface LintFlags extends Everywhere {
	readonly hosts?: true;
	readonly host: readonly string[];
	readonly sarif?: true;
	readonly github?: true;
}

const codes: Readonly<Record<Level, number>> = {
	error: readCodes.critical,
	warning: readCodes.warning,
	note: readCodes.ok,
};

const isOnHosts = ({ hosts, host }: LintFlags): boolean => hosts === true || host.length > 0;

const printed = async ({ linted, asked }: LintedRunbooks, flags: LintFlags): Promise<void> => {
	const { print, printJson } = await import('./print.ts');
	if (flags.sarif === true) {
		const [{ sarifOf }, { version }] = await Promise.all([
			import('../core/lint/sarif.ts'),
			import('../app/version.ts'),
		]);
		return printJson(sarifOf(linted, version));
	}
	if (flags.json === true) return printJson({ documents: linted, hosts: asked });
	if (flags.github === true) return print((await import('../core/lint/github.ts')).githubText(linted));
	const { reportText } = await import('../core/lint/text.ts');
	print(reportText(linted, isOnHosts(flags) ? asked : undefined));
};

/** Lints documents with what hosts say; undefined, and said, where there is no config that names them. */
const onHosts = async (paths: readonly string[], flags: LintFlags): Promise<Result<LintedRunbooks> | undefined> => {
	const [{ lintRunbooks }, { askingFor }, { find }, { nothingIn, printFailure, printProgress }] = await Promise.all([
		import('../app/lint-runbooks.ts'),
		import('../app/lint-asking.ts'),
		import('./find.ts'),
		import('./print.ts'),
	]);
	const found = await find(flags, { ask: false });
	if (found === undefined) return undefined;
	if (found.looked !== undefined) {
		printFailure(nothingIn(found.looked));
		return undefined;
	}
	const tell = process.stderr.isTTY ? printProgress : () => undefined;
	const asking = { fleet: found.fleet, usual: flags.host, env: process.env, tell };
	return askingFor(asking, (hosts) => lintRunbooks(paths, Date.now(), process.env, hosts));
};

/** Prints what is wrong in documents; gives the exit code. */
export const lintFiles = async (paths: readonly string[], flags: LintFlags): Promise<number> => {
	const [{ lintRunbooks }, { worstOf }, { printFailure }] = await Promise.all([
		import('../app/lint-runbooks.ts'),
		import('../core/lint/text.ts'),
		import('./print.ts'),
	]);
	const read = isOnHosts(flags) ? await onHosts(paths, flags) : await lintRunbooks(paths, Date.now(), process.env);
	if (read === undefined) return readCodes.unknown;
	if (!read.ok) {
		printFailure(read.failure);
		return readCodes.unknown;
	}
	const { linted, failures } = read.value;
	await printed(read.value, flags);
	for (const failure of failures) printFailure(failure);
	if (failures.length > 0) return readCodes.unknown;
	const worst = worstOf(linted);
	return worst === undefined ? readCodes.ok : codes[worst];
};
