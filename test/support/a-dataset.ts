import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import { minutes } from './plans.ts';

/** A PostgreSQL of the config, `production/shop` on vps1, that goes nowhere off-site. */
export function aDataset(more: Partial<DatasetSpec> = {}): DatasetSpec {
	return {
		...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'vps1', folder: '/b', pattern: '*' },
		...{ settings: { database: 'shop' }, shrink: 0.5, keep: 7, tables: [], checks: [], writers: [] },
		...{ verify: { in: 'apart' }, every: minutes(5), timeout: minutes(1) },
		...more,
	};
}
