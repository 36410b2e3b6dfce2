// `npm run lab`: a lab for a person to try the cockpit on. It stays until ctrl-c and leaves nothing behind.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enter } from './enter.ts';
import { type Lab, labAbsent, startLab } from './lab.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const CONFIG = `# The lab: one machine, reached in two ways. production/api runs a release that answers 500: try r on it.
hosts:
  here: { local: true }
  vps: { ssh: lab }
environments:
  production:
    protection: protected
    services:
      api:
        host: vps
        health: http://127.0.0.1:18080/health
        metrics: http://127.0.0.1:18080/metrics
      redis: { host: vps }
  staging:
    protection: guarded
    services:
      api: { host: here, container: staging-api, health: http://127.0.0.1:18081/health }
  dev:
    protection: open
    services:
      worker: { host: here }
`;

/** Old good releases beside the new bad one, as a careful operator leaves them: stopped and renamed. */
async function populate(lab: Lab): Promise<void> {
	await lab.run('api', 'app:v1', { ports: { 8080: 18080 }, env: { LOAD: '5' }, restart: 'unless-stopped' });
	await lab.halt('api');
	await lab.rename('api', 'api-v1');
	await lab.run('api', 'app:v2', { ports: { 8080: 18080 }, env: { LOAD: '5' }, restart: 'unless-stopped' });
	await lab.run('staging-api', 'app:v3', { ports: { 8080: 18081 }, env: { LOAD: '2' }, restart: 'unless-stopped' });
	await lab.run('redis', 'quiet:v1', { restart: 'always' });
	await lab.run('worker', 'quiet:v1');
}

/** A script that starts the cockpit as the lab's operator; it is run inside the lab's namespaces. */
function cockpit(lab: Lab): string {
	const file = join(lab.folder, 'cockpit');
	const env = Object.entries(lab.env()).map(([name, value]) => `${name}='${value}'`);
	const config = lab.config(CONFIG);
	const words = [process.execPath, 'bin/start.mjs', '--config', config].map((word) => `'${word}'`).join(' ');
	// TERM and the locale are the person's own.
	const own = env.filter((line) => !/^(TERM|COLORTERM|LANG)=/.test(line)).join(' ');
	writeFileSync(file, `#!/bin/sh\ncd '${ROOT}' && exec env ${own} ${words} "$@"\n`);
	chmodSync(file, 0o755);
	return file;
}

async function stay(): Promise<void> {
	const lab = await startLab({ ssh: true, prometheus: ['127.0.0.1:18080', '127.0.0.1:9100'], nodeExporter: true });
	await populate(lab);
	const end = Promise.withResolvers<void>();
	// Before the word that asks for it: who reads that word may be quicker than we are.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.resolve());
	const join = `nsenter --target ${process.env['WATCHDECK_LAB_PID']} --mount --net --pid`;
	console.log(`The lab runs: engine, sshd, Prometheus and node_exporter in namespaces of their own.

  the cockpit    ${join} ${cockpit(lab)}
  a shell there  ${join} sh      (docker ps, ssh lab, wget -q -O - 127.0.0.1:18080)

ctrl-c ends it and removes everything.`);
	const alive = setInterval(() => undefined, 60_000);
	await end.promise;
	clearInterval(alive);
	await lab.stop();
}

if (labAbsent() === undefined) await stay();
else process.exitCode = await enter([process.execPath, fileURLToPath(import.meta.url)], true);
