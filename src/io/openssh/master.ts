import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Millis } from '../../core/model.ts';
import type { Env } from '../local/exec.ts';
import type { SshSetting } from '../ssh/config.ts';

/** A ControlMaster that was started: a process of ours that holds one connection. */
export interface Master {
	/** Its control socket, which is there once the login is done. */
	readonly path: string;
	/** What it said, the newest 32 KiB. */
	readonly said: () => string;
	readonly ended: Promise<void>;
	/** Ends it, politely and then hard; resolves when neither it nor its folder is there any more. */
	readonly end: () => Promise<void>;
	/** Ends it hard: it hangs. */
	readonly kill: () => void;
}

/** Between the polite end and the hard one. */
const patience: Millis = 1000;
const kept = 32 * 1024;
/** A path of a socket has at most 107 bytes, and ssh appends 17 to it while it makes it. */
const longestFolder = 60;

/**
 * Holds ssh ($2 …) until its input ends, which is also when the program that holds it is killed: a master never outlives
 * us. Then removes the folder of its socket ($1), and ends its process group, this shell with it: an ssh that is ended
 * before it is connected leaves its ProxyCommand running.
 */
const script = `folder=$1; shift
"$@" & ssh=$!
exec 2>&-
read -r _
kill "$ssh"
wait "$ssh"
rm -rf -- "$folder"
kill -KILL 0`;

/**
 * Words that make a ControlMaster of what the user's own config says of a host. It asks nothing, takes no host key that is
 * not known, and opens nothing of what the config would open for a person (forwards, a terminal, a command). At DEBUG1 it
 * names host key and offered keys. A host that freezes is noticed after 3 x 4 s.
 */
export function masterArgv(destination: string, path: string, configFile?: string): readonly string[] {
	const settings = [
		...['BatchMode=yes', 'StrictHostKeyChecking=yes', 'ControlPersist=no', 'ConnectTimeout=15'],
		...['ServerAliveInterval=4', 'ServerAliveCountMax=2', 'LogLevel=DEBUG1', 'UpdateHostKeys=no'],
		...['ClearAllForwardings=yes', 'ForwardAgent=no', 'ForwardX11=no', 'Tunnel=no'],
		...['PermitLocalCommand=no', 'RemoteCommand=none', 'RequestTTY=no'],
	];
	return [
		'ssh',
		...(configFile === undefined ? [] : ['-F', configFile]),
		...['-M', '-N', '-S', path],
		...settings.flatMap((setting) => ['-o', setting]),
		...['--', destination],
	];
}

function runtimeFolder(env: Env): string {
	const own = env['XDG_RUNTIME_DIR'];
	return own?.startsWith('/') === true && own.length <= longestFolder ? own : '/tmp';
}

function killGroup(child: ChildProcess): void {
	try {
		if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
	} catch {
		// The group is gone already.
	}
}

/** A folder of our own (mode 0700) for the socket of one master. */
async function makeFolder(env: Env): Promise<string> {
	return mkdtemp(join(runtimeFolder(env), 'watchdeck-')).catch(() => mkdtemp('/tmp/watchdeck-'));
}

/** Starts a master for a destination; it may still fail to connect, which ends it. */
export async function startMaster(destination: string, { env, configFile }: SshSetting): Promise<Master> {
	const folder = await makeFolder(env);
	const path = join(folder, 'm');
	const words = ['-c', script, 'watchdeck-ssh', folder, ...masterArgv(destination, path, configFile)];
	const child = spawn('sh', words, {
		// Nobody is asked for a passphrase by a window either.
		env: { ...env, SSH_ASKPASS_REQUIRE: 'never' },
		detached: true,
		stdio: ['pipe', 'ignore', 'pipe'],
	});
	let said = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		said = (said + text).slice(-kept);
	});
	child.stdin.on('error', () => undefined);
	// The shell has closed its own standard error: the end of this one is the end of ssh.
	const ended = new Promise<void>((resolve) => {
		child.stderr.once('close', resolve);
		child.once('error', () => resolve());
	});
	const gone = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	const end = async () => {
		child.stdin.end();
		const hard = setTimeout(() => killGroup(child), patience);
		await gone;
		clearTimeout(hard);
		await rm(folder, { recursive: true, force: true });
	};
	return { path, said: () => said, ended, end, kill: () => killGroup(child) };
}
