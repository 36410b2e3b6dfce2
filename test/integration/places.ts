import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../src/core/model.ts';
import type { Reach } from '../../src/core/probe.ts';
import { makeOutside } from '../../src/io/outside.ts';
import { makeVault } from '../../src/io/vault.ts';
import { startSshd } from '../io/support/sshd.ts';

/** This machine as the host `box`, reached in two ways. */
export interface Places {
	readonly reach: (where: 'here' | 'over ssh') => Reach;
	/** The home folders that commands see, here and over ssh. */
	readonly homes: readonly string[];
	readonly close: () => Promise<void>;
}

/** Starts an sshd and gives both ways. `env`: variables that commands see here and over ssh. */
export async function placesOf(env: Readonly<Record<string, string>> = {}): Promise<Places> {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-home-'));
	// The first line with SetEnv is the one that counts, so ours names the home too.
	const words = Object.entries({ HOME: home, ...env }).map(([name, value]) => `"${name}=${value}"`);
	const sshd = await startSshd(`SetEnv ${words.join(' ')}`);
	sshd.configure(`IdentityFile ${sshd.key('id')}`);
	const seen = { ...process.env, HOME: home, ...env };
	const vault = makeVault({ env: seen, accepted: () => true, now: Date.now });
	const outsideOf = (host: Host, more: object) =>
		makeOutside({ hosts: [host], vault, env: seen, now: Date.now, onLink: () => undefined, readOnly: true, ...more });
	const here = outsideOf({ name: 'box', reach: 'local' }, {});
	const there = outsideOf({ name: 'box', reach: { ssh: 'box' } }, { ssh: { configFile: sshd.configFile } });
	const { signal } = new AbortController();
	return {
		reach: (where) => {
			const { ask, follow } = where === 'here' ? here : there;
			return { ask, follow, now: Date.now, signal };
		},
		homes: [home],
		close: async () => {
			await Promise.all([here.close(), there.close()]);
			await sshd.stop();
			rmSync(home, { recursive: true, force: true });
		},
	};
}
