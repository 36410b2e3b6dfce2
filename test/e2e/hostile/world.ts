// A fleet of fakes that say everything in the words they are given, and the config that watches all of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeEngine } from './engine.ts';
import { fakeHost } from './host.ts';
import { fakeDns, fakePostgres, fakeSayer, fakeTls, fakeWeb, pagesOf } from './servers.ts';
import { type Say, within } from './texts.ts';

/** What a program under test is started with, and what it may ask. */
export interface World {
	readonly config: string;
	readonly folder: string;
	readonly env: Readonly<Record<string, string>>;
	readonly stop: () => Promise<void>;
}

/** Folders of its own for what a program keeps, made anew at each call. */
export function freshEnv(folder: string, path: string): Readonly<Record<string, string>> {
	const own = mkdtempSync(join(folder, 'user-'));
	const kept = { HOME: own, XDG_CONFIG_HOME: own, XDG_STATE_HOME: own, XDG_DATA_HOME: own, XDG_RUNTIME_DIR: own };
	return { PATH: path, LANG: 'C.UTF-8', TERM: 'xterm-256color', WATCHDECK_OPERATOR: 'tester', ...kept };
}

/** Writes a config into a folder and gives its path. */
export function writeConfig(folder: string, text: string): string {
	const file = join(mkdtempSync(join(folder, 'config-')), 'watchdeck.yaml');
	writeFileSync(file, text, { mode: 0o600 });
	return file;
}

interface Places {
	readonly engine: string;
	readonly refusing: string;
	readonly web: number;
	readonly redis: number;
	readonly postgres: number;
	readonly tls: number;
	readonly dns: number;
	readonly backups: string;
	readonly log: string;
}

/** A text of the config with its escapes: JSON is YAML, and its escapes are those of YAML. */
const yaml = (text: string) => JSON.stringify(text);

function configOf(say: Say, at: Places): string {
	const web = `http://127.0.0.1:${at.web}`;
	return `
discover: true
hosts:
  box:
    local: true
    engine: ${at.engine}
    probes:
      cron: { kind: schedule }
      units: { kind: systemd }
      dumps: { kind: backup, folder: ${yaml(at.backups)}, dataset: ${yaml(say('DUMPED'))} }
      away: { kind: backup, remote: ${yaml(`R2:${say('REMOTE')}`)} }
      guard: { kind: security }
  refusing: { local: true, engine: ${at.refusing} }
environments:
  production:
    protection: open
    services:
      api:
        host: box
        health: { url: '${web}/health', every: 1s, failures: 1 }
        metrics: { url: '${web}/metrics', every: 1s }
        logs: [{ file: ${yaml(at.log)} }]
        probes:
          moved: { kind: tcp, address: '127.0.0.1:${at.redis}' }
          cert: { kind: tls, address: '127.0.0.1:${at.tls}', failures: 1 }
          txt: { kind: dns, name: a.example, type: TXT, server: '127.0.0.1:${at.dns}', expect: [${yaml(say('WANTED'))}], failures: 1 }
          mx: { kind: dns, name: a.example, type: MX, server: '127.0.0.1:${at.dns}', expect: [x.example], failures: 1 }
          cache: { kind: redis, address: '127.0.0.1:${at.redis}' }
          db: { kind: postgres, address: '127.0.0.1:${at.postgres}', user: x }
          mail: { kind: command, run: [check-mail, ${yaml(say('WORD'))}], contains: ${yaml(say('CONTAINS'))} }
          rules: { kind: prometheus, url: '${web}', alerts: true }
          value: { kind: prometheus, url: '${web}', expr: ${yaml(say('EXPR'))}, name: ${yaml(within(50, say('NAMED')))} }
      moved: { host: box, container: sick, health: '${web}/moved' }
      lost: { host: box, container: lost, metrics: { url: '${web}/lost' } }
`;
}

/** Starts all fakes. */
export async function startWorld(say: Say): Promise<World> {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-hostile-'));
	const host = fakeHost(folder, say);
	const engine = await fakeEngine(folder, say);
	const refusing = await fakeEngine(folder, say, (path, response) => {
		response.writeHead(500, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ message: say(`REFUSED ${path}`) }));
		return true;
	});
	const ports = {
		web: await fakeWeb(pagesOf(say)),
		redis: await fakeSayer(Buffer.from(`-ERR ${say('REDIS')}\r\n`)),
		postgres: await fakePostgres(say),
		tls: await fakeTls(folder, say),
		dns: await fakeDns(say),
	};
	const places = {
		web: ports.web.port,
		redis: ports.redis.port,
		postgres: ports.postgres.port,
		tls: ports.tls.port,
		dns: ports.dns.port,
	};
	const config = writeConfig(
		folder,
		configOf(say, { engine: engine.socket, refusing: refusing.socket, ...host, ...places }),
	);
	return {
		...{ config, folder },
		env: freshEnv(folder, host.path),
		stop: async () => {
			for (const fake of [engine, refusing, ...Object.values(ports)]) await fake.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
