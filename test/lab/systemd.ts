import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from './daemon.ts';
import { labAbsent } from './lab.ts';

/** A real systemd with units of its own: the manager of an account, since that of a machine must be its first process. */
export interface Systemd {
	/** To stand first in PATH: its `systemctl` speaks to this systemd as if it were that of the machine. */
	readonly path: string;
	readonly systemctl: (...words: readonly string[]) => string;
	readonly stop: () => Promise<void>;
}

/** Starts one in the lab with these units, by their file names. */
export async function startSystemd(units: Readonly<Record<string, string>>): Promise<Systemd> {
	const why = labAbsent();
	if (why !== undefined) throw new Error(`The lab ${why}.`);
	const folder = mkdtempSync('/run/systemd-');
	const [own, runtime, path] = ['units', 'runtime', 'bin'].map((name) => join(folder, name));
	if (own === undefined || runtime === undefined || path === undefined) throw new Error('no folders');
	for (const each of [own, runtime, path]) mkdirSync(each, { mode: 0o700 });
	// By this folder programs know that the machine was started by systemd; /run is the lab's own.
	mkdirSync('/run/systemd/system', { recursive: true });
	for (const [name, text] of Object.entries(units)) writeFileSync(join(own, name), text);
	const env = `XDG_RUNTIME_DIR=${runtime} SYSTEMD_UNIT_PATH=${own}:`;
	const script = (name: string, line: string) => {
		writeFileSync(join(path, name), `#!/bin/sh\n${line}\n`);
		chmodSync(join(path, name), 0o755);
		return join(path, name);
	};
	const systemctl = script('systemctl', `${env} exec /usr/bin/systemctl --user "$@"`);
	// It says nothing by itself when it is ready; it answers then.
	const manager = `${env} /usr/lib/systemd/systemd --user &
trap "kill $!; wait $!; exit" TERM
until '${systemctl}' is-system-running >/dev/null 2>&1; do sleep 0.05; done
echo ready
wait $!`;
	const daemon = await startDaemon(script('manager', manager), [], /^ready$/);
	return {
		path,
		systemctl: (...words) => execFileSync(systemctl, [...words], { encoding: 'utf8' }),
		stop: async () => {
			await daemon.stop();
			for (const each of [folder, '/run/systemd/system']) rmSync(each, { recursive: true, force: true });
		},
	};
}
