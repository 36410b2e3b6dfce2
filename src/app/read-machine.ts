import type { Ask } from '../core/call.ts';
import { known } from '../core/known.ts';
import type { Host } from '../core/model.ts';
import { accessOf } from '../io/files.ts';
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

/** Looks at what `check` says of the machine that it runs on. */
export const readMachine = async ({ ask, hosts, env, config }: Looking): Promise<Machine> => {
	const { signal } = new AbortController();
	const run = (argv: readonly string[]) => ask({ effect: 'read', via: 'exec', host: 'local', argv, ...limits }, signal);
	const inTmux = (env['TMUX'] ?? '') !== '';
	const [ssh, tmux, file, state] = await Promise.all([
		run(['ssh', '-V']),
		inTmux ? run(['tmux', 'show', '-gv', 'allow-passthrough']) : undefined,
		config === undefined ? undefined : accessOf(config),
		accessOf(pathsOf(env, process.cwd()).state),
	]);
	// An option that tmux does not know is an error of the command, whose reply is there all the same.
	const said = tmux?.ok === true ? tmux.value : tmux?.reply;
	return {
		...{ env, hosts, node: process.versions.node },
		...known({
			ssh: ssh.ok ? (`${ssh.value.err}${ssh.value.text}`.split('\n', 1)[0] ?? '') : undefined,
			passthrough: said?.text.trim(),
			config: file,
			state,
		}),
	};
};
