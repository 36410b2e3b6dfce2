import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = '/usr/sbin/sshd';

/** Why a test with a real sshd cannot run here; with WATCHDECK_LAB=required that is an error. */
export function sshdMissing(): boolean {
	const missing = !existsSync(program) || process.getuid?.() !== 0;
	if (!missing) return false;
	if (process.env['WATCHDECK_LAB'] === 'required') throw new Error('these tests need sshd and root');
	console.warn('skipped: needs sshd (and root)');
	return true;
}

/** A real sshd on loopback, and a client's ssh config in which it is called `box`. */
export interface Sshd {
	readonly folder: string;
	readonly port: number;
	readonly configFile: string;
	readonly knownHosts: string;
	/** Rewrites the client's config; the lines come before the usual ones. */
	readonly configure: (...lines: readonly string[]) => void;
	/** A new key pair in the folder that the server lets in; the path of the private half. */
	readonly key: (name: string, passphrase?: string, allowed?: boolean) => string;
	/** All processes that serve connections now. */
	readonly servants: () => readonly number[];
	/** Lines of the server's own log that fit, so far. */
	readonly log: () => string;
	readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}

function keygen(path: string, passphrase = ''): string {
	execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path]);
	return path;
}

function childrenOf(pid: number): readonly number[] {
	const path = `/proc/${pid}/task/${pid}/children`;
	if (!existsSync(path)) return [];
	try {
		const direct = readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number);
		return direct.flatMap((child) => [child, ...childrenOf(child)]);
	} catch {
		// It ended between the two looks.
		return [];
	}
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It ended by itself.
	}
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	await new Promise((resolve) => child.once('exit', resolve));
}

/** Starts a server with these further lines in its config. */
export async function startSshd(...lines: readonly string[]): Promise<Sshd> {
	const folder = await mkdtemp(join(tmpdir(), 'watchdeck-sshd-'));
	const port = await freePort();
	const at = (name: string) => join(folder, name);
	mkdirSync('/run/sshd', { recursive: true });
	keygen(at('host_key'));
	writeFileSync(at('authorized_keys'), '', { mode: 0o600 });
	const config = [
		...lines,
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${at('host_key')}`,
		`AuthorizedKeysFile ${at('authorized_keys')}`,
		// The account's own shell files must not count.
		`SetEnv HOME=${folder}`,
		'StrictModes no',
		'PermitRootLogin yes',
		'PasswordAuthentication no',
		'UsePAM no',
		'LogLevel VERBOSE',
		`PidFile ${at('pid')}`,
	];
	writeFileSync(at('sshd_config'), config.join('\n'));
	const server = spawn(program, ['-D', '-e', '-f', at('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
	let said = '';
	await new Promise<void>((resolve, reject) => {
		createInterface({ input: server.stderr }).on('line', (line) => {
			said += `${line}\n`;
			if (line.includes('Server listening')) resolve();
		});
		server.once('exit', () => reject(new Error(`sshd did not start:\n${said}`)));
	});
	const [type, key] = readFileSync(at('host_key.pub'), 'utf8').split(' ');
	writeFileSync(at('known_hosts'), `[127.0.0.1]:${port} ${type} ${key}\n`);
	const configure = (...own: readonly string[]) => {
		const client = [
			'Host box',
			...own,
			'HostName 127.0.0.1',
			`Port ${port}`,
			`User ${userInfo().username}`,
			'IdentityAgent none',
			`UserKnownHostsFile ${at('known_hosts')}`,
			'GlobalKnownHostsFile none',
		];
		writeFileSync(at('ssh_config'), client.join('\n'));
	};
	configure(`IdentityFile ${at('no_key')}`);
	return {
		folder,
		port,
		configFile: at('ssh_config'),
		knownHosts: at('known_hosts'),
		configure,
		key: (name, passphrase = '', allowed = true) => {
			const path = keygen(at(name), passphrase);
			const add = allowed ? readFileSync(`${path}.pub`, 'utf8') : '';
			writeFileSync(at('authorized_keys'), readFileSync(at('authorized_keys'), 'utf8') + add);
			return path;
		},
		servants: () => (server.pid === undefined ? [] : childrenOf(server.pid)),
		log: () => said,
		stop: async () => {
			for (const pid of server.pid === undefined ? [] : childrenOf(server.pid)) kill(pid);
			server.kill('SIGKILL');
			await ended(server);
			await rm(folder, { recursive: true, force: true });
		},
	};
}
