// `npm start`: builds what is missing or older than its sources, then starts the cockpit on the project's own Node.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flags } from './flags.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const newest = (dir) =>
	readdirSync(dir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
const built = statSync(join(root, 'dist/cli.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (built < Math.max(newest(join(root, 'src')), statSync(join(root, 'package-lock.json')).mtimeMs)) {
	const build = spawnSync(process.execPath, [join(root, 'build.mjs')], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	if (build.status !== 0) process.exit(build.status ?? 1);
}
const run = spawn(process.execPath, [...flags, join(root, 'bin/watchdeck.js'), ...process.argv.slice(2)], {
	stdio: 'inherit',
});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => run.kill(signal));
// The terminal sends this one to both.
process.on('SIGINT', () => undefined);
const [code, signal] = await once(run, 'exit');
if (signal !== null) await giveTerminalBack();
process.exit(code ?? 128 + constants.signals[signal]);

/** Does what a cockpit that was killed had no chance to do. */
async function giveTerminalBack() {
	const { makeTerminal } = await import('../src/io/terminal.ts');
	makeTerminal(process).restore();
	if (process.stdin.isTTY) spawnSync('stty', ['sane'], { stdio: 'inherit' });
}
