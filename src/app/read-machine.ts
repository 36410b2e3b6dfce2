import type { Answer, Ask } from '../core/call.ts';
import { known } from '../core/known.ts';
import type { Host } from '../core/model.ts';
import { accessOf, unwritableFolder } from '../io/files.ts';
import { pathsOf } from '../io/paths.ts';
import type { Machine } from './check-machine.ts';

/** What is asked of this machine. `config`: the path of the config, where there is one. */
export interface Looking {
	readonly ask: Ask;
	readonly hosts: readonly Host[];
	readonly env: Machine['env'];
	readonly config?: string;
}

const limits = { timeout: 5000, most: 4096 };

const asking =
	(ask: Ask) =>
	(argv: readonly string[]): Promise<Answer> =>
		ask({ effect: 'read', via: 'exec', host: 'local', argv, ...limits }, new AbortController().signal);

/** What tmux says of `allow-passthrough`, empty where it does not know the option; undefined outside of tmux. */
export const readPassthrough = async (ask: Ask, env: Machine['env']): Promise<string | undefined> => {
	if ((env['TMUX'] ?? '') === '') return undefined;
	// Of this pane, with what it has from its window and from all.
	const pane = env['TMUX_PANE'];
	const at = pane === undefined || pane === '' ? [] : ['-t', pane];
	const tmux = await asking(ask)(['tmux', 'show', '-Apv', ...at, 'allow-passthrough']);
	// An option that tmux does not know is an error of the command, whose reply is there all the same.
	return (tmux.ok ? tmux.value : tmux.reply)?.text.trim();
};

/** Looks at what `check` says of the machine that it runs on. */
export const readMachine = async ({ ask, hosts, env, config }: Looking): Promise<Machine> => {
	const [ssh, passthrough, file, state] = await Promise.all([
		asking(ask)(['ssh', '-V']),
		readPassthrough(ask, env),
		config === undefined ? undefined : accessOf(config),
		stateFolder(pathsOf(env, process.cwd()).state),
	]);
	return {
		...{ env, hosts, node: process.versions.node },
		...known({
			ssh: ssh.ok ? (`${ssh.value.err}${ssh.value.text}`.split('\n', 1)[0] ?? '') : undefined,
			...{ passthrough, state },
			config: file,
		}),
	};
};

const stateFolder = async (path: string): Promise<Machine['state']> => {
	const access = await accessOf(path);
	return access === undefined ? undefined : { ...access, ...known({ unwritable: await unwritableFolder(path) }) };
};
