// Which Compose the lab's machine has. Layers over its system folders, in the lab's own mount namespace, hide the tools that
// it shall not have: there they do not exist, also for who comes over ssh.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The two generations in use: Debian 13's 2.26 as a plugin of `docker`, and Debian 12's 1.29. */
export type ComposeTool = 'v2' | '1.29';

/** A project that was brought up. `run`: the tool with these words, in the project's folder, as an operator types it. */
export interface Project {
	readonly folder: string;
	readonly file: string;
	readonly run: (...words: readonly string[]) => Promise<string>;
}

/** Where `.ci/lab-tools` unpacks Debian 13's package. */
const V2 = '/opt/watchdeck-lab/compose-v2/usr/libexec';
const PLUGIN = 'docker/cli-plugins/docker-compose';
/** Of Debian 12's package; Debian 13's, of the same name, has no Python. */
const V1 = '/usr/lib/python3/dist-packages/compose';

/** Why this machine does not have that Compose, with the remedy; undefined: it has it. */
export function composeAbsent(tool: ComposeTool): string | undefined {
	if (tool === 'v2') return existsSync(join(V2, PLUGIN)) ? undefined : 'needs Compose v2 (run .ci/lab-tools as root)';
	return existsSync(V1) && existsSync('/usr/bin/docker-compose')
		? undefined
		: "needs Compose 1.29 (Debian 12's package docker-compose)";
}

/** Says which mounts are ours. */
const SOURCE = 'watchdeck-lab-compose';

/** Takes all layers away that an earlier lab of these namespaces laid. */
export function showAll(): void {
	const ours = readFileSync('/proc/self/mounts', 'utf8')
		.split('\n')
		.flatMap((line) => (line.startsWith(`${SOURCE} `) ? [line.split(' ')[1] ?? ''] : []));
	// Lazily: who runs a program that lies there keeps it.
	for (const at of ours.reverse()) execFileSync('umount', ['--lazy', at]);
}

const lay = (over: string, at: string) =>
	execFileSync('mount', ['-t', 'overlay', SOURCE, '-o', `lowerdir=${over}:${at}`, at]);

/** Hides files of a folder, by what an overlay takes for "not there" (kernel's overlayfs.rst: a device 0/0). */
function hide(folder: string, at: string, names: readonly string[]): void {
	const there = names.filter((name) => existsSync(join(at, name)));
	if (there.length === 0) return;
	const over = mkdtempSync(join(folder, 'hidden-'));
	for (const name of there) execFileSync('mknod', [join(over, name), 'c', '0', '0']);
	execFileSync('chmod', ['755', over]);
	lay(over, at);
}

/** Lets exactly this Compose be found in these namespaces, and none but Debian's `docker`. */
export function showOnly(folder: string, tool: ComposeTool | 'none'): void {
	showAll();
	const layers = join(folder, 'compose');
	mkdirSync(layers);
	for (const at of ['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec']) {
		hide(layers, join(at, 'docker/cli-plugins'), ['docker-compose']);
	}
	hide(layers, '/usr/local/bin', existsSync('/usr/bin/docker') ? ['docker-compose', 'docker'] : ['docker-compose']);
	if (tool !== '1.29') hide(layers, '/usr/bin', ['docker-compose']);
	if (tool === 'v2') lay(V2, '/usr/libexec');
}

/** Writes a project's file and brings it up, as `cd FOLDER && TOOL up -d` does. Its name is its folder's. */
export async function bringUp(
	at: { readonly folder: string; readonly env: Readonly<Record<string, string>>; readonly tool: ComposeTool },
	project: string,
	yaml: string,
): Promise<Project> {
	const folder = join(at.folder, 'projects', project);
	const file = join(folder, 'compose.yaml');
	mkdirSync(folder, { recursive: true });
	writeFileSync(file, yaml);
	const [program, ...first] = at.tool === 'v2' ? ['docker', 'compose'] : ['/usr/bin/docker-compose'];
	const run = async (...words: readonly string[]) => {
		const { stdout, stderr } = await promisify(execFile)(program, [...first, ...words], { cwd: folder, env: at.env });
		return stdout + stderr;
	};
	await run('up', '-d');
	return { folder, file, run };
}
