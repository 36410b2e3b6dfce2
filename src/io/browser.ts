import { spawn } from 'node:child_process';
import type { Result } from '../core/model.ts';
import { failureOf } from './failure.ts';
import type { Env } from './local/exec.ts';

/** The program that shows a page to who sits at this machine; undefined where nobody does: over ssh, or without a desktop. */
export function browserFor(env: Env, platform: NodeJS.Platform): string | undefined {
	if (env['SSH_CONNECTION'] !== undefined || env['SSH_TTY'] !== undefined) return undefined;
	if (platform === 'darwin') return 'open';
	const isDesktop = [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((one) => one !== undefined && one !== '');
	return isDesktop ? 'xdg-open' : undefined;
}

/** Starts the program with an address as its one word, and leaves it: it may run as long as the browser does. */
export function showPage(program: string, address: string): Promise<Result<void>> {
	return new Promise((resolve) => {
		const child = spawn(program, [address], { detached: true, stdio: 'ignore' });
		child.once('error', (error) => resolve({ ok: false, failure: failureOf(error, `${program} cannot be run here`) }));
		child.once('spawn', () => {
			child.unref();
			resolve({ ok: true, value: undefined });
		});
	});
}
