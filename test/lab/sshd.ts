import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';

/** The lab's ssh server and how to reach it. The accounts are made by `inside.sh`. */
export interface Sshd {
	readonly port: number;
	/** Private key of the operator, accepted for each account. */
	readonly key: string;
	/** `SHA256:…` of the server's host key. */
	readonly fingerprint: string;
	/** The server's host key as known_hosts has it, without the name. */
	readonly hostKey: string;
	readonly knownHosts: string;
	readonly config: string;
	readonly daemon: Daemon;
	/** Breaks off the connections that there are, as a line that is cut: what was begun over them goes on, and new ones can be made. */
	readonly cut: () => void;
	/** Kills it with all its connections, as a machine that loses its power. */
	readonly kill: () => Promise<void>;
	/** Starts it again, once it was killed; `another`: with another host key, as a machine that was set up anew. */
	readonly start: (key?: 'same' | 'another') => Promise<void>;
}

const PORT = 2222;
/** User and group of the account `ops` (inside.sh). */
export const OPS = 64_101;
/** Of the key that the host `lab-locked` is reached with. */
export const LOCKED_PASSPHRASE = 'open sesame please';
const HOMES = '/run/home';

const newKey = (file: string, comment: string, passphrase = '') => {
	execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', comment, '-f', file]);
	return readFileSync(`${file}.pub`, 'utf8');
};

const serverConfig = (folder: string, hostKey = 'host_ed25519') => `
ListenAddress 127.0.0.1:${PORT}
HostKey ${folder}/${hostKey}
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
AllowUsers ops guest
MaxSessions 10
LogLevel VERBOSE
Subsystem sftp internal-sftp
`;

/** `~/.ssh/config` of the operator. `lab` and `lab-jump` work, `lab-guest` may not use Docker, each of the others fails in its own way. */
const clientConfig = (folder: string) => `
Host lab-guest
	User guest
Host lab-unknown
	HostKeyAlias lab-unknown
Host lab-changed
	HostKeyAlias lab-changed
Host lab-jump
	ProxyJump lab
Host lab-behind-nowhere
	ProxyJump lab-nowhere
Host lab-nokey
	IdentityFile ${folder}/stranger
Host lab-nowhere
	HostName lab-nowhere.invalid
Host lab-locked
	IdentityFile ${folder}/locked
Host lab lab-* !lab-nokey !lab-locked
	IdentityFile ${folder}/operator
Host lab lab-*
	HostName 127.0.0.1
	Port ${PORT}
	User ops
	IdentitiesOnly yes
`;

/** A process and all below it, as long as they are there. */
function familyOf(pid: number): readonly number[] {
	if (!existsSync(`/proc/${pid}/task`)) return [];
	const children = readdirSync(`/proc/${pid}/task`)
		.map((task) => `/proc/${pid}/task/${task}/children`)
		.flatMap((file) => (existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : []))
		.filter((child) => child !== '');
	return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

/** Whether a process is one of an ssh server's own, and none that it runs for somebody. */
function isSshd(pid: number): boolean {
	const file = `/proc/${pid}/comm`;
	return existsSync(file) && readFileSync(file, 'utf8').startsWith('sshd');
}

/** Ends a process at once, unless it ended by itself meanwhile. */
function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
}

/** Starts sshd with a host key of its own; accounts `ops` (in group docker) and `guest` (not) take the operator's key. */
export async function startSshd(folder: string): Promise<Sshd> {
	const hostKey = newKey(join(folder, 'host_ed25519'), 'lab').trim();
	const operator = newKey(join(folder, 'operator'), 'operator');
	const locked = newKey(join(folder, 'locked'), 'locked', LOCKED_PASSPHRASE);
	newKey(join(folder, 'stranger'), 'stranger');
	const other = newKey(join(folder, 'other_host'), 'other').trim();
	for (const [name, id] of [
		['ops', OPS],
		['guest', 64102],
	] as const) {
		const file = join(HOMES, name, '.ssh/authorized_keys');
		writeFileSync(file, operator + locked, { mode: 0o600 });
		chownSync(file, id, id);
	}
	const home = join(userInfo().homedir, '.ssh');
	const [config, knownHosts] = [join(home, 'config'), join(home, 'known_hosts')];
	writeFileSync(config, clientConfig(folder), { mode: 0o600 });
	writeFileSync(knownHosts, `[127.0.0.1]:${PORT} ${hostKey}\nlab-changed ${other}\n`, { mode: 0o600 });
	const server = join(folder, 'sshd_config');
	writeFileSync(server, serverConfig(folder));
	const said = execFileSync('ssh-keygen', ['-lf', join(folder, 'host_ed25519.pub')], { encoding: 'utf8' });
	const start = () => startDaemon('/usr/sbin/sshd', ['-D', '-e', '-f', server], /^Server listening on/);
	let daemon = await start();
	const fingerprint = said.split(' ')[1] ?? '';
	return {
		...{ port: PORT, key: join(folder, 'operator'), fingerprint, hostKey, knownHosts, config },
		daemon: { pid: daemon.pid, output: () => daemon.output(), stop: () => daemon.stop() },
		cut: () => {
			for (const pid of familyOf(daemon.pid)) if (pid !== daemon.pid && isSshd(pid)) kill(pid);
		},
		kill: async () => {
			for (const pid of familyOf(daemon.pid)) kill(pid);
			await daemon.stop();
		},
		start: async (key = 'same') => {
			writeFileSync(server, serverConfig(folder, key === 'same' ? 'host_ed25519' : 'other_host'));
			daemon = await start();
		},
	};
}
