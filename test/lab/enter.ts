// `node test/lab/enter.ts COMMAND…` runs a command in namespaces of its own (network, mounts, processes), so that labs run
// side by side, an engine that the machine already has is never touched, and nothing is left behind however the run ends.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the lab needs, and the Debian package that has it. `.ci/run` installs these. */
const TOOLS: Readonly<Record<string, string>> = {
	dockerd: 'docker.io',
	tini: 'tini',
	sshd: 'openssh-server',
	'ssh-keygen': 'openssh-client',
	prometheus: 'prometheus',
	'prometheus-node-exporter': 'prometheus-node-exporter',
	busybox: 'busybox-static',
	ip: 'iproute2',
	iptables: 'iptables',
	unshare: 'util-linux',
	setpriv: 'util-linux',
};

/** The PATH with the folders of system tools, which a plain account's PATH leaves out. */
export const SYSTEM_PATH = [process.env['PATH'], '/usr/local/sbin', '/usr/sbin', '/sbin']
	.filter(Boolean)
	.join(delimiter);

const onPath = (tool: string) => SYSTEM_PATH.split(delimiter).some((folder) => existsSync(join(folder, tool)));

/** Why no lab can run on this machine, in words; undefined: it can. */
export function labMissing(): string | undefined {
	if (process.platform !== 'linux') return 'needs Linux';
	if (process.getuid?.() !== 0) return 'needs root';
	const packages = Object.entries(TOOLS).flatMap(([tool, from]) => (onPath(tool) ? [] : [from]));
	return packages.length > 0 ? `needs the Debian packages ${[...new Set(packages)].join(', ')}` : undefined;
}

/** The parent and process group of a process, from `/proc/PID/stat`; undefined: it is gone. */
function kin(pid: number): { readonly parent: number; readonly group: number } | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return { parent: Number(parent), group: Number(group) };
	} catch {
		return undefined;
	}
}

/** The chain of parents within our own process group: npm, its shells, a script. Any of them dying ends the run. */
function ancestors(): readonly number[] {
	const chain = [process.pid];
	const group = kin(process.pid)?.group;
	for (let pid = process.ppid; pid > 1 && kin(pid)?.group === group; pid = kin(pid)?.parent ?? 0) chain.push(pid);
	return chain;
}

const orphaned = (chain: readonly number[]) =>
	chain.some((pid, i) => i + 1 < chain.length && kin(pid)?.parent !== chain[i + 1]);

/** Removes the lab's cgroups, which are all that outlives its namespaces. Starts when its stdin closes: when we are gone. */
const SWEEP = `read -r _; n=0
while [ "$n" -lt 100 ] && [ -n "$(find /sys/fs/cgroup -type d -name "$1" 2>/dev/null)" ]; do
	find /sys/fs/cgroup -depth -type d -path "*/$1*" -exec rmdir {} + 2>/dev/null
	n=$((n+1)); sleep 0.1
done`;

/** Runs the command in namespaces of its own; resolves to its exit code. */
function inNamespaces(command: readonly string[]): Promise<number> {
	const cgroup = `watchdeck-lab-${process.pid}`;
	const sweeper = spawn('sh', ['-c', SWEEP, 'watchdeck-lab-sweep', cgroup], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
	});
	const inside = fileURLToPath(new URL('inside.sh', import.meta.url));
	// When this process dies, unshare is killed; when unshare dies, the first process inside is; with it all the others.
	const words = [
		...'--pdeathsig KILL unshare --net --mount --pid --fork --kill-child --propagation private sh'.split(' '),
	];
	const child = spawn('setpriv', [...words, inside, ...command], {
		stdio: 'inherit',
		env: { ...process.env, PATH: SYSTEM_PATH, WATCHDECK_LAB_CGROUP: cgroup },
	});
	const end = () => child.kill('SIGKILL');
	const chain = ancestors();
	const watch = setInterval(() => orphaned(chain) && end(), 500);
	process.on('SIGTERM', end).on('SIGHUP', end);
	process.on('SIGINT', () => undefined); // the terminal sends it to the command as well, which ends in its own way
	return new Promise((resolve) => {
		child.on('exit', (code, signal) => {
			clearInterval(watch);
			sweeper.on('exit', () => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
			sweeper.stdin.end();
		});
	});
}

/** Runs the command as it is, without a lab: what needs one is skipped aloud. */
function without(command: readonly string[]): Promise<number> {
	const [program = '', ...args] = command;
	const child = spawn(program, args, { stdio: 'inherit' });
	return new Promise((resolve) => {
		child.on('exit', (code) => resolve(code ?? 1));
		child.on('error', () => resolve(127));
	});
}

/** Runs the command with a lab if there can be one; with `WATCHDECK_LAB=required`, or `always`, not without. */
export async function enter(command: readonly string[], always = false): Promise<number> {
	const why = labMissing();
	if (why === undefined) return inNamespaces(command);
	const required = always || process.env['WATCHDECK_LAB'] === 'required';
	process.stderr.write(`The lab ${why}: ${required ? 'nothing was run' : 'tests that need it are skipped'}.\n`);
	return required ? 1 : without(command);
}

if (import.meta.main) process.exitCode = await enter(process.argv.slice(2));
