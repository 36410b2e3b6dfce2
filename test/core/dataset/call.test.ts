import { expect, test } from 'vitest';
import { datasetRead, datasetWrite } from '../../../src/core/dataset/call.ts';
import type { DatasetSpec } from '../../../src/core/dataset/spec.ts';
import { datasets } from '../../../src/datasets/index.ts';

const spec: DatasetSpec = {
	...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'vps1', folder: '/b', pattern: '*' },
	...{ shrink: 0.5, keep: 7, settings: { database: 'shop' }, tables: [], checks: [], writers: [] },
	...{ verify: { in: 'apart' }, every: 60_000, timeout: 60_000, password: { secret: 'env:PW' } },
	offSite: { remote: 'r2:b', keep: 30, env: { RCLONE_CONFIG_R2_SECRET_ACCESS_KEY: { secret: 'env:KEY' } } },
};

test('only what speaks to the remote is told its secrets', () => {
	const input = (call: ReturnType<typeof datasetWrite> | ReturnType<typeof datasetRead>) =>
		call.via === 'exec' ? JSON.stringify(call.input) : '';
	for (const verb of ['copy', 'uncopy', 'prune'] as const)
		expect(input(datasetWrite(spec, datasets.postgres, verb, []))).toContain('env:KEY');
	for (const verb of ['dump', 'keep', 'verify', 'beside', 'swap', 'discard', 'drop', 'sweep'] as const)
		expect(input(datasetWrite(spec, datasets.postgres, verb, []))).not.toContain('KEY');
	expect(input(datasetRead(spec, datasets.postgres, 'stand'))).toContain('env:PW');
	expect(input(datasetRead(spec, datasets.postgres, 'stand'))).not.toContain('KEY');
});
