// The service that the stories are about: production/api on the lab, its releases, and what is known of it independently.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Inspected, RunOptions } from '../lab/containers.ts';
import type { Lab } from '../lab/lab.ts';
import { type Deck, type Start, start } from './driver.ts';

/** How the program reaches the engine: `jump` is by the system's ssh, through another host. */
export const WAYS = ['local', 'ssh'] as const;
export type Way = (typeof WAYS)[number] | 'jump';

/** What differs between the stories. */
export interface Setting {
	readonly way?: Way;
	readonly ssh?: string;
	/** By the system's ssh. */
	readonly transport?: 'openssh';
	readonly unproven?: 'hold' | 'undo';
	/** How long a proof waits for the service to be well; short where it is not going to be. */
	readonly within?: string;
	/** How long a change is watched after its proof; not at all unless given. */
	readonly watch?: string;
	readonly protection?: 'open' | 'guarded' | 'protected' | 'locked';
}

/** The config of the scene. */
export const configOf = ({
	way = 'local',
	ssh = way === 'jump' ? 'lab-jump' : 'lab',
	transport,
	unproven = 'hold',
	within = '30s',
	protection = 'protected',
	watch = '0s',
}: Setting = {}) => `
operator: tester
discover: false
hosts:
  box: ${way === 'local' ? '{ local: true }' : `{ ssh: ${ssh}${transport === undefined ? '' : `, transport: ${transport}`} }`}
environments:
  production:
    protection: ${protection}
    services:
      api:
        host: box
        health: { url: 'http://127.0.0.1:18080/health', every: 1s, timeout: 2s, failures: 2 }
        metrics: { url: 'http://127.0.0.1:18080/metrics', every: 1s, timeout: 2s }
        unproven: ${unproven}
        proof: { times: 2, within: ${within} }
        watch: ${watch}
`;

/** What is to be undone after a test, the newest first. */
export interface Ends {
	readonly add: (end: () => unknown) => void;
	readonly all: () => Promise<void>;
}

/** Nothing to be undone yet. */
export function makeEnds(): Ends {
	const ends: (() => unknown)[] = [];
	return {
		add: (end) => void ends.push(end),
		all: async () => {
			for (const end of ends.splice(0).reverse()) await end();
		},
	};
}

/** Opens a cockpit on a large screen; it ends with the test, which waits for its end. */
export function openCockpit(lab: Lab, ends: Ends, config: string, options: Partial<Start> = {}): Deck {
	const deck = start(['--config', lab.config(config)], { columns: 200, rows: 50, env: lab.env(), ...options });
	ends.add(async () => {
		deck.kill('SIGTERM');
		await deck.exited();
	});
	return deck;
}

/** Has the healthy service api of the protected production rolled back by its keys, up to the last enter. */
export async function rollBackByKeys(deck: Deck): Promise<void> {
	await deck.sees(/api .*\+ ok/);
	await deck.select('api');
	await deck.press('r');
	await deck.sees('ROLL BACK production/api');
	await deck.enter();
	await deck.type('api');
	await deck.enter();
}

export const isHealthy = (now: Inspected) => now.State.Health?.Status === 'healthy';
export const isUnhealthy = (now: Inspected) => now.State.Health?.Status === 'unhealthy';

const OPTIONS: RunOptions = {
	ports: { 8080: 18080 },
	restart: 'unless-stopped',
	env: { LOAD: '4', REGION: 'eu' },
	volumes: ['/data'],
};

/** Puts a release in the place of what runs as `api`, as a careful deployment does: the old container stays, stopped and renamed. */
export async function deploy(lab: Lab, image: string, options: RunOptions = {}): Promise<Inspected> {
	const names = await lab.names();
	if (names.includes('api')) {
		await lab.halt('api');
		await lab.rename('api', `api-old-${names.length}`);
	}
	await lab.run('api', image, { ...OPTIONS, ...options });
	return lab.becomes('api', (now) => isHealthy(now) || isUnhealthy(now));
}

/** A service whose good release was replaced by one that answers 500. */
export async function brokenRelease(lab: Lab): Promise<Inspected> {
	await lab.clear();
	await deploy(lab, 'app:v1');
	return deploy(lab, 'app:v2');
}

/** The journal as it is on disk, read without the program. */
export function journalOf(env: Readonly<Record<string, string>>): readonly Record<string, unknown>[] {
	const file = join(env['XDG_STATE_HOME'] ?? '', 'watchdeck', 'watchdeck.db');
	if (!existsSync(file)) return [];
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		const rows = database.prepare('SELECT seq, what, note FROM journal ORDER BY seq').all();
		return rows.map((row) => ({ ...JSON.parse(String(row['note'])), what: row['what'], seq: row['seq'] }));
	} finally {
		database.close();
	}
}

/** The names of the containers that run now. */
export async function runningNames(lab: Lab): Promise<readonly string[]> {
	const all = await Promise.all((await lab.names()).map((name) => lab.inspect(name)));
	return all.filter(({ State }) => State.Running).map(({ Name }) => Name.slice(1));
}

/** Every byte of every file that a program kept in its own folders. */
export function keptBytes(
	env: Readonly<Record<string, string>>,
): readonly { readonly file: string; readonly bytes: string }[] {
	const folders = Object.entries(env).flatMap(([name, path]) => (name.startsWith('XDG_') ? [path] : []));
	return folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.map((file) => ({ file, bytes: readFileSync(file, 'latin1') })),
	);
}
