import { type Everywhere, readCodes } from './command.ts';

/** The flags of `runbook import`. `host`: where steps run that do not say it. */
export interface ImportFlags extends Everywhere {
	readonly output?: string;
	readonly host?: string;
}

/** Writes an annotated copy of a document; gives the exit code. Without a config no host is known but those that are named. */
export const importRunbook = async (path: string, { output, host, ...options }: ImportFlags): Promise<number> => {
	const [{ importedRunbook }, { countText }, { find }, { print, printFailure, printJson }] = await Promise.all([
		import('../app/import-runbook.ts'),
		import('../core/lint/text.ts'),
		import('./find.ts'),
		import('./print.ts'),
	]);
	const hosts = (await find(options, { ask: false }))?.fleet.hosts ?? [];
	if (host !== undefined && host !== 'here' && !hosts.some(({ name }) => name === host)) {
		const names = ['here', ...hosts.map(({ name }) => name)].join(', ');
		printFailure({ kind: 'missing', message: `There is no host called ${host}.`, fix: `There are: ${names}` });
		return readCodes.unknown;
	}
	const known = { hosts, ...(host === undefined ? {} : { usual: host }) };
	const written = await importedRunbook(path, output, Date.now(), known);
	if (!written.ok) {
		printFailure(written.failure);
		return readCodes.unknown;
	}
	if (options.json === true) printJson(written.value);
	else print(`Wrote ${written.value.path}. Found: ${countText(written.value.findings)}.`);
	return readCodes.ok;
};
