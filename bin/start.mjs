// `npm start`: builds what is missing or older than its sources, then starts the cockpit on the project's own Node.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
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
	const build = spawnSync(process.execPath, [join(root, 'build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
	if (build.status !== 0) process.exit(build.status ?? 1);
}
const run = spawnSync(process.execPath, [...flags, join(root, 'bin/watchdeck.js'), ...process.argv.slice(2)], {
	stdio: 'inherit',
});
process.exit(run.status ?? 1);
