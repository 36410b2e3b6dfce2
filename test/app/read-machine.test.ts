import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineFindings } from '../../src/app/check-machine.ts';
import { openAsking } from '../../src/app/init-asking.ts';
import { readMachine } from '../../src/app/read-machine.ts';
import { unwritableFolder } from '../../src/io/files.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-machine-'));
	mkdirSync(join(folder, 'bin'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, script: string) => {
	writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
	chmodSync(join(folder, 'bin', name), 0o755);
};
const read = async (more: Readonly<Record<string, string>> = {}, config?: string) => {
	const env = { PATH: join(folder, 'bin'), HOME: folder, XDG_STATE_HOME: folder, ...more };
	const asking = openAsking([], env, new AbortController().signal);
	const machine = await readMachine({ ask: asking.ask, hosts: [], env, ...(config === undefined ? {} : { config }) });
	await asking.close();
	return machine;
};

test('a machine without ssh, tmux and state says nothing of them', async () => {
	expect(await read()).toMatchObject({ node: process.versions.node, hosts: [] });
	expect(Object.keys(await read()).sort()).toEqual(['env', 'hosts', 'node']);
});

test('ssh says its version on standard error', async () => {
	program('ssh', 'echo "OpenSSH_10.0p2, OpenSSL 3.5" >&2');
	expect((await read()).ssh).toBe('OpenSSH_10.0p2, OpenSSL 3.5');
});

test.each([
	['echo off', 'off'],
	['echo on', 'on'],
	['echo "invalid option: allow-passthrough" >&2; exit 1', ''],
])('tmux is asked within tmux alone: %s', async (script, passthrough) => {
	program('tmux', `[ "$*" = "show -Apv -t %3 allow-passthrough" ] || exit 9\n${script}`);
	expect((await read({ TMUX: '/tmp/tmux-0/default,1,0', TMUX_PANE: '%3' })).passthrough).toBe(passthrough);
	expect(await read()).not.toHaveProperty('passthrough');
});

test('who may use config and state is seen on the disk', async () => {
	const [config, state] = [join(folder, 'watchdeck.yaml'), join(folder, 'watchdeck')];
	writeFileSync(config, '');
	mkdirSync(state);
	chmodSync(config, 0o622);
	chmodSync(state, 0o750);
	const machine = await read({}, config);
	expect(machine).toMatchObject({ config: { path: config, mode: 0o622 }, state: { path: state, mode: 0o750 } });
	const doubtful = machineFindings(machine).filter(({ what }) => what === 'config' || what === 'state folder');
	expect(doubtful.map((found) => found.doubtful)).toEqual([true, true]);
});

test('whether a state folder can be written to is tried, and nothing is left of it', async () => {
	const state = join(folder, 'watchdeck');
	mkdirSync(state, { mode: 0o700 });
	expect((await read()).state).toEqual({ path: state, mode: 0o700, mine: true });
	expect(readdirSync(state)).toEqual([]);
});

test('a folder that nothing can be written into says why', async () => {
	// Nobody makes a file there, not even root.
	expect(await unwritableFolder('/proc/self')).toMatchObject({ message: expect.stringMatching(/^\/proc\/self: /) });
});
