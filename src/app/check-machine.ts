import { charsetOf } from '../core/charset.ts';
import type { Failure, Host } from '../core/model.ts';
import { depthOf } from '../core/theme.ts';
import { doubted, type Finding, failed } from './check-finding.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Who may use a file or folder: its permission bits, and whether it is its user's own. */
export interface Access {
	readonly path: string;
	readonly mode: number;
	readonly mine: boolean;
}

/** What was seen of the machine that watchdeck runs on. */
export interface Machine {
	readonly env: Env;
	readonly node: string;
	readonly hosts: readonly Host[];
	/** What `ssh -V` says; missing where there is none. */
	readonly ssh?: string;
	/** What tmux says of `allow-passthrough`; empty where it does not know the option. Missing outside of tmux. */
	readonly passthrough?: string;
	readonly config?: Access;
	/** `unwritable`: why nothing can be written into it. */
	readonly state?: Access & { readonly unwritable?: Failure };
}

const leastNode = [24, 15] as const;

/** Whether a version such as `24.15.0` or `v20.10.3-ce` is at least this one; undefined where it is none. */
export const isAtLeast = (version: string, [major, minor]: readonly [number, number]): boolean | undefined => {
	const [, first, second] = /^v?(\d{1,4})\.(\d{1,4})/.exec(version) ?? [];
	if (first === undefined) return undefined;
	return Number(first) > major || (Number(first) === major && Number(second) >= minor);
};

const nodeFound = ({ node }: Machine): Finding =>
	isAtLeast(node, leastNode) === false
		? {
				...{ ok: false, what: 'Node', text: `${node} is older than ${leastNode.join('.')}` },
				fix: 'Install a newer one: https://nodejs.org',
			}
		: { ok: true, what: 'Node', text: node };

const sshFound = ({ ssh, hosts }: Machine): readonly Finding[] => {
	const far = hosts.filter(({ reach }) => typeof reach === 'object');
	if (far.length === 0) return [];
	if (ssh !== undefined) return [{ ok: true, what: 'ssh', text: ssh }];
	const fix = "Install OpenSSH's client (Debian: `apt install openssh-client`).";
	const needy = far.filter(({ transport }) => transport === 'openssh').map(({ name }) => name);
	const text = "the system's ssh is not installed";
	return needy.length > 0
		? [{ ok: false, what: 'ssh', text: `${text}, and \`transport: openssh\` of ${needy.join(', ')} wants it`, fix }]
		: [doubted('ssh', `${text}: hosts that need a certificate, a jump host or a security key are not reached`, fix)];
};

const localeFound = ({ env }: Machine): Finding => {
	switch (charsetOf(env)) {
		case 'unicode':
			return { ok: true, what: 'locale', text: 'is UTF-8' };
		case 'letters':
			return doubted('locale', 'is UTF-8, but the font of the Linux console lacks the signs of curves: they are ASCII');
		case 'ascii':
			return doubted('locale', 'is not UTF-8: screens are drawn in ASCII', 'Set it, for example: export LANG=C.UTF-8');
	}
};

const coloursFound = ({ env }: Machine): Finding => {
	const what = 'colours';
	const term = env['TERM'] ?? '';
	if (term === 'dumb' || term === '') {
		const why = term === '' ? 'TERM is not set' : 'TERM is dumb';
		return doubted(what, `${why}: no screen can be drawn here, only \`watchdeck status\``, 'In a terminal, set TERM.');
	}
	if ((env['NO_COLOR'] ?? '') !== '') return doubted(what, 'none, since NO_COLOR is set', 'unset NO_COLOR');
	switch (depthOf(env)) {
		case 'none':
			return doubted(what, `none, as TERM is ${term}`);
		case '16':
		case '256':
			return doubted(
				what,
				`${depthOf(env)}, as TERM is ${term}`,
				'If this terminal has more: export COLORTERM=truecolor',
			);
		case 'true':
			return { ok: true, what, text: 'true colour' };
	}
};

/** Copying and notifications are sequences for the terminal, which tmux and screen stand in front of. */
const multiplexerFound = ({ env, passthrough }: Machine): readonly Finding[] => {
	if ((env['TMUX'] ?? '') !== '') {
		if (passthrough === undefined) return [doubted('tmux', 'does not say whether it lets sequences through')];
		// Before 3.3 tmux had no such option and let everything through.
		if (passthrough !== 'off') return [{ ok: true, what: 'tmux', text: 'lets copied text and notifications through' }];
		const fix = 'Run `tmux set -g allow-passthrough on`, and put `set -g allow-passthrough on` into ~/.tmux.conf';
		return [doubted('tmux', 'keeps copied text and notifications from your terminal', fix)];
	}
	if ((env['STY'] ?? '') === '') return [];
	const isTold = env['TERM']?.startsWith('screen') === true;
	return isTold
		? [
				doubted(
					'screen',
					'passes short sequences on only: a long text that is copied may not arrive',
					'Use tmux for that.',
				),
			]
		: [
				doubted(
					...(['screen', `keeps copied text and notifications from your terminal, as TERM is ${env['TERM']}`] as const),
					'Within screen, set TERM to screen-256color.',
				),
			];
};

const othersWrite = 0o022;
const othersRead = 0o077;

const configFound = ({ config }: Machine): readonly Finding[] => {
	if (config === undefined) return [];
	const { path, mode, mine } = config;
	if ((mode & othersWrite) === 0) return [{ ok: true, what: 'config', text: path }];
	const fix = `Run: ${mine ? '' : 'sudo '}chmod go-w ${path}`;
	return [doubted('config', `${path} can be changed by others, and so what watchdeck does`, fix)];
};

const stateFound = ({ state }: Machine): readonly Finding[] => {
	if (state === undefined) return [];
	const { path, mode, mine, unwritable } = state;
	if (!mine) {
		const message = `${path} belongs to another account`;
		const fix = `Run: sudo chown -R "$USER" ${path}`;
		return [failed('state folder', { kind: 'forbidden', message, fix })];
	}
	if (unwritable !== undefined) return [failed('state folder', unwritable)];
	if ((mode & othersRead) === 0) return [{ ok: true, what: 'state folder', text: path }];
	return [
		doubted('state folder', `${path}, with the journal in it, is open to other accounts`, `Run: chmod 700 ${path}`),
	];
};

/** What is to be known of the machine that watchdeck runs on: versions, the terminal, who may use its files. */
export const machineFindings = (machine: Machine): readonly Finding[] => [
	nodeFound(machine),
	...sshFound(machine),
	localeFound(machine),
	coloursFound(machine),
	...multiplexerFound(machine),
	...configFound(machine),
	...stateFound(machine),
];
