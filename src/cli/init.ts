import type { Written } from '../app/init.ts';
import type { Failure } from '../core/model.ts';
import { quote } from '../core/quote.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';

interface Flags {
	readonly host: readonly string[];
	readonly output?: string;
	readonly force?: true;
	readonly json?: true;
}

/** One more host of those that were named. */
const andHost = (host: string, before: readonly string[]): readonly string[] => [...before, host];

/** `watchdeck init`: writes a config of what it finds, here or over ssh. */
export const init: CliCommand = (program, exit) => {
	program
		.command('init')
		.description('write a config of what runs here, or on hosts over ssh; changes nothing there')
		.option('--host <user@host>', 'look at this host instead of this machine; may be repeated', andHost, [])
		.option('--output <file>', 'write it into this file instead of printing it')
		.option('--force', 'write over a file that is there')
		.option('--json', 'print JSON')
		.action(async (own: Flags) => {
			const flags: Flags = { ...program.opts<Everywhere>(), ...own };
			const { printFailure } = await import('./print.ts');
			const failure = wrongHost(flags) ?? (await written(flags));
			if (failure !== undefined) printFailure(failure);
			exit(failure === undefined ? readCodes.ok : readCodes.unknown);
		});
};

const wrongHost = ({ host }: Flags): Failure | undefined => {
	const wrong = host.find((one) => !/^[^\s-][^\s]*$/.test(one));
	if (wrong === undefined) return undefined;
	const fix = 'Give what you would give to ssh: --host deployer@vps1';
	return { kind: 'refused', message: `${JSON.stringify(wrong)} is no host.`, fix };
};

/** Looks, and prints or saves what was found; gives why it could not. */
const written = async ({ host, output, force, json }: Flags): Promise<Failure | undefined> => {
	const [work, { maySave, saveConfig }, { printFailure, printJson, printProgress }] = await Promise.all([
		import('../app/init.ts'),
		import('../app/save-config.ts'),
		import('./print.ts'),
	]);
	const forced = { force: force === true };
	// Before anything is looked for: that takes a while.
	const taken = output === undefined ? undefined : await maySave(output, forced);
	if (taken !== undefined) return taken;
	const uid = process.getuid?.();
	const own = uid === undefined ? {} : { uid };
	const stop = new AbortController();
	const unheard = work.onEndSignals(() => stop.abort());
	const looking = { hosts: host, env: process.env, tell: printProgress, stop: stop.signal, ...own };
	const found = await work.init(looking).finally(unheard);
	if (stop.signal.aborted) return { kind: 'cancelled', message: 'It was stopped; nothing was written.' };
	for (const { of, failure } of found.unread) {
		printFailure({ ...failure, message: `${of} could not be read: ${failure.message}` });
	}
	if (found.services === 0 && found.probes === 0) {
		return { kind: 'missing', message: 'Nothing was found to watch.', fix: 'Name a host: --host USER@HOST' };
	}
	if (output === undefined) {
		const { text, ...more } = found;
		// It is plain ASCII without control characters, and a line must not be cut as one for people would be.
		if (json === true) printJson({ config: text, ...more });
		else process.stdout.write(text);
		printProgress(`Found ${summary(found)}.`);
		return undefined;
	}
	const saved = await saveConfig(output, found.text, forced);
	if (!saved.ok) return saved.failure;
	printProgress(
		`Wrote ${output}: ${summary(found)}. Read it, then: ${quote(['watchdeck', '--config', output, 'check'])}`,
	);
	return undefined;
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const summary = ({ services, probes }: Written): string =>
	`${counted(services, 'service')}, and ${counted(probes, 'probe')} of hosts`;
