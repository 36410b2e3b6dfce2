// What a backup costs: how much a dump of a gigabyte adds to the memory of watchdeck, and how fast it is beside the same
// database through `pg_dump | gzip` by hand, which reads nothing back.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '../test/lab/postgres.ts';
import type { Figure } from './figures.ts';

const program = join(import.meta.dirname, '../bin/watchdeck.js');
/** Rows of some 200 bytes, as dumps have them: hex that a packer makes half as large. */
const rows = 5_000_000;
const text = Array.from({ length: 6 }, (_, part) => `md5(${part}::text || i::text)`).join(' || ');

const configOf = ({ port }: Postgres, folder: string): string => `
operator: bench
discover: false
hosts: { here: { local: true } }
environments:
  production:
    protection: open
    datasets:
      big: { kind: postgres, database: big, user: postgres, server: '127.0.0.1:${port}', folder: ${folder}/big }
      small: { kind: postgres, database: small, user: postgres, server: '127.0.0.1:${port}', folder: ${folder}/small }
`;

/** The most memory that a process had so far, in MiB; 0 where it has ended. */
const mostOf = (pid: number): number => {
	try {
		return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
};

/** One backup by the built program: its memory at the most, in MiB, and how long its dump and its reading back took, in ms. */
const backedUp = async (dataset: string, config: string, env: NodeJS.ProcessEnv) => {
	const args = [program, '--config', config, 'backup', `production/${dataset}`, '--yes'];
	const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
	let [said, memory] = ['', 0];
	child.stderr.on('data', (chunk) => {
		said += String(chunk);
	});
	const timer = setInterval(() => {
		memory = Math.max(memory, mostOf(child.pid ?? 0));
	}, 50);
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	clearInterval(timer);
	if (code !== 0) throw new Error(`the backup of ${dataset} ended with ${code}: ${said}`);
	const took = [...said.matchAll(/ ok (\d+) ms$/gm)].map(([, ms]) => Number(ms));
	return { memory, dump: took[0] ?? Number.NaN, back: took[1] ?? Number.NaN };
};

/** The same by hand, in ms. */
const byHand = (database: Postgres, folder: string): number => {
	const began = performance.now();
	execFileSync('bash', [
		'-c',
		'set -o pipefail; pg_dump -h 127.0.0.1 -p "$0" -U postgres big | gzip >"$1"',
		String(database.port),
		join(folder, 'by-hand.gz'),
	]);
	return performance.now() - began;
};

/** Measures it. `env`: folders of its own. */
export const backup = async (folder: string, env: NodeJS.ProcessEnv): Promise<readonly Figure[]> => {
	const database = await startPostgres({ synchronous_commit: 'off', max_wal_size: '4GB' });
	const place = join(folder, 'backups');
	mkdirSync(place);
	const config = join(folder, 'backup.yaml');
	writeFileSync(config, configOf(database, place));
	try {
		database.sql("alter role postgres password 'bench'");
		for (const name of ['small', 'big']) database.sql(`create database ${name}`);
		database.sql('create table t as select 1', 'small');
		database.sql(`create unlogged table t as select i, ${text} as v from generate_series(1, ${rows}) i`, 'big');
		const with_ = { ...env, PGPASSWORD: 'bench' };
		process.env['PGPASSWORD'] = 'bench';
		const little = await backedUp('small', config, with_);
		const hand = byHand(database, place);
		const big = await backedUp('big', config, with_);
		return [
			{ what: 'a 1 GB dump adds to RSS', unit: 'MiB', value: big.memory - little.memory, must: 32, aim: 8 },
			{ what: 'dump against pg_dump | gzip', unit: 'times', value: hand / big.dump, must: 0.9, aim: 1, atLeast: true },
			{
				what: 'dump, read back and hashed, against it',
				unit: 'times',
				value: hand / (big.dump + big.back),
				must: 0.9,
				aim: 1,
				atLeast: true,
			},
		];
	} finally {
		await database.stop();
		rmSync(place, { recursive: true, force: true });
	}
};
