// The scripts that make, prove and list the backups of a dataset.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { datasetWrite } from '../../src/core/dataset/call.ts';
import { datasetProbe } from '../../src/core/dataset/probe.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import { programText } from '../../src/core/programs.ts';
import { datasets } from '../../src/datasets/index.ts';
import { dataset } from '../../src/probes/dataset.ts';
import { fileNames, type Row } from './shell-row.ts';

/** A dataset of which everything that the config names is called so. */
const specOf = (folder: string, name: string): DatasetSpec => ({
	...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'local', folder: join(folder, name) },
	...{ settings: { database: name, user: name, host: '127.0.0.1', port: '5432' }, pattern: name, shrink: 0.5, keep: 7 },
	...{ tables: [], checks: [], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000 },
	offSite: { remote: `r2:${name}`, keep: 30, env: {} },
});

/** Each of them with the names that it is given. */
export const datasetRows: readonly Row[] = [
	{
		at: 'src/core/dataset/call.ts',
		what: 'the database, the user and the folder of a dataset',
		names: fileNames,
		tries: async (machine, name) => {
			machine.put('pg_dump', 'case $1 in --version) echo "pg_dump (PostgreSQL) 15.4" ;; *) echo dumped ;; esac');
			machine.put('psql', 'cat >/dev/null; echo server=15.4');
			const spec = specOf(machine.folder, name);
			const call = datasetWrite(spec, datasets.postgres, 'dump', [
				['id', '1a2b3c4d'],
				['name', 'shop-1.dump.gz'],
			]);
			if (call.via !== 'exec') throw new Error(call.via);
			const [shell = '', flag = '', , ...rest] = call.argv.map(String);
			const argv = [shell, flag, programText('dataset/postgres'), ...rest];
			expect(await machine.run(argv)).toMatchObject({ ok: true });
			expect(existsSync(join(spec.folder, 'shop-1.dump.gz.part'))).toBe(true);
			const given = machine.given('pg_dump').at(-1) ?? [];
			expect(given[given.indexOf('-U') + 1]).toBe(name);
			const quoted = name.replaceAll(/[\\']/g, '\\$&');
			expect(given[given.indexOf('-d') + 1]).toBe(
				`dbname='${quoted}' application_name=watchdeck-1a2b3c4d connect_timeout=10`,
			);
		},
	},
	{
		at: 'src/probes/dataset.ts',
		what: 'the remote and the pattern of a dataset',
		names: fileNames,
		tries: async (machine, name) => {
			machine.put('rclone', 'echo "[]"');
			const spec = specOf(machine.folder, name);
			const read = await dataset.read(datasetProbe(spec), machine.reach);
			expect(read).toMatchObject({ ok: true });
			expect(machine.given('rclone')[0]?.at(-1)).toBe(`r2:${name}`);
			expect(machine.given('rclone')[0]).toContain(`/${name}`);
		},
	},
];
